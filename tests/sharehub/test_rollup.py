from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


CLICKS = st.lists(
    st.tuples(
        st.integers(0, 2),  # link
        st.integers(0, 2),  # visitor
        st.integers(0, 60 * 40),  # minute
        st.sampled_from(["person", "person", "person", "robot", "prefetch", "own"]),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(CLICKS, min_size=1, max_size=3), limit=st.integers(1, 30))
def test_reach_is_what_a_slow_count_finds(three_links, batches, limit):
    for model in (Visit, DailyReach, ReachByGroup, DirtyDay):
        model.objects.all().delete()
    agents = {text: visits.user_agent_row(text) for text in (FIREFOX, ROBOT)}
    written = []
    for batch in batches:
        for link, visitor, minute, kind in batch:
            at = datetime(2026, 9, 7, tzinfo=UTC) + timedelta(minutes=minute)
            written.append((three_links[link], at, (at.date(), visitor), kind))
            Visit.objects.create(
                link=three_links[link],
                at=at,
                visitor=bytes([at.day, visitor]) * 8,
                user_agent=agents[ROBOT if kind == "robot" else FIREFOX],
                is_prefetch=kind == "prefetch",
                is_own=kind == "own",
            )
        while classification.classify_visits(limit=limit):
            rollup.roll_up(limit=2)
        while rollup.roll_up(limit=2):
            pass
    expected = slow_count(written)
    assert {(row.link_id, row.day): figures(row) for row in DailyReach.objects.all()} == expected
    by_group = defaultdict(lambda: [0] * len(FIGURES))
    for (link_id, day), row in expected.items():
        share = next(link.share for link in three_links if link.pk == link_id)
        group = by_group[day, share.piece_id, share.network]
        for place, figure in enumerate(row):
            group[place] += figure
    found = {(row.day, row.piece_id, row.network): list(figures(row)) for row in ReachByGroup.objects.all()}
    assert found == by_group


@pytest.fixture
def three_links(ann):
    piece = factories.article()
    networks = ("linkedin", "linkedin", "mastodon")
    return [factories.ShareFactory(ambassador=ann, piece=piece, network=network).link for network in networks]


def slow_count(written):
    """Walk through every visit in time order, as one would by hand."""
    counts = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    people = defaultdict(set)
    last_counted = {}
    for link, at, visitor, kind in sorted(written, key=lambda row: row[1]):
        row = counts[link.pk, at.date()]
        row["hits"] += 1
        if kind != "person":
            row[{"robot": "bot"}.get(kind, kind)] += 1
            continue
        before = last_counted.get((link.pk, visitor))
        if before and at - before < timedelta(minutes=30):
            row["duplicate"] += 1
            continue
        last_counted[link.pk, visitor] = at
        row["human"] += 1
        people[link.pk, at.date()].add(visitor)
        row["visitors"] = len(people[link.pk, at.date()])
    return {key: tuple(row.values()) for key, row in counts.items()}


def test_totals_of_nothing_are_zero(db):
    nothing = DailyReach.objects.between(date(2026, 1, 1), DAY).totals()
    assert nothing == dict.fromkeys(FIGURES, 0)
    assert not UserAgent.objects.exists()
