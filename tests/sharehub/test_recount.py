"""Reach is what a slow, obvious recount finds, whatever comes in which order, how often it is judged and by which rules."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharehub.models import DailyReach, DirtyDay, ReachByGroup, TrackedLink, Visit
from sharehub.reach import classification, rollup, swarms, visits
from tests import factories

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 8)
FIGURES = ("hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")
AGENTS = ("Browser One (X)", "Browser Two (X)", "Browser Three (X)")
ALIKE, MIXED = 3, 5


@dataclass(frozen=True)
class Click:
    """A click as it comes in, by numbers."""

    link: int
    visitor: int
    agent: int
    second: int
    kind: str
    is_direct: bool

    @property
    def at(self):
        return datetime(2026, 9, 7, 12, tzinfo=UTC) + timedelta(seconds=self.second)

    @property
    def day(self):
        return self.at.date()


CLICKS = st.lists(
    st.builds(
        Click,
        link=st.integers(0, 2),
        visitor=st.integers(0, 5),
        agent=st.integers(0, 2),
        # All day and the next morning; within a few half hours, for chains; within half a minute, for swarms.
        second=st.one_of(st.integers(0, 86_400), st.integers(0, 12).map(lambda step: step * 599), st.integers(0, 30)),
        kind=st.sampled_from(["person"] * 6 + ["prefetch", "own"]),
        is_direct=st.sampled_from([True, True, True, False]),
    ),
    max_size=30,
)


@pytest.fixture(autouse=True)
def _small_swarms(time_machine, monkeypatch):
    time_machine.move_to(datetime(2026, 9, 10, 12, tzinfo=UTC))
    monkeypatch.setattr(swarms, "ALIKE", ALIKE)
    monkeypatch.setattr(swarms, "MIXED", MIXED)


@pytest.fixture
def three_links(ann):
    piece = factories.article()
    networks = ("linkedin", "linkedin", "mastodon")
    return [factories.ShareFactory(ambassador=ann, piece=piece, network=network).link for network in networks]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(CLICKS, min_size=1, max_size=3),
    limit=st.integers(1, 30),
    robots=st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=1, max_size=2),
    crashes=st.booleans(),
)
def test_reach_is_what_a_slow_count_finds(three_links, own_rules, batches, limit, robots, crashes):
    for model in (Visit, DailyReach, ReachByGroup, DirtyDay):
        model.objects.all().delete()
    own_rules(*(AGENTS[number] for number in robots[0]))
    written = []
    for batch in batches:
        for click in batch:
            write(three_links[click.link], click)
            written.append(click)
        if crashes:
            crash(limit)
        while classification.classify_visits(limit=limit):
            rollup.roll_up(limit=2)
        while rollup.roll_up(limit=2):
            pass
        assert_counted(three_links, slow_count(written, robots[0]))
    for robot in robots[1:]:  # the rules change
        own_rules(*(AGENTS[number] for number in robot))
        call_command("rebuild_reach", "--from", str(FIRST), "--to", str(LAST), verbosity=0)
        assert_counted(three_links, slow_count(written, robot))
    call_command("rebuild_reach", "--from", str(FIRST), "--to", str(LAST), verbosity=0)
    assert_counted(three_links, slow_count(written, robots[-1]))


def write(link, click):
    Visit.objects.create(
        link=link,
        at=click.at,
        visitor=bytes([click.day.day, click.visitor]) * 8,
        user_agent=visits.user_agent_row(AGENTS[click.agent]),
        referrer="" if click.is_direct else "example.org",
        is_prefetch=click.kind == "prefetch",
        is_own=click.kind == "own",
    )


class PowerCut(Exception):
    """Nothing of what was being done is left."""


def crash(limit):
    """Work that dies before its end leaves things as they were."""
    for work in (classification.classify_visits, rollup.roll_up):
        with pytest.raises(PowerCut), transaction.atomic():
            work(limit=limit)
            raise PowerCut


def assert_counted(links, expected):
    found = {(row.link_id, row.day): row for row in DailyReach.objects.all()}
    assert {key: tuple(getattr(row, name) for name in FIGURES) for key, row in found.items()} == {
        (links[link].pk, day): figures for (link, day), figures in expected.items()
    }
    by_group = defaultdict(lambda: [0] * len(FIGURES))
    for (link, day), figures in expected.items():
        share = links[link].share
        group = by_group[day, share.piece_id, share.network]
        for place, figure in enumerate(figures):
            group[place] += figure
    assert {
        (row.day, row.piece_id, row.network): [getattr(row, name) for name in FIGURES]
        for row in ReachByGroup.objects.all()
    } == by_group


def slow_count(written, robots):
    """Go through the clicks of each link and day in the order of time, as one would by hand."""
    of_days = defaultdict(list)
    for click in written:
        of_days[click.link, click.day].append(click)
    return {key: count_day(clicks, robots) for key, clicks in of_days.items()}


def count_day(clicks, robots):
    counts = dict.fromkeys(FIGURES, 0) | {"hits": len(clicks)}
    swarm = swarm_of([click for click in clicks if click.agent not in robots and click.kind == "person"])
    last_counted = {}
    for click in sorted(clicks, key=lambda click: click.at):
        if click.agent in robots:
            kind = "bot"
        elif click.kind != "person":
            kind = click.kind
        elif (click.visitor, click.agent) in swarm:
            kind = "bot"
        elif click.visitor in last_counted and click.at - last_counted[click.visitor] < timedelta(minutes=30):
            kind = "duplicate"
        else:
            kind = "human"
            last_counted[click.visitor] = click.at
        counts[kind] += 1
    counts["visitors"] = len(last_counted)
    return tuple(counts.values())


def swarm_of(clicks):
    """Return the visitors that came with too many others within ten seconds."""
    named = {click for click in clicks if not click.is_direct}
    shy = {(click.visitor, click.agent) for click in clicks} - {(click.visitor, click.agent) for click in named}
    arrived = {who: min(click.at for click in clicks if (click.visitor, click.agent) == who) for who in shy}
    swarm = set()
    for first in arrived.values():
        near = {who for who, at in arrived.items() if first <= at <= first + timedelta(seconds=10)}
        for agent in range(len(AGENTS)):
            alike = {who for who in near if who[1] == agent}
            if len(alike) >= ALIKE:
                swarm |= alike
        if len(near) >= MIXED:
            swarm |= near
    return swarm


def test_a_removed_links_visits_stop_nobody(three_links):
    gone, *others = three_links
    for link in three_links:
        write(link, Click(0, 0, 0, 0, "person", is_direct=True))
    TrackedLink.objects.filter(pk=gone.pk).delete()
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass
    assert not Visit.objects.unclassified().exists()
    assert not DirtyDay.objects.exists()
    assert set(DailyReach.objects.values_list("link_id", flat=True)) == {link.pk for link in others}
