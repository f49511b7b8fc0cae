import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from ambassadors.models import Headcount
from sharehub.models import DailyReach, Share
from sharehub.reach import rollup
from tests import factories

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def measurement(programme, as_mia):
    def get(**query):
        return as_mia.get(reverse("sharehub:measurement", args=[programme.slug]), query)

    return get


def shared(theme, people, *, network="linkedin", visitors=10, days_ago=3, **fields):
    """`people` ambassadors share on the theme, and each one's link is followed."""
    made = []
    at = NOON - timedelta(days=days_ago)
    piece = factories.article()
    for _number in range(people):
        share = factories.ShareFactory(
            piece=piece, theme=theme, network=network, created_at=at, confirmed_at=at, **fields
        )
        DailyReach.objects.create(
            link=share.link,
            day=at.date(),
            hits=visitors + 4,
            bot=2,
            prefetch=1,
            own=1,
            human=visitors,
            visitors=visitors,
        )
        made.append(share)
    count_groups(made)
    return made


def count_groups(shares):
    """Derive the groups from the daily figures as the roll-up does."""
    from django.db import connection

    with connection.cursor() as cursor:
        for share in shares:
            days = list(share.link.daily_reach.values_list("day", flat=True))
            given = {"links": [share.link.pk] * len(days), "days": days}
            cursor.execute(rollup._CLEAR_GROUPS, given)
            cursor.execute(rollup._COUNT_GROUPS, given)


def groups(response):
    return [(row.name, row.visitors, row.shares) for row in response.context["dashboard"].themes]


def test_the_page_shows_reach_per_theme_and_network(measurement, theme, programme):
    wind = factories.ThemeFactory(programme=programme, name="Wind")
    shared(theme, 6)
    shared(wind, 5, network="mastodon", visitors=20)
    response = measurement()
    assert groups(response) == [("Wind", 100, 5), ("Heat networks", 60, 6)]
    assert [(row.name, row.visitors) for row in response.context["dashboard"].networks] == [
        ("Mastodon", 100),
        ("LinkedIn", 60),
    ]
    assert [(part.name, part.count) for part in response.context["dashboard"].truth] == [
        ("Robots", 22),
        ("Fetched ahead", 11),
        ("Own clicks", 11),
        ("Duplicates", 0),
        ("Clicks by people", 160),
    ]
    assert response.context["dashboard"].hits == 204
    assert "160" in response.content.decode()


def test_a_group_that_is_too_small_stays_away_also_by_subtraction(measurement, theme, programme):
    wind = factories.ThemeFactory(programme=programme, name="Wind")
    water = factories.ThemeFactory(programme=programme, name="Water")
    shared(theme, 8)
    shared(wind, 6, visitors=777)
    shared(water, 2, visitors=333)
    response = measurement()
    assert groups(response) == [("Heat networks", 80, 8), ("Water", None, None), ("Wind", None, None)]
    text = response.content.decode()
    assert "too few to show" in text
    for hidden in ("333", "666", "777", "4,662"):
        assert hidden not in text


def test_with_too_few_people_in_all_nothing_is_shown(measurement, theme):
    shared(theme, 4, visitors=777)
    response = measurement()
    assert groups(response) == [("Heat networks", None, None)]
    assert all(figure.few or figure.value is None for figure in response.context["dashboard"].main_figures)
    assert "3,108" not in response.content.decode()
    assert "777" not in response.content.decode()


def test_a_week_with_too_few_people_is_a_gap(measurement, theme):
    shared(theme, 6, days_ago=1)
    shared(theme, 6, days_ago=8)
    shared(theme, 2, days_ago=15)
    weeks = [value for _day, value in measurement().context["dashboard"].weeks]
    assert len(weeks) == 13
    # The week of two hides with it another: the rest would tell what it was.
    assert weeks.count(None) == 2
    assert weeks.count(60) == 1
    assert weeks.count(0) == 10


def test_the_export_hides_what_the_page_hides(as_mia, programme, theme):
    wind = factories.ThemeFactory(programme=programme, name="=Wind")
    shared(theme, 8)
    shared(wind, 2)
    address = reverse("sharehub:measurement_export", args=[programme.slug, "themes"])
    response = as_mia.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["theme", "people reached"]
    assert sorted(rows[1:]) == [
        ["'=Wind", *["too few to show"] * 4],
        ["Heat networks", *["too few to show"] * 4],
    ]
    for table in ("networks", "teams", "weeks", "hits"):
        assert as_mia.get(reverse("sharehub:measurement_export", args=[programme.slug, table])).status_code == 200
    assert as_mia.get(reverse("sharehub:measurement_export", args=[programme.slug, "people"])).status_code == 404


def test_participation_uses_the_nights_count(measurement, theme):
    made = shared(theme, 6)
    team = made[0].ambassador.team
    for share in made[:3]:
        share.ambassador.team = team
        share.ambassador.save()
    gone, absent = (share.ambassador for share in shared(theme, 2))  # were there, and are not among the forty any more
    gone.left_at, absent.inactive_at = NOON - timedelta(days=2), NOON - timedelta(days=1)
    gone.save()
    absent.save()
    Headcount.objects.create(day=TODAY, team=None, eligible=40, joined=30)
    Headcount.objects.create(day=TODAY, team=team, eligible=12, joined=9)
    Headcount.objects.create(day=TODAY, team=factories.TeamFactory(name="Small"), eligible=3, joined=1)
    Headcount.objects.create(day=TODAY, team=factories.TeamFactory(name="Quiet"), eligible=9, joined=1)
    response = measurement()
    took_part = next(one for one in response.context["dashboard"].main_figures if one.label == "Participation")
    assert (took_part.value, took_part.note) == (15, "6 of 40 people shared or wrote")
    shown = {row.name: row.percent for row in response.context["dashboard"].teams}
    assert shown == {team.name: 25.0, "Small": None, "Quiet": None}


def test_own_words_audience_and_estimate_say_what_they_rest_on(measurement, theme):
    from sharehub.models import OrganicRate

    shared(theme, 4, own_words=0.8, potential_audience=500)
    shared(theme, 4, own_words=0.2)
    shared(theme, 5, own_words=1.0, potential_audience=400, network="mastodon")
    figures = {str(one.label): one for one in measurement().context["dashboard"].main_figures}
    assert figures["In own words"].value == 69
    assert (figures["Potential audience"].value, figures["Potential audience"].provenance) == (4000, "declared")
    assert figures["Potential audience"].note == "followers, known for 69\xa0% of the shares"
    assert figures["Estimated reach"].value is None
    OrganicRate.objects.create(network="linkedin", percent=10, source="Our own posts of last year")
    figures = {str(one.label): one for one in measurement().context["dashboard"].main_figures}
    assert (figures["Estimated reach"].value, figures["Estimated reach"].provenance) == (200, "estimated")
    assert figures["Estimated reach"].note == "with your rates, for 50\xa0% of the audience"


def test_an_estimate_leaves_out_networks_that_may_not_be_shown(measurement, theme):
    from sharehub.models import OrganicRate

    shared(theme, 8, potential_audience=500)
    shared(theme, 2, potential_audience=1000, network="mastodon")
    for network, percent in (("linkedin", 10), ("mastodon", 50)):
        OrganicRate.objects.create(network=network, percent=percent, source="Our own posts of last year")
    figures = {str(one.label): one.value for one in measurement().context["dashboard"].main_figures}
    # The sum is shown; an estimate beside it would tell the audience of the two.
    assert (figures["Potential audience"], figures["Estimated reach"]) == (6000, None)


def test_withdrawn_and_unconfirmed_shares_do_not_count(measurement, theme):
    shared(theme, 5)
    shared(theme, 3, state=Share.State.WITHDRAWN)
    shared(theme, 3, state=Share.State.OPENED)
    figures = {str(one.label): one.value for one in measurement().context["dashboard"].main_figures}
    assert figures["Confirmed shares"] == 5


@pytest.mark.parametrize(
    ("query", "start", "end", "problem"),
    [
        ({}, date(2026, 7, 2), TODAY, ""),
        ({"period": "week"}, date(2026, 9, 24), TODAY, ""),
        ({"period": "month"}, date(2026, 9, 1), TODAY, ""),
        ({"period": "year"}, date(2025, 10, 1), TODAY, ""),
        ({"period": "nonsense"}, date(2026, 7, 2), TODAY, ""),
        ({"period": "custom", "from": "2026-05-01", "to": "2026-05-31"}, date(2026, 5, 1), date(2026, 5, 31), ""),
        ({"period": "custom", "from": "x"}, date(2026, 7, 2), TODAY, "Give a first and a last day."),
        (
            {"period": "custom", "from": "2026-06-01", "to": "2026-05-31"},
            date(2026, 7, 2),
            TODAY,
            "The last day comes before the first.",
        ),
        (
            {"period": "custom", "from": "2026-05-30", "to": "2026-05-31"},
            date(2026, 7, 2),
            TODAY,
            "Choose at least seven days: shorter ones would tell of single people.",
        ),
    ],
)
def test_the_period_stands_in_the_address(measurement, query, start, end, problem):
    chosen = measurement(**query).context["chosen"]
    assert (chosen.period.start, chosen.period.end, str(chosen.problem)) == (start, end, problem)


def test_reach_outside_the_period_or_programme_stays_out(measurement, theme):
    shared(theme, 6)
    shared(theme, 6, days_ago=40, visitors=500)
    shared(factories.ThemeFactory(), 6, visitors=900)
    assert groups(measurement(period="month")) == [("Heat networks", 60, 6)]


def test_an_empty_page_teaches(measurement):
    assert "Nothing was shared in this period" in measurement().content.decode()


@pytest.mark.parametrize("client", ["as_ann", "as_ed", "as_hanna"])
def test_only_who_steers_sees_measurement(client, programme, request):
    response = request.getfixturevalue(client).get(reverse("sharehub:measurement", args=[programme.slug]))
    assert response.status_code == 403


def test_a_stranger_logs_in_first(client, programme):
    response = client.get(reverse("sharehub:measurement_export", args=[programme.slug, "themes"]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_page_takes_as_many_queries_for_ten_themes_as_for_one(measurement, programme):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            measurement()
        return len(queries)

    shared(factories.ThemeFactory(programme=programme), 6)
    measurement()
    one = count()
    for network in ("linkedin", "mastodon", "x"):
        shared(factories.ThemeFactory(programme=programme), 6, network=network)
    assert count() == one
