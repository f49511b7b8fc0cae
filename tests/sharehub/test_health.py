"""Signs that a programme is failing, each with the figures it rests on, and none that tells of one person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.models import Team
from sharehub import health
from sharehub.models import Share
from tests import factories
from themes.health import Level, signals

pytestmark = pytest.mark.django_db


def _shared(theme, people, *, text="{n}", days_ago=1):
    at = timezone.now() - timedelta(days=days_ago)
    for number, person in enumerate(people):
        factories.ShareFactory(
            ambassador=person, theme=theme, text=text.format(n=f"My words {number}"), confirmed_at=at
        )


@pytest.fixture
def six(db):
    return factories.AmbassadorFactory.create_batch(6)


def test_identical_posts_are_counted_whatever_their_capitals(programme, theme, six):
    _shared(theme, six)
    assert (health.identical_copy(programme).figure, health.identical_copy(programme).level) == (
        "0 of 6 posts in 90 days had the text of another",
        Level.GOOD,
    )
    _shared(theme, six[:2], text="Read this now")
    _shared(theme, six[2:4], text=" read THIS now ")
    found = health.identical_copy(programme)
    assert (found.figure, found.level) == ("4 of 10 posts in 90 days had the text of another", Level.BAD)
    _shared(theme, [six[5], six[5]], text="My own, twice")
    assert health.identical_copy(programme).figure == "4 of 12 posts in 90 days had the text of another"


def test_identical_posts_of_few_are_not_spoken_of(programme, theme, six):
    _shared(theme, six[:4], text="Read this now")
    assert health.identical_copy(programme) is None


def test_withdrawn_posts_and_other_programmes_count_for_nothing(programme, theme, six):
    _shared(theme, six, text="The same")
    Share.objects.update(state=Share.State.WITHDRAWN)
    _shared(factories.ThemeFactory(), six, text="The same")
    assert health.identical_copy(programme) is None


def test_team_leads_are_spoken_of_in_thirds_so_that_none_is_known(programme, theme, six):
    for person in six:
        Team.objects.filter(pk=person.team_id).update(lead=person.user)
    assert (
        health.leads_taking_part(programme).figure == "Fewer than a third of 6 team leads shared or blogged in 90 days"
    )
    _shared(theme, six[:2])
    assert health.leads_taking_part(programme).level == Level.CARE
    _shared(theme, six[2:3])
    factories.blog_post(author=six[3], first_published_at=timezone.now())
    assert health.leads_taking_part(programme).level == Level.GOOD


def test_fewer_leads_than_may_be_shown_are_not_spoken_of(programme, six):
    for person in six[:4]:
        Team.objects.filter(pk=person.team_id).update(lead=person.user)
    assert health.leads_taking_part(programme) is None


def test_a_feed_of_own_news_alone_asks_for_other_voices(programme, theme, ann):
    for _ in range(9):
        factories.article(themes=[theme], first_published_at=timezone.now())
    assert health.company_first(programme) is None
    factories.article(themes=[theme], first_published_at=timezone.now())
    assert health.company_first(programme).level == Level.BAD
    for _ in range(5):
        factories.blog_post(author=ann, themes=[theme], first_published_at=timezone.now())
    found = health.company_first(programme)
    assert (found.figure, found.level) == ("10 of 15 pieces in 90 days came from the organisation itself", Level.GOOD)


def test_silence_is_noticed_three_months_after_the_start(programme, theme, six):
    programme.launched_at = timezone.now() - timedelta(days=83)
    _shared(theme, six, days_ago=80)
    assert health.silence(programme) is None
    programme.launched_at = timezone.now() - timedelta(days=85)
    found = health.silence(programme)
    assert (found.figure, found.level) == ("0 people shared in the last four weeks, 6 in the first eight", Level.BAD)
    _shared(theme, six[:2])
    assert health.silence(programme).figure == "Fewer than 5 people shared in the last four weeks, 6 in the first eight"
    _shared(theme, six[2:5])
    assert health.silence(programme).level == Level.GOOD


def test_a_programme_that_has_not_begun_shows_no_signs(programme, theme, six):
    team_leads = [factories.TeamFactory(lead=person.user) for person in six]
    assert len(team_leads) == 6
    assert signals(programme)
    programme.starts_on = timezone.localdate() + timedelta(days=1)
    assert signals(programme) == []
