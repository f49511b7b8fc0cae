"""A KPI can be limited to a team with all that is part of it; figures of too few people are never read."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from ambassadors.models import Headcount
from tests import factories
from tests.sharehub.test_measurement import NOON, TODAY, shared
from themes import metrics, readings
from themes.metrics import Period, Reading, Scope
from themes.models import KPI, Goal

MONTH = Period(TODAY - timedelta(days=27), TODAY)
TOO_FEW = Reading(None, too_few=True)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def north(db):
    return factories.TeamFactory(name="North")


@pytest.fixture
def yard(north):
    return factories.TeamFactory(name="Yard", parent=north)


def _of(key, theme, team, **scope):
    found = Scope(theme.programme_id, team_id=team.pk, with_subteams=True, **scope)
    return metrics.metric(key).value(found, MONTH)


def _shared_in(team, theme, people, **fields):
    for person in factories.AmbassadorFactory.create_batch(people, team=team):
        shared(theme, 1, ambassador=person, **fields)


def test_a_team_counts_with_its_parts(theme, north, yard):
    south = factories.TeamFactory(name="South")
    _shared_in(north, theme, 5)
    _shared_in(yard, theme, 6, own_words=0.9)
    _shared_in(south, theme, 7)
    assert _of("shares", theme, north).value == 11
    assert _of("shares", theme, yard).value == 6
    assert _of("visitors", theme, north).value == 110
    assert _of("own_words", theme, yard).value == 100
    assert metrics.metric("shares").value(Scope(theme.programme_id), MONTH).value == 18


def test_a_team_of_too_few_and_what_would_tell_of_it_are_not_read(theme, north, yard):
    south = factories.TeamFactory(name="South")
    _shared_in(north, theme, 2)
    _shared_in(yard, theme, 6)
    _shared_in(south, theme, 7)
    assert _of("shares", theme, north).value == 8
    # The two of North itself would be what is left of it.
    assert _of("shares", theme, yard) == TOO_FEW
    assert _of("visitors", theme, yard) == TOO_FEW


def test_a_small_team_that_shared_nothing_is_not_read_either(theme, north):
    factories.AmbassadorFactory.create_batch(4, team=north)
    assert _of("shares", theme, north) == TOO_FEW
    factories.AmbassadorFactory(team=north)
    assert _of("shares", theme, north).value == 0
    assert _of("blog_posts", theme, north).value == 0


def test_a_theme_within_a_team_is_hidden_where_the_rest_would_be_found(theme, programme, north):
    wind = factories.ThemeFactory(programme=programme, name="Wind")
    _shared_in(north, theme, 6)
    _shared_in(north, wind, 2)
    assert _of("shares", theme, north).value == 8
    assert _of("shares", theme, north, theme_id=theme.pk) == TOO_FEW


def test_participation_is_counted_over_the_parts(theme, north, yard):
    south = factories.TeamFactory(name="South")
    _shared_in(yard, theme, 6)
    for team, eligible in ((None, 40), (north, 5), (yard, 15), (south, 20)):
        Headcount.objects.create(day=TODAY, team=team, eligible=eligible, joined=eligible)
    assert _of("participation", theme, north).value == Decimal("30.00")
    assert _of("participation", theme, yard).value == Decimal("40.00")
    Headcount.objects.filter(team=north).update(eligible=3)
    assert _of("participation", theme, yard) == TOO_FEW


def test_a_kpi_is_read_for_its_team_and_forgets_what_it_may_not_show(theme, programme, north):
    goal = Goal.objects.create(programme=programme, title="Known", kind="awareness")
    kpi = KPI.objects.create(
        goal=goal,
        name="Shares of the north",
        metric_key="shares",
        team_id=north.pk,
        baseline_value=0,
        baseline_on=TODAY - timedelta(days=50),
        target_value=20,
        due_on=TODAY + timedelta(days=50),
        owner="Mia",
        relevance="It shows that the north takes part.",
    )
    _shared_in(north, theme, 6)
    readings.read_kpis(day=TODAY)
    assert kpi.readings.get().value == 6
    north.delete()
    readings.read_kpis(day=TODAY)
    assert not kpi.readings.exists()


def test_a_baseline_is_looked_up_for_the_team(as_mia, theme, programme, north):
    _shared_in(north, theme, 6)
    _shared_in(factories.TeamFactory(), theme, 5)
    goal = Goal.objects.create(programme=programme, title="Known", kind="awareness")
    sent = {"metric_key": "shares", "team_id": north.pk, "baseline_on": TODAY.isoformat(), "measure": "1"}
    form = as_mia.post(reverse("themes:kpi_new", args=[programme.slug, goal.pk]), sent).context["form"]
    assert form.initial["baseline_value"] == "6"
    assert form["team_id"].value() == str(north.pk)
    assert not KPI.objects.exists()


@pytest.mark.parametrize("key", ["applications", "hires", "time_to_hire", "cost_saved"])
def test_what_cannot_be_divided_by_team_refuses(as_mia, programme, north, key):
    goal = Goal.objects.create(programme=programme, title="Known", kind="recruitment")
    sent = {"metric_key": key, "team_id": north.pk}
    response = as_mia.post(reverse("themes:kpi_new", args=[programme.slug, goal.pk]), sent)
    name = metrics.metric(key).name
    assert response.context["form"].errors["team_id"] == [
        f"“{name}” is counted for everybody together; it cannot be limited to a team."
    ]
    assert not KPI.objects.exists()


def test_the_page_of_goals_names_the_team(as_mia, programme, north):
    goal = Goal.objects.create(programme=programme, title="Known", kind="awareness")
    for team_id in (north.pk, 999999):
        KPI.objects.create(
            goal=goal,
            name="Shares",
            metric_key="shares",
            team_id=team_id,
            baseline_value=0,
            baseline_on=TODAY,
            target_value=20,
            due_on=TODAY + timedelta(days=50),
            owner="Mia",
            relevance="It shows that the north takes part.",
        )
    page = as_mia.get(reverse("themes:goal_list", args=[programme.slug])).content.decode()
    assert "North ·" in page
    assert "a team that is gone ·" in page
