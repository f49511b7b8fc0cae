"""Places words of different sizes beside each other, the most used one in the middle, so that a template can draw them.

The drawing is 360 wide, as a phone is, and is drawn larger where there is room. How wide a word becomes is estimated from its
letters, on the safe side, so that words do not touch whatever font the reader has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import ClassVar

from themes.charts import DataTable, words_of

_WIDTH = 360.0
_SMALLEST, _LARGEST = 12.0, 40.0
_NARROW, _WIDE = set("iIjlt.,'-rf1"), set("mwMWOQ@%")
_STEPS = 2600


@dataclass(frozen=True)
class PlacedWord:
    """A word by its middle, in the drawing's own units; `level` 1 to 5 is how much it is used."""

    text: str
    x: float
    y: float
    size: float
    level: int


@dataclass(frozen=True)
class WordCloud:
    """Words by how much they are used."""

    template: ClassVar[str] = "charts/_cloud.html"
    width: float
    height: float
    hue: int | None
    words: tuple[PlacedWord, ...]
    table: DataTable
    is_empty: bool = False


def word_cloud(
    counted: Sequence[tuple[str, int]], *, hue: int | None = None, name: str = "", value_name: str = ""
) -> WordCloud:
    """Return the words placed from the middle outwards; a word without room is left to the table."""
    most = max((number for _text, number in counted), default=1)
    least = min((number for _text, number in counted), default=1)
    placed: list[PlacedWord] = []
    boxes: list[tuple[float, float, float, float]] = []
    for text, number in sorted(counted, key=lambda pair: (-pair[1], pair[0])):
        part = sqrt((number - least) / (most - least)) if most > least else 0.4
        size = _SMALLEST + part * (_LARGEST - _SMALLEST)
        size = min(size, (_WIDTH - 8) / max(_width_of(text, 1.0), 1e-6))
        box = _room(_width_of(text, size), size * 1.12, boxes)
        if box is not None:
            boxes.append(box)
            middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            placed.append(PlacedWord(text, middle_x, middle_y, round(size, 1), min(5, 1 + int(part * 4.999))))
    top = min((box[1] for box in boxes), default=0.0)
    bottom = max((box[3] for box in boxes), default=0.0)
    return WordCloud(
        width=_WIDTH,
        height=bottom - top + 8,
        hue=hue,
        words=tuple(
            PlacedWord(one.text, round(one.x + _WIDTH / 2, 1), round(one.y - top + 4, 1), one.size, one.level)
            for one in placed
        ),
        table=DataTable(head=(name, value_name), rows=tuple((text, words_of(number)) for text, number in counted)),
        is_empty=not counted,
    )


def _width_of(text: str, size: float) -> float:
    return sum(0.36 if sign in _NARROW else 0.88 if sign in _WIDE else 0.6 for sign in text) * size


def _room(
    width: float, height: float, taken: Sequence[tuple[float, float, float, float]]
) -> tuple[float, float, float, float] | None:
    """Return the nearest free box (left, top, right, bottom) to the middle, found along a flat spiral."""
    for step in range(_STEPS):
        turn = step * 0.12
        x, y = turn * 2.6 * cos(turn), turn * 1.35 * sin(turn + pi / 7)
        left, top = x - width / 2, y - height / 2
        box = (left, top, left + width, top + height)
        if left < -_WIDTH / 2 + 2 or box[2] > _WIDTH / 2 - 2:
            continue
        if all(box[2] < one[0] - 3 or box[0] > one[2] + 3 or box[3] < one[1] or box[1] > one[3] for one in taken):
            return box
    return None
