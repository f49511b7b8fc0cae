"""HR's report counts everyone who applied in the period, and says no more than it knows."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import tablib
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sharehub.models import ReachByGroup, RecruitmentSettings, StageChange, Touch
from sharehub.recruitment import certainty, conclusions, funnel, impact
from tests import factories
from themes.metrics import Period, Scope
from themes.models import Organisation


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer")


@pytest.fixture
def year():
    today = timezone.localdate()
    return Period(today - timedelta(days=364), today)


def _application(vacancy, *stages, days_ago=20, **fields):
    stage = stages[-1] if stages else "applied"
    application = factories.application(
        vacancy=vacancy, stage=stage, created_at=timezone.now() - timedelta(days=days_ago), **fields
    )
    if stage == "hired":
        type(application).objects.filter(pk=application.pk).update(closed_at=timezone.now())
    for each in stages:
        StageChange.objects.create(application=application, stage=each)
    return application


def _lines(found, table):
    return {line.name: (line.visits, line.applied, line.talked, line.hired) for line in found.tables[table]}


def test_every_application_stands_in_each_table_once(vacancy, theme, year):
    team = factories.TeamFactory(name="North")
    people = [factories.AmbassadorFactory(team=team) for _number in range(5)]
    shares = [factories.ShareFactory(ambassador=p, piece=vacancy, theme=theme, network="linkedin") for p in people]
    today = timezone.localdate()
    ReachByGroup.objects.create(day=today, piece=vacancy, theme=theme, network="linkedin", team=team, human=90)
    _application(vacancy, "interview", "hired", share=shares[0], network="linkedin")
    _application(vacancy, "interview", "rejected", share=shares[1], network="linkedin")
    _application(vacancy, channel="Indeed", origin="api")
    _application(vacancy)
    _application(vacancy, days_ago=400)
    found = impact.impact(year)
    assert _lines(found, "sources") == {
        "Ambassadors on LinkedIn": (90, 2, 2, 1),
        "Indeed": (None, 1, 0, 0),
        "Directly": (None, 1, 0, 0),
    }
    assert _lines(found, "vacancies") == {"Pipe layer": (90, 4, 2, 1)}
    assert _lines(found, "themes") == {"Heat networks": (90, 2, 2, 1)}
    assert _lines(found, "teams") == {"North": (90, 2, 2, 1)}
    assert (found.total.applied, found.through.applied, found.through.hired) == (4, 2, 1)
    assert (found.to_hire.count, round(found.to_hire.middle)) == (1, 20)


def test_an_application_late_at_night_is_of_the_same_day_for_hr_and_for_the_board(vacancy, ann, programme):
    late = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)  # half past midnight in Amsterdam
    share = factories.ShareFactory(ambassador=ann, piece=vacancy, network="linkedin")
    application = factories.application(
        vacancy=vacancy, share=share, network="linkedin", created_at=late, stage="hired"
    )
    type(application).objects.update(closed_at=late)
    for day, number in ((10, 1), (11, 0)):
        period, scope = Period(date(2026, 3, day), date(2026, 3, day)), Scope(programme.pk)
        assert impact.impact(period).through.applied == funnel.applications_in(scope, period) == number
        assert funnel.hires_in(scope, period) == number


def test_a_team_of_too_few_stays_away_also_by_subtraction(vacancy, theme, year):
    north, south = factories.TeamFactory(name="North"), factories.TeamFactory(name="South")
    for team, count in ((north, 6), (south, 1)):
        for _number in range(count):
            share = factories.ShareFactory(
                ambassador=factories.AmbassadorFactory(team=team), piece=vacancy, theme=theme, network="linkedin"
            )
            _application(vacancy, share=share, network="linkedin")
    found = impact.impact(year)
    assert _lines(found, "teams") == {"North": (None, None, None, None), "South": (None, None, None, None)}
    assert found.through.applied == 7


def test_what_was_saved_is_counted_against_the_organisations_own_figure(as_hanna, vacancy, ann):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy, network="linkedin")
    _application(vacancy, "hired", share=share, network="linkedin")
    _application(vacancy, "hired")
    organisation = Organisation.load()
    organisation.baseline_cost_per_hire = Decimal(4500)
    organisation.save()
    page = as_hanna.get(reverse("sharehub:recruitment_report")).content.decode()
    assert "1 hire through ambassadors × € 4,500 that a hire cost you before = € 4,500." in page


def test_the_time_to_apply_is_known_of_those_who_let_us_remember(vacancy, ann, year):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy)
    for days in (2, 4, 9):
        application = _application(vacancy, share=share, network="linkedin")
        at = application.created_at - timedelta(days=days)
        Touch.objects.create(application=application, share=share, at=at, how="cookie")
    found = impact.impact(year)
    assert (found.to_apply.count, found.to_apply.middle, found.to_apply.longest) == (3, 4, 9)


def test_small_numbers_stay_numbers(vacancy, year):
    for _number in range(3):
        _application(vacancy, "hired")
    found = impact.impact(year)
    assert conclusions.conclusions(found) == [
        "0 of 3 applications came in through ambassadors. That is too few for a percentage.",
        "0 of 3 people hired came in through ambassadors.",
        "There are too few applications to say which source brings the people you hire.",
    ]
    assert found.tables["sources"][0].hired_interval is None


def test_an_interval_is_rounded_and_not_cut_off(vacancy, year):
    found = impact.impact(year)
    of = {"total": replace(found.total, applied=32), "through": replace(found.through, applied=21)}
    assert conclusions.conclusions(replace(found, **of))[0] == (
        "21 of 32 applications came in through ambassadors. In the long run that is between 47 and 81 % of them."
    )


def test_a_period_without_anyone_says_so(db, year):
    assert conclusions.conclusions(impact.impact(year))[0] == "Nobody applied in this period."


def test_the_interval_is_the_exact_one():
    found = certainty.share_of(3, 30)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0211, 0.2653)
    assert certainty.share_of(0, 10).low == 0
    assert round(certainty.share_of(0, 10).high, 4) == 0.3085
    assert certainty.share_of(10, 10).high == 1


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (4, 3), (-1, 3)])
def test_what_is_no_share_is_refused(part, whole):
    with pytest.raises(ValueError, match="is no share"):
        certainty.share_of(part, whole)


def test_rates_are_compared_with_an_interval():
    found = certainty.rates(20, 365, 10, 365)
    assert (found.value, found.is_more, found.is_less) == (2.0, False, False)
    assert certainty.rates(40, 365, 10, 365).is_more
    assert certainty.rates(10, 365, 40, 365).is_less
    assert certainty.rates(5, 100, 0, 100).interval.high is None
    assert certainty.rates(0, 100, 0, 100).value is None


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        (2, "More people are hired than before the programme"),
        (12, "Whether more people are hired than before the programme cannot be said"),
        (60, "Fewer people are hired than before the programme"),
    ],
)
def test_the_time_before_is_compared_no_more_certainly_than_it_is(vacancy, year, before, sentence):
    for _number in range(14):
        _application(vacancy, "hired")
    rule = RecruitmentSettings.load()
    rule.before_starts_on, rule.before_ends_on = date(2024, 1, 1), date(2024, 12, 30)
    rule.before_applications, rule.before_hires = 100, before
    rule.save()
    assert conclusions.conclusions(impact.impact(year))[-1].startswith(sentence)


def test_every_table_comes_as_a_file(as_hanna, vacancy):
    _application(vacancy, channel="=1+1")
    csv = as_hanna.get(reverse("sharehub:recruitment_export", args=["sources", "csv"])).content.decode("utf-8-sig")
    assert csv.splitlines() == ["Source,Visits,Applied,In conversation,Hired", "'=1+1,not measured,1,0,0"]
    file = as_hanna.get(reverse("sharehub:recruitment_export", args=["vacancies", "xlsx"])).content
    assert tablib.Dataset().load(io.BytesIO(file), format="xlsx")[0] == ("Pipe layer", 0, 1, 0, 0)
    assert as_hanna.get("/recruitment/report/people.csv").status_code == 404


@pytest.mark.parametrize("who", ["client", "as_ann", "as_mia", "as_ed"])
def test_only_hr_reads_the_report(request, vacancy, who):
    client = request.getfixturevalue(who)
    for url in (
        reverse("sharehub:recruitment_report"),
        reverse("sharehub:recruitment_export", args=["sources", "csv"]),
    ):
        assert client.get(url).status_code == (302 if who == "client" else 403)


def test_the_report_asks_as_much_for_many_as_for_one(as_hanna, vacancy):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert as_hanna.get(reverse("sharehub:recruitment_report")).status_code == 200
        return len(queries)

    _application(vacancy, channel="Indeed")
    asked()
    for_one = asked()
    for number in range(12):
        _application(factories.vacancy(), channel=f"Source {number}")
    assert asked() == for_one
