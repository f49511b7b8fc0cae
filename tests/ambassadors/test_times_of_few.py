"""Times to an answer are those of enough people, in every period, and of nobody who could be found beside the others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import AnswerRequest, Question
from tests import factories
from themes import metrics, readings
from themes.metrics import Period, Reading, Scope
from themes.models import KPI, Conversation, Goal, ListeningSource

TOO_FEW, NOTHING = Reading(None, too_few=True), Reading(None)


def _answered(programme, theme, people, *, days_ago=1, hours=2):
    """Each of them answered one question about the theme."""
    moment = timezone.now() - timedelta(days=days_ago)
    asker = factories.AmbassadorFactory()
    Question.objects.bulk_create(
        Question(
            programme=programme,
            theme=theme,
            asker=asker,
            text="May I?",
            language="en",
            state="answered",
            expert=person,
            asked_at=moment,
            due_at=moment,
            escalates_at=moment,
            answered_at=moment,
            answered_in_hours=hours,
            was_on_time=hours < 4,
        )
        for person in people
    )


def _in_team(team, number):
    return factories.AmbassadorFactory.create_batch(number, team=team)


def _hours(programme, *, days=7, ago=0, key="helpdesk_hours", **scope):
    last = timezone.localdate() - timedelta(days=ago)
    period = Period(last - timedelta(days=days), last)
    return metrics.metric(key).value(Scope(programme.pk, **scope), period)


@pytest.fixture
def others(theme):
    return [factories.ThemeFactory(programme=theme.programme, name=name) for name in ("Hydrogen", "Craft")]


def test_a_theme_that_few_ever_answered_about_and_the_one_that_hides_it_are_withheld_in_every_period(
    programme, theme, others
):
    hydrogen, craft = others
    _answered(programme, theme, _in_team(None, 9))
    _answered(programme, hydrogen, _in_team(None, 6), days_ago=20)
    # In the last week there were more of them than about the first; in the whole of time there are fewer.
    _answered(programme, craft, _in_team(None, 2), days_ago=20, hours=9)
    for key in ("helpdesk_hours", "helpdesk_on_time"):
        for days, ago in ((7, 0), (30, 0), (7, 16)):
            told = [_hours(programme, theme_id=one.pk, key=key, days=days, ago=ago) for one in (hydrogen, craft)]
            assert told == [TOO_FEW, TOO_FEW]
    assert _hours(programme, theme_id=theme.pk).value == Decimal(2)
    assert _hours(programme, theme_id=theme.pk, ago=16) == NOTHING


def test_a_team_of_which_few_ever_answered_is_withheld_however_many_it_has(programme, theme):
    north, south, west = (factories.TeamFactory(name=name) for name in ("North", "South", "West"))
    _answered(programme, theme, _in_team(north, 7))
    _answered(programme, theme, _in_team(south, 6))
    _answered(programme, theme, _in_team(west, 9)[:1] * 2, hours=9)
    told = {team.name: _hours(programme, team_id=team.pk) for team in (north, south, west)}
    assert told == {"North": Reading(Decimal(2), 1.0), "South": TOO_FEW, "West": TOO_FEW}
    # In a month without it the south may not stand either: what they did beside it in the next would be the west's.
    assert _hours(programme, team_id=south.pk, ago=60) == TOO_FEW
    assert _hours(programme).value == Decimal(2)


def test_a_theme_in_a_team_stands_only_in_a_table_without_small_places(programme, theme, others):
    north, south = (factories.TeamFactory(name=name) for name in ("North", "South"))
    for team in (north, south):
        for one in (theme, others[0]):
            _answered(programme, one, _in_team(team, 5))
    assert _hours(programme, theme_id=theme.pk, team_id=north.pk).value == Decimal(2)
    _answered(programme, others[0], _in_team(None, 1))
    assert _hours(programme, theme_id=theme.pk, team_id=north.pk) == TOO_FEW


def test_answers_on_a_network_of_few_are_withheld_with_the_smallest_other(programme, theme):
    source = ListeningSource.objects.create(programme=programme, name="Street", kind="feed", address="https://s.nl/")
    now = timezone.now()
    for network, people in (("linkedin", 8), ("mastodon", 6), ("x", 1)):
        for number in range(people):
            url = f"https://s.nl/{network}/{number}"
            found = Conversation.objects.create(
                programme=programme, theme=theme, source=source, network=network, url=url, text="How?", said_at=now
            )
            AnswerRequest.objects.create(
                conversation=found,
                ambassador=factories.AmbassadorFactory(),
                state="answered",
                offered_at=now - timedelta(minutes=30),
                taken_at=now - timedelta(minutes=20),
                ended_at=now,
            )
    for key, minutes in (("question_taken_minutes", 10), ("question_answered_minutes", 30)):
        told = {name: _hours(programme, key=key, network=name) for name in ("linkedin", "mastodon", "x")}
        assert told == {"linkedin": Reading(Decimal(minutes), 1.0), "mastodon": TOO_FEW, "x": TOO_FEW}
        assert _hours(programme, key=key, network="x", ago=60) == TOO_FEW


def test_a_refused_time_stands_on_no_page_and_in_no_reading_of_its_kpi(as_mia, programme, theme):
    west, today = factories.TeamFactory(name="West"), timezone.localdate()
    _answered(programme, theme, _in_team(None, 8))
    _answered(programme, theme, _in_team(west, 6)[:1], hours=7654)
    goal = Goal.objects.create(programme=programme, title="Answer quickly", kind="service")
    kpi = KPI.objects.create(
        goal=goal,
        name="In the west",
        metric_key="helpdesk_hours",
        team_id=west.pk,
        baseline_value=8,
        baseline_on=today - timedelta(days=50),
        target_value=4,
        due_on=today + timedelta(days=50),
        owner="Mia",
        relevance="Who waits long stops asking.",
    )
    readings.read_kpis(day=today)
    assert not kpi.readings.exists()
    assert "7654" not in as_mia.get(reverse("themes:goal_list", args=[programme.slug])).content.decode()
    sent = {"metric_key": "helpdesk_hours", "team_id": west.pk, "baseline_on": today.isoformat(), "measure": "1"}
    form = as_mia.post(reverse("themes:kpi_new", args=[programme.slug, goal.pk]), sent).context["form"]
    assert form.initial["baseline_value"] == ""
