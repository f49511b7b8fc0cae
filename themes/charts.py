"""Geometry of the charts that templates draw as SVG: positions only, no colours, no text that is not in the data.

Horizontal positions are percentages of the drawing's width, so a chart is as readable on a phone as on a desk (text
keeps its size); vertical positions are pixels. Every chart carries its data as a table too. A value of None means that
the figure may not be shown (too few people) or is not known: it is never drawn as zero.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10
from typing import ClassVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FEW = gettext_lazy("too few to show")


def words_of(value: float | None, *, unit: str = "") -> str:
    """Return a value as read by people: grouped thousands, one decimal only where small, or why it is not there."""
    if value is None:
        return str(FEW)
    rounded = round(value, 0 if abs(value) >= (10 if unit == "%" else 100) else 1)
    decimals = 0 if float(rounded).is_integer() else 1
    text = number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text


def _axis(values: Sequence[float | None]) -> tuple[float, tuple[float, ...]]:
    """Return the top of an axis from zero and the values of its ticks; where everything is counted, no tick is a fraction."""
    known = [value for value in values if value is not None]
    ceiling = nice_ceiling(max(known, default=0))
    if all(float(value).is_integer() for value in known) and ceiling % 2:
        return ceiling, (0, ceiling)
    return ceiling, (0, ceiling / 2, ceiling)


def nice_ceiling(value: float) -> float:
    """Return the smallest of 1, 2, 2.5, 4, 5 or 10 times a power of ten that is not below the value (1 for nothing)."""
    if value <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 2.5, 4, 5, 10) if step * power >= value * (1 - 1e-9))


@dataclass(frozen=True)
class DataTable:
    """The figures behind a chart, as cells of text: the first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Series:
    """One line: its name, one value per label (None where not shown), the hue of its theme."""

    name: str
    values: Sequence[float | None]
    hue: int | None = None
    is_before: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened at a label (counted from 0) and that explains the line."""

    at: int
    text: str


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: x in percent, y in pixels."""

    text: str
    x: float = 0
    y: float = 0
    anchor: str = "middle"


@dataclass(frozen=True)
class Dot:
    """A point of a drawing: x in percent, y in pixels."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True)
class DrawnLine:
    """One series as paths: `path` and `area` in a box of 100 wide; the name stands at its last point."""

    name: str
    hue: int | None
    is_before: bool
    path: str
    area: str
    last: Dot | None
    label_y: float
    label: str


@dataclass(frozen=True)
class LineChart:
    """Lines over time."""

    template: ClassVar[str] = "charts/_line.html"
    height: int
    top: int
    bottom: float
    plot: float
    lines: tuple[DrawnLine, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    events: tuple[Tick, ...]
    table: DataTable
    is_empty: bool = False


@dataclass(frozen=True)
class Sparkline:
    """A line without axes, in a box of 100 by 32."""

    path: str
    area: str
    last: Dot | None
    description: str


@dataclass(frozen=True)
class Bar:
    """One bar: value, its own words where the number alone does not say it, hue, address of the rows behind it."""

    label: str
    value: float | None
    hue: int | None = None
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its place: y in pixels, width in percent."""

    bar: Bar
    y: float
    width: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """Bars from long to short, each with its label above it and its number at its end."""

    template: ClassVar[str] = "charts/_bars.html"
    height: float
    bars: tuple[DrawnBar, ...]
    table: DataTable
    is_empty: bool = False


@dataclass(frozen=True)
class Stage:
    """One stage of a funnel; where it is no part of the stage before, no share of that is given."""

    label: str
    value: float | None
    href: str = ""
    is_part: bool = True


@dataclass(frozen=True)
class DrawnStage:
    """A stage with its place, the share of the stage before it, and the flow (a path, 100 wide) to the next one."""

    stage: Stage
    y: float
    x: float
    width: float
    text: str
    rate: str
    flow: str


@dataclass(frozen=True)
class Funnel:
    """Stages from many to few."""

    template: ClassVar[str] = "charts/_funnel.html"
    height: float
    stages: tuple[DrawnStage, ...]
    table: DataTable
    is_empty: bool = False


@dataclass(frozen=True)
class HeatCell:
    """A cell: place and size (x and width in percent), level 0 to 5 or "few", and the words to show on it."""

    x: float
    y: float
    width: float
    level: str
    text: str
    description: str


@dataclass(frozen=True)
class HeatMap:
    """Levels by row and column, such as day and hour."""

    template: ClassVar[str] = "charts/_heat.html"
    height: float
    row_height: int
    cells: tuple[HeatCell, ...]
    columns: tuple[Tick, ...]
    rows: tuple[Tick, ...]
    table: DataTable
    is_empty: bool = False


@dataclass(frozen=True)
class Spot:
    """One thing in a scatter chart; size is a weight (0 to 1)."""

    label: str
    x: float
    y: float
    hue: int | None = None
    size: float = 0.3
    href: str = ""


@dataclass(frozen=True)
class DrawnSpot:
    """A spot with its place: x in percent, y and radius in pixels; `anchor` keeps the label inside."""

    spot: Spot
    x: float
    y: float
    radius: float
    anchor: str
    label_dx: float


@dataclass(frozen=True)
class Scatter:
    """Things by two measures."""

    template: ClassVar[str] = "charts/_scatter.html"
    height: int
    bottom: float
    spots: tuple[DrawnSpot, ...]
    x_name: str
    y_name: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    table: DataTable
    is_empty: bool = False


@dataclass(frozen=True)
class CoverageCell:
    """How many people cover a theme in a group: none, 1, 2, 3 (three or more) or few."""

    level: str
    text: str
    description: str
    href: str = ""


@dataclass(frozen=True)
class CoverageRow:
    """One theme with a cell per group."""

    name: str
    hue: int | None
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True)
class Coverage:
    """Who covers what: themes down, groups across. It is a table already, so it carries no second one."""

    template: ClassVar[str] = "charts/_coverage.html"
    columns: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
    table: DataTable | None = field(default=None)
    is_empty: bool = False


def _places(count: int) -> list[float]:
    """Return the x of each label, 0 to 100."""
    return [100.0] if count == 1 else [index * 100 / (count - 1) for index in range(count)]


def _paths(points: Sequence[tuple[float, float] | None], base: float) -> tuple[str, str]:
    """Return a path through the points, broken where one is missing, and the area under it down to base."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    lines, areas = [], []
    for run in filter(None, runs):
        steps = " ".join(f"{x:.2f} {y:.1f}" for x, y in run)
        # A single point draws a short stroke: round caps make it a dot.
        lines.append(f"M{steps}" if len(run) > 1 else f"M{steps} h0")
        areas.append(f"M{run[0][0]:.2f} {base:.1f} L{steps} L{run[-1][0]:.2f} {base:.1f}Z")
    return " ".join(lines), " ".join(areas)


def _spread(ys: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Return the ys moved apart so that labels do not cover each other, each as near as possible to its line."""
    order = sorted(range(len(ys)), key=lambda index: ys[index])
    placed = [0.0] * len(ys)
    previous = top - gap
    for index in order:
        placed[index] = previous = max(ys[index], previous + gap)
    limit = bottom
    for index in reversed(order):
        placed[index] = limit = min(placed[index], limit)
        limit -= gap
    return placed


def _anchor(x: float) -> str:
    return "start" if x < 12 else "end" if x > 88 else "middle"


def _label_ticks(labels: Sequence[str], y: float, most: int = 5) -> tuple[Tick, ...]:
    """Return at most `most` labels along the bottom, first and last among them."""
    if not labels:
        return ()
    places = _places(len(labels))
    count = min(most, len(labels))
    chosen = sorted({round(index * (len(labels) - 1) / max(count - 1, 1)) for index in range(count)})
    return tuple(Tick(text=labels[index], x=places[index], y=y, anchor=_anchor(places[index])) for index in chosen)


def line_chart(
    *, labels: Sequence[str], series: Sequence[Series], events: Sequence[Event] = (), unit: str = "", height: int = 240
) -> LineChart:
    """Return lines from zero to a round number above the highest value, with one name at the end of each line."""
    values = [value for one in series for value in one.values if value is not None]
    ceiling, ticks = _axis(values)
    top, bottom = 34 if events else 16, height - 26.0
    places = _places(len(labels))

    def y_of(value: float) -> float:
        return bottom - value / ceiling * (bottom - top)

    def point_of(index: int, value: float | None) -> tuple[float, float] | None:
        return None if value is None else (places[index], y_of(value))

    lasts: list[Dot | None] = []
    paths: list[tuple[str, str]] = []
    for one in series:
        points = [point_of(index, value) for index, value in enumerate(one.values)]
        paths.append(_paths(points, bottom))
        known = [(index, point) for index, point in enumerate(points) if point]
        lasts.append(
            Dot(known[-1][1][0], known[-1][1][1], words_of(one.values[known[-1][0]], unit=unit)) if known else None
        )
    label_ys = _spread([last.y if last else bottom for last in lasts], 17, top, bottom)
    several = len(series) > 1
    return LineChart(
        height=height,
        top=top,
        bottom=bottom,
        plot=64 if several else 100,
        lines=tuple(
            DrawnLine(
                name=one.name,
                hue=one.hue,
                is_before=one.is_before,
                path=path,
                area="" if several else area,
                last=last,
                label_y=label_y,
                label=last.text if last else str(FEW),
            )
            for one, (path, area), last, label_y in zip(series, paths, lasts, label_ys, strict=True)
        ),
        x_ticks=_label_ticks(labels, height - 6, most=4 if several else 5),
        y_ticks=tuple(Tick(text=words_of(tick), y=round(y_of(tick), 1)) for tick in ticks),
        events=tuple(
            Tick(text=event.text, x=places[event.at], y=12, anchor=_anchor(places[event.at]))
            for event in events
            if 0 <= event.at < len(labels)
        ),
        table=DataTable(
            head=("", *(one.name for one in series)),
            rows=tuple(
                (label, *(words_of(one.values[index], unit=unit) for one in series))
                for index, label in enumerate(labels)
            ),
        ),
        is_empty=not values,
    )


def sparkline(values: Sequence[float | None]) -> Sparkline:
    """Return a small line from zero to the highest value; words say first, last and highest."""
    known = [value for value in values if value is not None]
    highest = max(known, default=0) or 1
    places = _places(len(values)) if values else []
    points = [
        None if value is None else (place, 29 - value / highest * 26)
        for place, value in zip(places, values, strict=True)
    ]
    path, area = _paths(points, 32)
    shown = [point for point in points if point]
    return Sparkline(
        path=path,
        area=area,
        last=Dot(*shown[-1]) if shown else None,
        description=_("from %(first)s to %(last)s, at most %(most)s")
        % {"first": words_of(known[0]), "last": words_of(known[-1]), "most": words_of(highest)}
        if known
        else _("nothing yet"),
    )


def bars(rows: Sequence[Bar], *, unit: str = "", name: str = "", value_name: str = "", sort: bool = True) -> BarChart:
    """Return bars measured against the longest, percentages against the whole.

    A bar that may not be shown comes last and has no length.
    """
    ordered = sorted(rows, key=lambda row: (row.value is None, -(row.value or 0))) if sort else list(rows)
    longest = max([100.0 if unit == "%" else 0.0, *(row.value for row in ordered if row.value is not None)]) or 1
    step = 46
    return BarChart(
        height=len(ordered) * step,
        bars=tuple(
            DrawnBar(
                bar=row,
                y=index * step,
                width=round(max(0.0, (row.value or 0) / longest * 100), 2),
                text=words_of(row.value, unit=unit),
            )
            for index, row in enumerate(ordered)
        ),
        table=DataTable(
            head=(name, value_name), rows=tuple((row.label, words_of(row.value, unit=unit)) for row in ordered)
        ),
        is_empty=not ordered,
    )


def _share(before: float | None, value: float | None) -> str:
    """Return which share of the stage before came through, in words; nothing where that cannot be said."""
    return words_of(value / before * 100, unit="%") if before and value is not None else ""


def funnel(
    stages: Sequence[Stage], *, name: str = "", value_name: str = "", rate_name: str = "", rates_from: int = 1
) -> Funnel:
    """Return stages centred under each other, with the share that came from the stage before.

    No share is given where either figure is missing, or the stage before was zero or below `rates_from`: a percentage of
    three tells nothing.
    """
    widest = max((stage.value for stage in stages if stage.value is not None), default=0) or 1
    step, thick = 64, 34
    widths = [max(0.6, (stage.value or 0) / widest * 100) for stage in stages]
    rates = [
        "",
        *(
            _share(before.value, stage.value) if stage.is_part and (before.value or 0) >= rates_from else ""
            for before, stage in pairwise(stages)
        ),
    ]
    drawn = []
    for index, (stage, width) in enumerate(zip(stages, widths, strict=True)):
        left, flow = 50 - width / 2, ""
        if index + 1 < len(stages):
            below = widths[index + 1]
            right, ahead = left + width, 50 - below / 2
            flow = f"M{left:.2f} {thick} L{right:.2f} {thick} L{100 - ahead:.2f} {step} L{ahead:.2f} {step}Z"
        drawn.append(
            DrawnStage(
                stage=stage,
                y=index * step,
                x=round(left, 2),
                width=round(width, 2),
                text=words_of(stage.value),
                rate=rates[index],
                flow=flow,
            )
        )
    return Funnel(
        height=len(stages) * step - (step - thick) if stages else 0,
        stages=tuple(drawn),
        table=DataTable(
            head=(name, value_name, rate_name),
            rows=tuple((one.stage.label, one.text, one.rate) for one in drawn),
        ),
        is_empty=not stages,
    )


def heat_map(
    *, columns: Sequence[str], rows: Sequence[str], values: Sequence[Sequence[float | None]], unit: str = ""
) -> HeatMap:
    """Return cells whose level (1 to 5) is the value's share of the highest; zero is level 0."""
    highest = max((value for row in values for value in row if value is not None), default=0) or 1
    row_height, left = 30, 16.0
    width = (100 - left) / max(len(columns), 1)

    def level_of(value: float | None) -> str:
        if value is None:
            return "few"
        return "0" if value <= 0 else str(min(5, 1 + floor(value / highest * 4.999)))

    every = max(1, -(-len(columns) // 8))
    return HeatMap(
        height=len(rows) * row_height + 24,
        row_height=row_height - 3,
        cells=tuple(
            HeatCell(
                x=round(left + column * width, 3),
                y=row * row_height,
                width=round(width * 0.94, 3),
                level=level_of(value),
                text=words_of(value, unit=unit),
                description=f"{rows[row]}, {columns[column]}: {words_of(value, unit=unit)}",
            )
            for row, line in enumerate(values)
            for column, value in enumerate(line)
        ),
        columns=tuple(
            Tick(text=text, x=round(left + (index + 0.47) * width, 2), y=len(rows) * row_height + 16)
            for index, text in enumerate(columns)
            if index % every == 0
        ),
        rows=tuple(Tick(text=text, x=0, y=index * row_height + 18, anchor="start") for index, text in enumerate(rows)),
        table=DataTable(
            head=("", *columns),
            rows=tuple((rows[index], *(words_of(v, unit=unit) for v in line)) for index, line in enumerate(values)),
        ),
        is_empty=not any(len(line) for line in values),
    )


def scatter(spots: Sequence[Spot], *, x_name: str, y_name: str, height: int = 300) -> Scatter:
    """Return spots between zero and a round number above the highest on both axes, the large ones drawn first."""
    x_most, x_marks = _axis([spot.x for spot in spots])
    y_most, y_marks = _axis([spot.y for spot in spots])
    top, bottom = 24.0, height - 40.0
    drawn = []
    for spot in sorted(spots, key=lambda spot: -spot.size):
        x = 4 + spot.x / x_most * 92
        radius = 5 + 13 * max(0.0, min(1.0, spot.size))
        anchor = "end" if x > 65 else "start"
        drawn.append(
            DrawnSpot(
                spot=spot,
                x=round(x, 2),
                y=round(bottom - spot.y / y_most * (bottom - top), 1),
                radius=round(radius, 1),
                anchor=anchor,
                label_dx=round((radius + 5) * (-1 if anchor == "end" else 1), 1),
            )
        )
    return Scatter(
        height=height,
        bottom=bottom,
        spots=tuple(drawn),
        x_name=x_name,
        y_name=y_name,
        x_ticks=tuple(
            Tick(text=words_of(mark), x=round(x, 2), y=bottom + 16, anchor=_anchor(x))
            for mark, x in ((mark, 4 + mark / x_most * 92) for mark in x_marks)
        ),
        y_ticks=tuple(
            Tick(text=words_of(mark), y=round(bottom - mark / y_most * (bottom - top), 1)) for mark in y_marks[1:]
        ),
        table=DataTable(
            head=("", x_name, y_name),
            rows=tuple((spot.label, words_of(spot.x), words_of(spot.y)) for spot in spots),
        ),
        is_empty=not spots,
    )


def coverage(
    *,
    columns: Sequence[str],
    rows: Sequence[tuple[str, int | None, Sequence[int | None]]],
    hrefs: Sequence[Sequence[str]] = (),
) -> Coverage:
    """Return themes (name, hue, people per group) by groups; None is a number that may not be shown."""

    def cell(count: int | None, row: str, column: str, href: str) -> CoverageCell:
        if count is None:
            return CoverageCell(level="few", text="<", description=f"{row}, {column}: {FEW}", href=href)
        level = "none" if count == 0 else str(min(3, count))
        who = _("no one yet") if count == 0 else str(count)
        return CoverageCell(level=level, text=str(count), description=f"{row}, {column}: {who}", href=href)

    return Coverage(
        columns=tuple(columns),
        rows=tuple(
            CoverageRow(
                name=name,
                hue=hue,
                cells=tuple(
                    cell(count, name, columns[place], hrefs[number][place] if hrefs else "")
                    for place, count in enumerate(counts)
                ),
            )
            for number, (name, hue, counts) in enumerate(rows)
        ),
        is_empty=not rows,
    )
