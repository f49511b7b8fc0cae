from datetime import UTC, date, datetime, timedelta

import pytest

from sharehub import tasks
from sharehub.models import DailyReach, DirtyDay, ReachByGroup, UserAgent, Visit
from sharehub.reach import classification, rollup, visits
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ROBOT = "Barracuda Sentinel (EE)"
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
DAY = NOON.date()
FIGURES = ("hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")


@pytest.fixture(autouse=True)
def _three_days_later(time_machine):
    time_machine.move_to(NOON + timedelta(days=3))


@pytest.fixture
def share(ann, theme):
    return factories.ShareFactory(ambassador=ann, theme=theme)


def record(link, *, minute=0, ip="192.0.2.7", agent=FIREFOX, is_prefetch=False):
    at = NOON + timedelta(minutes=minute)
    return visits.record(link=link, ip=ip, user_agent=agent, referrer="", is_prefetch=is_prefetch, at=at)


def work():
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass


def figures(row):
    return tuple(getattr(row, name) for name in FIGURES)


def test_a_day_of_a_link_is_counted_by_kind(share):
    record(share.link)
    record(share.link, minute=1)
    record(share.link, minute=45)
    record(share.link, ip="192.0.2.8", agent=ROBOT)
    record(share.link, ip="192.0.2.9", is_prefetch=True)
    work()
    reach = DailyReach.objects.get()
    assert (reach.link, reach.day) == (share.link, DAY)
    assert figures(reach) == (5, 1, 1, 1, 0, 2, 1)
    group = ReachByGroup.objects.get()
    assert (group.day, group.piece_id, group.theme, group.network, group.team, group.shares) == (
        DAY,
        share.piece_id,
        share.theme,
        "linkedin",
        share.ambassador.team,
        1,
    )
    assert figures(group) == figures(reach)
    assert not DirtyDay.objects.exists()


def test_shares_of_one_group_are_counted_together(share, bob):
    bob.team = share.ambassador.team
    bob.save()
    other = factories.ShareFactory(ambassador=bob, theme=share.theme, piece=share.piece)
    elsewhere = factories.ShareFactory(ambassador=bob, theme=share.theme, piece=share.piece, network="mastodon")
    for link in (share.link, other.link, elsewhere.link):
        record(link)
    work()
    counted = ReachByGroup.objects.order_by("network").values_list("network", "human", "shares")
    assert list(counted) == [("linkedin", 2, 2), ("mastodon", 1, 1)]


def test_rolling_up_twice_gives_the_same_world(share):
    record(share.link)
    work()
    once = [list(model.objects.values(*FIGURES)) for model in (DailyReach, ReachByGroup)]
    rollup.mark_dirty([(share.link.pk, DAY), (share.link.pk, DAY)])
    tasks.roll_up_reach()
    tasks.roll_up_reach()
    assert [list(model.objects.values(*FIGURES)) for model in (DailyReach, ReachByGroup)] == once


def test_a_new_team_takes_its_figures_along_when_counted_again(share):
    record(share.link)
    work()
    share.ambassador.team = factories.TeamFactory()
    share.ambassador.save()
    rollup.mark_dirty([(share.link.pk, DAY)])
    work()
    assert [row.team for row in ReachByGroup.objects.all()] == [share.ambassador.team]


def test_old_visits_go_and_their_reach_stays(share, settings, time_machine):
    record(share.link)
    unjudged = record(share.link, minute=3)
    work()
    Visit.objects.filter(pk=unjudged.pk).update(kind="")
    once = list(DailyReach.objects.values())
    time_machine.move_to(NOON + timedelta(days=settings.VISIT_RETENTION_DAYS))
    tasks.delete_old_visits()
    assert Visit.objects.count() == 2
    time_machine.move_to(NOON + timedelta(days=settings.VISIT_RETENTION_DAYS + 1))
    tasks.delete_old_visits()
    tasks.delete_old_visits()
    assert list(Visit.objects.values_list("pk", flat=True)) == [unjudged.pk]
    rollup.mark_dirty([(share.link.pk, DAY)])
    work()
    assert list(DailyReach.objects.values()) == once


def test_a_click_shows_in_the_figures_without_another_wait(share, django_capture_on_commit_callbacks):
    record(share.link)
    with django_capture_on_commit_callbacks() as hints:
        tasks.classify_visits()
    assert len(hints) == 1
    tasks.roll_up_reach()
    assert DailyReach.objects.get().human == 1


def test_totals_of_nothing_are_zero(db):
    nothing = DailyReach.objects.between(date(2026, 1, 1), DAY).totals()
    assert nothing == dict.fromkeys(FIGURES, 0)
    assert not UserAgent.objects.exists()
