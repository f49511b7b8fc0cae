"""When somebody may share: their clock, their rest, their pace and their colleagues; each refusal names the next moment that would do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadors.models import MailPreferences
from sharehub import actions, good_hours, moments
from sharehub.models import PlannedShare, Share, TrackedLink
from tests import factories

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(autouse=True)
def _wednesday_noon(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=False)


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)


def at(clock, day=19, month=11, year=2026):
    hour, minute = map(int, clock.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def plan(ann, piece, moment, **fields):
    given = {"network": "linkedin", "text": "I was there.", "language": "en", **fields}
    return actions.plan_share(ambassador=ann, piece=piece, at=moment, **given)


def refused(ann, piece, moment, **fields):
    before = PlannedShare.objects.count(), Share.objects.count(), TrackedLink.objects.count()
    with pytest.raises(actions.PlanRefused) as refusal:
        plan(ann, piece, moment, **fields)
    assert (PlannedShare.objects.count(), Share.objects.count(), TrackedLink.objects.count()) == before
    return refusal.value


def test_a_plan_waits_for_its_moment_with_its_own_link(ann, piece):
    made = plan(ann, piece, at("09:30"))
    assert made.due_at == datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    assert made.share.state == Share.State.PLANNED
    assert made.share.link.is_open
    assert not PlannedShare.objects.due().exists()
    assert list(PlannedShare.objects.due(at("09:30"))) == [made]


def test_planned_twice_it_is_the_same(ann, piece):
    assert plan(ann, piece, at("09:30")) == plan(ann, piece, at("09:30"))
    assert Share.objects.count() == 1


def test_a_moment_that_passed_leads_to_the_next_five_minutes(ann, piece):
    refusal = refused(ann, piece, at("09:30", day=17))
    assert refusal.message == "That moment has passed."
    assert refusal.moments == [at("12:05", day=18)]


def test_quiet_hours_end_by_the_persons_own_clock(ann, piece):
    ann.user.time_zone = "America/New_York"
    ann.user.save()
    refusal = refused(ann, piece, at("09:30"))
    assert refusal.message == "Between 20:00 and 08:00 are your quiet hours."
    assert refusal.moments == [datetime(2026, 11, 19, 8, tzinfo=ZoneInfo("America/New_York"))]


def test_half_an_hour_lies_between_two_posts_of_one_person(ann, piece):
    plan(ann, piece, at("09:30"))
    for clock in ("09:01", "09:59"):
        refusal = refused(ann, piece, at(clock), network="x")
        assert refusal.moments == [at("10:00")]
    plan(ann, piece, at("10:00"), network="x")


def test_a_post_of_today_counts_as_well(ann, piece):
    factories.ShareFactory(ambassador=ann, piece=piece, confirmed_at=timezone.now())
    refusal = refused(ann, piece, at("12:20", day=18))
    assert refusal.moments == [at("12:30", day=18)]


def test_nobody_posts_more_a_day_than_they_want(ann, piece):
    plan(ann, piece, at("09:30"))
    plan(ann, piece, at("11:00"), network="x")
    refusal = refused(ann, piece, at("15:00"), network="facebook")
    assert refusal.message == "You have your posts for that day: you want 2 a day at most."
    assert refusal.moments == [at("09:00", day=20)]
    actions.choose_pace(ambassador=ann, most_per_day=3)
    plan(ann, piece, at("15:00"), network="facebook")


def test_colleagues_share_the_same_piece_apart(ann, bob, piece):
    plan(bob, piece, at("09:30"))
    refusal = refused(ann, piece, at("09:25"))
    assert "Colleagues" in refusal.message
    assert refusal.moments == [at("09:40")]
    plan(ann, piece, at("09:30"), network="x")


def test_nothing_is_planned_beyond_the_end_of_a_piece(ann, piece):
    piece.share_until = at("12:00")
    piece.save()
    refusal = refused(ann, piece, at("12:00"))
    assert refusal.message == "This piece may be shared until Thu 19 November at 12:00."
    assert refusal.moments
    assert all(moment < piece.share_until for moment in refusal.moments)
    plan(ann, piece, at("11:55"))


def test_a_vacancy_is_shared_until_its_last_day_is_over(ann, theme):
    vacancy = factories.vacancy(themes=[theme], disclosure_required=False, valid_through=date(2026, 11, 19))
    assert moments.diary(ann, vacancy, "linkedin").closes_at == at("00:00", day=20)


def test_an_embargo_opens_the_piece(ann, piece):
    piece.share_from = at("14:00", day=20)
    diary = moments.diary(ann, piece, "linkedin")
    obstacle = diary.obstacle(at("09:30"))
    assert obstacle == moments.Obstacle("This piece may be shared from Fri 20 November at 14:00.", piece.share_from)
    assert diary.next_free(at("09:30")) == piece.share_from


def test_who_is_away_plans_for_afterwards(ann, piece):
    ann.paused_until = date(2026, 11, 22)
    ann.save()
    refusal = refused(ann, piece, at("09:30"))
    assert refusal.message == "You are away until 22 November."
    assert refusal.moments == [at("09:00", day=23)]
    assert plan(ann, piece, refusal.moments[0]).due_at == at("09:00", day=23)


def test_plans_reach_three_months_ahead(ann, piece):
    refusal = refused(ann, piece, timezone.now() + timedelta(days=91))
    assert "three months" in refusal.message
    assert refusal.moments


@pytest.fixture
def _never_quiet(ann):
    MailPreferences.objects.create(ambassador=ann, quiet_from=time(0), quiet_until=time(0))


def test_a_time_that_the_clock_skips_is_said_and_the_next_named(ann, piece, time_machine, _never_quiet):
    time_machine.move_to("2027-03-20 11:00:00+00:00", tick=False)
    with pytest.raises(actions.PlanRefused) as refusal:
        actions.moment_of(ambassador=ann, piece=piece, network="linkedin", written=datetime(2027, 3, 28, 2, 30))
    assert "does not exist" in refusal.value.message
    assert refusal.value.moments == [at("03:30", day=28, month=3, year=2027)]


def test_a_time_that_comes_twice_is_asked_about(ann, piece, time_machine, _never_quiet):
    time_machine.move_to("2027-10-20 11:00:00+00:00", tick=False)
    with pytest.raises(actions.PlanRefused) as refusal:
        actions.moment_of(ambassador=ann, piece=piece, network="linkedin", written=datetime(2027, 10, 31, 2, 30))
    first, second = refusal.value.moments
    assert (first, second) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    assert moments.in_words(first, AMSTERDAM) == "Sun 31 October at 02:30 (before the clock goes back)"
    assert moments.in_words(second, AMSTERDAM) == "Sun 31 October at 02:30 (after the clock went back)"
    assert plan(ann, piece, second).due_at == second


def test_the_same_clock_stands_for_another_instant_after_the_change(ann, piece, time_machine):
    time_machine.move_to("2027-03-27 11:00:00+00:00", tick=False)
    own = {"ambassador": ann, "piece": piece, "network": "linkedin"}
    assert actions.moment_of(**own, written=datetime(2027, 3, 27, 14, 0)) == datetime(2027, 3, 27, 13, tzinfo=UTC)
    made = plan(ann, piece, actions.moment_of(**own, written=datetime(2027, 3, 27, 14, 0)))
    actions.put_off_plan(plan=made)
    made.refresh_from_db()
    assert made.due_at == datetime(2027, 3, 28, 12, tzinfo=UTC)


def test_good_moments_lie_apart_for_colleagues_and_say_why(ann, bob, piece, time_machine):
    time_machine.move_to(at("11:50", day=18), tick=False)  # whatever minutes are theirs, lunch is still to come
    of_ann = good_hours.proposals(ann, piece, "linkedin")
    assert [proposal.at.astimezone(AMSTERDAM).hour for proposal in of_ann] == [12, 16, 8]
    assert of_ann[0].why == "people look at their phone at lunch"
    assert of_ann == good_hours.proposals(ann, piece, "linkedin")
    plan(bob, piece, of_ann[0].at)
    assert of_ann[0].at not in [proposal.at for proposal in good_hours.proposals(ann, piece, "linkedin")]


def test_the_hours_in_which_somebody_posts_are_proposed(ann, piece):
    for days in range(5):
        factories.ShareFactory(ambassador=ann, piece=piece, confirmed_at=at("10:20", day=2 + days))
    assert "you often post then" in [proposal.why for proposal in good_hours.proposals(ann, piece, "linkedin")]
