"""The programme on one page: figures that lead to their rows, sentences by rule, and nothing about too few people."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from openpyxl import load_workbook

from ambassadors import privacy
from ambassadors.models import Headcount
from sharehub.measurement import about, periods, tables
from sharehub.measurement.conclusions import conclusions
from sharehub.measurement.explained import explained
from sharehub.measurement.overview import Overview
from sharehub.models import OrganicRate, Share
from tests import factories
from tests.sharehub.test_measurement import NOON, TODAY, shared
from themes.models import KPI, Goal


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def of(programme, **query):
    """Return the overview as it is now, not as it was kept a minute ago."""
    cache.clear()
    return Overview(programme, periods.chosen({"period": "month", **query}), about.chosen(programme, query))


def again(share, times):
    """The same person shares the same so many times more."""
    fields = {
        name: getattr(share, name) for name in ("ambassador", "piece", "theme", "state", "created_at", "confirmed_at")
    }
    Share.objects.bulk_create(Share(network=share.network, **fields) for _number in range(times))


def values(overview):
    return {entry.key: None if entry.few else entry.value for entry in overview.entries}


@pytest.fixture
def wind(programme):
    return factories.ThemeFactory(programme=programme, name="Wind", slug="wind")


def test_every_figure_has_its_address_and_its_sum(as_mia, programme, theme, wind):
    shared(theme, 6, own_words=0.9, potential_audience=100)
    shared(wind, 8, network="mastodon", visitors=5)
    Headcount.objects.create(day=TODAY, team=None, eligible=40, joined=30)
    OrganicRate.objects.create(network="linkedin", percent=10, source="our own")
    found = of(programme)
    assert values(found) == {
        "participation": 35,
        "visitors": 100,
        "human_clicks": 100,
        "clicks_per_share": 7.1,
        "shares": 14,
        "own_words": 43,
        "potential_audience": 600,
        "estimated_reach": 60,
        "blog_posts": 0,
        "applications": 0,
        "hires": 0,
        "thanks": 0,
        "badges": 0,
        "cost_saved": None,
    }
    assert explained(found, "human_clicks").formula == (
        "156 hits − 28 robots − 14 fetched ahead − 14 own clicks − 0 duplicates = 100"
    )
    assert explained(found, "participation").formula == "14 of 40 people shared or wrote = 35\N{NO-BREAK SPACE}%"
    assert explained(found, "visitors").tables[0].rows == [["Heat networks", 60], ["Wind", 40]]
    assert explained(found, "estimated_reach").tables[0].rows == [["LinkedIn", 600, 10.0, 60.0]]
    page = as_mia.get(reverse("sharehub:overview", args=[programme.slug]), {"period": "month"})
    for entry in found.entries:
        assert f'href="{entry.url.replace("&", "&amp;")}"' in page.content.decode()
        assert as_mia.get(entry.url).status_code == 200
    assert as_mia.get(found.address("figures/nonsense/")).status_code == 404


def test_sentences_follow_from_the_figures_and_name_no_small_group(programme, theme, wind):
    shared(theme, 6, visitors=20)
    for share in shared(wind, 10, visitors=5)[:5]:
        again(share, 5)
    found = conclusions(of(programme))
    assert "170 people were reached. In the period before there were too few to compare with." in found
    assert (
        "“Heat networks” reached 2.4 times as many people as “Wind” with fewer posts: 120 with 6, against 50 with 35."
        in found
    )
    assert "5 of the 16 people who shared made 73\N{NO-BREAK SPACE}% of the posts: they carry it." in found


def test_few_people_carry_nothing_that_is_told(programme, theme):
    again(shared(theme, 9)[0], 20)
    assert not [sentence for sentence in conclusions(of(programme)) if "carry" in sentence]


def test_a_difference_that_may_be_chance_is_not_said(programme, theme):
    shared(theme, 8, days_ago=3)
    shared(theme, 6, days_ago=33)
    for day in (TODAY, TODAY - timedelta(days=30)):
        Headcount.objects.create(day=day, team=None, eligible=40, joined=30)
    found = of(programme)
    assert (
        "8 of 40 people took part. Whether that is more or less than in the period before cannot be said: the difference "
        "can be chance."
    ) in conclusions(found)
    # Of 60 before a percentage may be told, of 6 posts not.
    assert (found.entry("visitors").change, found.entry("shares").change) == ("+33 %", "")
    assert found.entry("shares").before == 6


def test_a_part_has_its_own_address_and_two_at_once_are_refused(as_mia, programme, theme, wind):
    shared(theme, 6)
    shared(wind, 8, network="mastodon")
    assert values(of(programme, theme="wind"))["visitors"] == 80
    assert values(of(programme, network="linkedin"))["shares"] == 6
    both = of(programme, theme="wind", network="linkedin")
    assert (both.about.kind, both.about.problem) == (
        "theme",
        "One at a time: two together would tell of single people.",
    )
    assert of(programme, theme="gone").about.kind == ""
    page = as_mia.get(reverse("sharehub:overview", args=[programme.slug]), {"about": "theme:wind"})
    assert page.context["about"].name == "Wind"
    assert "hires" not in {entry.key for entry in page.context["overview"].entries}


def test_a_part_of_too_few_has_no_figure_and_no_sum(as_mia, programme, theme, wind):
    shared(theme, 8)
    shared(wind, 3, visitors=77)
    for slug in ("wind", theme.slug):
        found = of(programme, theme=slug)
        assert {value for key, value in values(found).items()} == {None}
        assert explained(found, "visitors").formula == ""
        page = as_mia.get(found.address("figures/visitors/")).content.decode()
        assert "too few to show" in page
        assert "231" not in page


def test_a_team_is_shown_with_its_parts_and_never_by_subtraction(programme, theme):
    north, south = factories.TeamFactory(name="North", slug="north"), factories.TeamFactory(name="South", slug="south")
    for team, people in ((north, 6), (south, 7)):
        for person in factories.AmbassadorFactory.create_batch(people, team=team):
            shared(theme, 1, ambassador=person)
    assert values(of(programme, team="north"))["shares"] == 6
    shared(theme, 1)
    assert values(of(programme, team="north"))["shares"] is None
    assert values(of(programme, team="south"))["shares"] == 7


def test_baselines_come_from_the_kpis(programme, theme):
    goal = Goal.objects.create(programme=programme, title="Known", kind="awareness")
    KPI.objects.create(
        goal=goal,
        name="Posts",
        metric_key="shares",
        baseline_value=2,
        baseline_on=TODAY - timedelta(days=50),
        target_value=20,
        due_on=TODAY + timedelta(days=50),
        owner="Mia",
        relevance="It shows it.",
    )
    shared(theme, 6)
    assert of(programme).entry("shares").baseline == "baseline 2 on 11 August 2026"
    assert of(programme, theme=theme.slug).entry("shares").baseline == ""


def test_every_table_is_a_file_with_what_stands_on_the_page(as_mia, programme, theme):
    risky = factories.ThemeFactory(programme=programme, name="=Risky", slug="risky")
    shared(theme, 8)
    shared(risky, 6)
    Headcount.objects.create(day=TODAY, team=None, eligible=40, joined=30)
    found = of(programme)
    assert [sheet.key for sheet in tables.sheets(found)] == ["figures", "themes", "networks", "pieces"]
    rows = list(csv.reader(io.StringIO(as_mia.get(found.address("themes.csv")).content.decode("utf-8-sig"))))
    assert rows[1:] == [["Heat networks", "80", "80", "8", "10.0", "0.0"], ["'=Risky", "60", "60", "6", "10.0", "0.0"]]
    book = load_workbook(io.BytesIO(as_mia.get(found.address("figures.xlsx")).content))
    assert [cell.value for cell in book.active[3]][:2] == ["People reached", 140]
    assert as_mia.get(found.address("themes.pdf")).status_code == 404
    assert as_mia.get(found.address("people.csv")).status_code == 404
    page = as_mia.get(found.address()).content.decode()
    offered = set(re.findall(r"overview/([a-z-]+)\.xlsx", page))
    assert offered == {"figures", "themes", "networks", "pieces"}
    assert {as_mia.get(found.address(f"{key}.csv")).status_code for key in offered} == {200}


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_only_who_steers_sees_it(programme, request, who):
    for path in ("", "figures/visitors/", "themes.csv"):
        assert request.getfixturevalue(who).get(of(programme).address(path)).status_code == 403


def test_pieces_stand_beside_the_period_before_and_those_of_too_few_sharers_are_not_named(as_mia, programme, theme):
    piece = shared(theme, 6)[0].piece
    for share in shared(theme, 5, visitors=8, days_ago=33):
        Share.objects.filter(pk=share.pk).update(piece=piece)
    [row] = of(programme).pieces
    assert (row.title, row.visitors, row.before, row.change) == (piece.title, 60, 40, "+50 %")
    page = as_mia.get(reverse("sharehub:overview", args=[programme.slug]), {"period": "month"}).content.decode()
    assert f'href="{reverse("sharehub:piece_truth", args=[piece.pk])}?period=month"' in page
    few = shared(theme, 3, visitors=77)[0].piece
    assert of(programme).pieces == []
    many = shared(theme, 7, visitors=2)[0].piece
    found = of(programme)
    # The one that fewest people ever shared hides the small one, in every period.
    assert [(row.pk, row.visitors, row.before) for row in found.pieces] == [(piece.pk, 60, 40)]
    rows = list(csv.reader(io.StringIO(as_mia.get(found.address("pieces.csv")).content.decode("utf-8-sig"))))
    assert rows[1:] == [[piece.title, "60", "40"]]
    assert not [row for row in found.pieces if row.pk in (few.pk, many.pk)]


def test_no_more_than_ten_pieces_are_listed_the_most_read_first(programme, theme):
    for number in range(11):
        shared(theme, 5, visitors=20 - number)
    assert [row.visitors for row in of(programme).pieces] == [5 * (20 - number) for number in range(10)]


def test_of_pieces_of_one_size_the_same_is_hidden_in_whatever_order_they_were_counted():
    sizes = {7: 6, 9: 3, 8: 6}
    assert privacy.groups_to_show(sizes, 5, is_disjoint=False) == {8}
    assert privacy.groups_to_show(dict(reversed(sizes.items())), 5, is_disjoint=False) == {8}
