"""What charts tell: places, words and what may not be shown."""

import itertools

import pytest
from django.template import Context, Template
from django.utils import translation

from themes import charts


@pytest.mark.parametrize(
    ("value", "ceiling"), [(0, 1), (0.3, 0.4), (1, 1), (1.01, 2), (7, 10), (412, 500), (1204, 2000), (2500, 2500)]
)
def test_an_axis_ends_at_a_round_number(value, ceiling):
    assert charts.nice_ceiling(value) == pytest.approx(ceiling)


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "", "too few to show"),
        (0, "", "0"),
        (1204, "", "1,204"),
        (2.56, "", "2.6"),
        (2.96, "%", "3\N{NO-BREAK SPACE}%"),
        (29.3, "%", "29\N{NO-BREAK SPACE}%"),
    ],
)
def test_figures_are_written_as_people_read_them(value, unit, words):
    assert charts.words_of(value, unit=unit) == words


def test_figures_follow_the_language():
    with translation.override("nl"):
        assert charts.words_of(1204) == "1.204"


def test_a_line_stands_between_zero_and_a_round_number():
    chart = charts.line_chart(
        labels=["Mon", "Tue", "Wed"], series=[charts.Series("Visits", [0, 25, 50], 30)], height=126
    )

    (line,) = chart.lines
    assert line.path == "M0.00 100.0 50.00 58.0 100.00 16.0"
    assert (line.last.x, line.last.y, line.label, line.hue) == (100, 16, "50", 30)
    assert [tick.text for tick in chart.y_ticks] == ["0", "25", "50"]
    assert [(tick.text, tick.anchor) for tick in chart.x_ticks] == [("Mon", "start"), ("Tue", "middle"), ("Wed", "end")]
    assert chart.table.rows == (("Mon", "0"), ("Tue", "25"), ("Wed", "50"))


def test_a_value_that_may_not_be_shown_breaks_the_line_and_is_never_zero():
    chart = charts.line_chart(labels="abc", series=[charts.Series("Team", [4, None, 5])], height=126)

    assert chart.lines[0].path == "M0.00 32.8 h0 M100.00 16.0 h0"
    assert chart.table.rows[1] == ("b", "too few to show")


def test_names_at_the_end_of_lines_do_not_cover_each_other():
    series = [charts.Series(name, [1, value]) for name, value in (("a", 100), ("b", 99), ("c", 98), ("d", 0))]
    chart = charts.line_chart(labels=["x", "y"], series=series)

    ys = sorted(line.label_y for line in chart.lines)
    assert all(later - earlier >= 17 for earlier, later in itertools.pairwise(ys))
    assert ys[-1] <= chart.bottom


def test_an_event_outside_the_labels_is_left_out():
    chart = charts.line_chart(
        labels=["x", "y"],
        series=[charts.Series("a", [1, 2])],
        events=[charts.Event(1, "Launch"), charts.Event(2, "Later")],
    )
    assert [event.text for event in chart.events] == ["Launch"]


def test_bars_go_from_long_to_short_and_hide_small_groups_last():
    chart = charts.bars([charts.Bar("b", 50), charts.Bar("few", None), charts.Bar("a", 200)])

    assert [(row.bar.label, row.width, row.text) for row in chart.bars] == [
        ("a", 100, "200"),
        ("b", 25, "50"),
        ("few", 0, "too few to show"),
    ]


def test_bars_of_percentages_are_measured_against_the_whole():
    chart = charts.bars([charts.Bar("a", 64)], unit="%")
    assert chart.bars[0].width == 64


def test_a_funnel_tells_which_share_came_from_the_stage_before():
    stages = [charts.Stage("visits", 1204), charts.Stage("applied", 31), charts.Stage("hired", None)]
    chart = charts.funnel(stages)

    assert [(row.text, row.rate) for row in chart.stages] == [
        ("1,204", ""),
        ("31", "2.6\xa0%"),
        ("too few to show", ""),
    ]
    assert [row.width for row in chart.stages] == [100, 2.57, 0.6]
    assert chart.stages[-1].flow == ""


def test_a_stage_that_is_no_part_of_the_one_before_has_no_share_of_it():
    stages = [charts.Stage("visits", 120), charts.Stage("applied", 60, is_part=False), charts.Stage("hired", 30)]
    assert [stage.rate for stage in charts.funnel(stages).stages] == ["", "", "50\xa0%"]


def test_a_funnel_without_visits_divides_nothing():
    chart = charts.funnel([charts.Stage("visits", 0), charts.Stage("applied", 0)])
    assert [row.rate for row in chart.stages] == ["", ""]


def test_heat_has_six_levels_and_one_for_too_few():
    chart = charts.heat_map(columns="abcdef", rows=["Mon"], values=[[0, 1, 30, 99, 100, None]])
    assert [cell.level for cell in chart.cells] == ["0", "1", "2", "5", "5", "few"]
    assert chart.cells[-1].description == "Mon, f: too few to show"


def test_spots_keep_their_names_inside_the_drawing():
    chart = charts.scatter([charts.Spot("left", 1, 1), charts.Spot("right", 10, 10)], x_name="x", y_name="y")
    assert {one.spot.label: one.anchor for one in chart.spots} == {"left": "start", "right": "end"}
    assert {one.spot.label: one.x for one in chart.spots} == {"left": 13.2, "right": 96}


def test_coverage_says_where_no_one_is():
    chart = charts.coverage(columns=["North", "Labs", "Care"], rows=[("Heat", 30, [7, 0, None])])
    assert [cell.level for cell in chart.rows[0].cells] == ["3", "none", "few"]
    assert chart.rows[0].cells[1].description == "Heat, Labs: no one yet"


@pytest.mark.parametrize(
    "chart",
    [
        charts.line_chart(labels=[], series=[]),
        charts.bars([]),
        charts.funnel([]),
        charts.heat_map(columns=[], rows=[], values=[]),
        charts.scatter([], x_name="x", y_name="y"),
        charts.coverage(columns=[], rows=[]),
    ],
)
def test_a_chart_of_nothing_says_so(chart):
    assert chart.is_empty


def test_a_sparkline_is_told_in_words():
    assert charts.sparkline([3, 9, 4]).description == "from 3 to 4, at most 9"
    assert charts.sparkline([]).description == "nothing yet"


def test_positions_are_written_with_a_point_in_every_language():
    with translation.override("nl"):
        html = Template("{% load charts %}{% sparkline values %}").render(Context({"values": [1, 2.5]}))
    assert 'd="M0.00 18.6 100.00 3.0"' in html


def test_the_name_of_a_theme_is_escaped_in_a_chart():
    chart = charts.bars([charts.Bar("<b>Heat</b>", 3)])
    template = Template('{% include "charts/_bars.html" with description="x" %}')
    assert "&lt;b&gt;Heat&lt;/b&gt;" in template.render(Context({"chart": chart}))


@pytest.mark.parametrize(
    ("most", "ticks"), [(1, ["0", "1"]), (2, ["0", "1", "2"]), (3, ["0", "2", "4"]), (5, ["0", "5"]), (21, ["0", "25"])]
)
def test_what_is_counted_has_no_half_on_its_axis(most, ticks):
    chart = charts.line_chart(labels=["a", "b"], series=[charts.Series("People", [0, most])])
    assert [tick.text for tick in chart.y_ticks] == ticks


def test_what_is_measured_may_have_a_half_on_its_axis():
    chart = charts.line_chart(labels=["a", "b"], series=[charts.Series("Hours", [0.5, 1])])
    assert [tick.text for tick in chart.y_ticks] == ["0", "0.5", "1"]
