"""Counting: how long fresh visits take to be classified and rolled up, whether it is linear, and what invented agents cost."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from sharehub.benchmark import data
from sharehub.benchmark.results import Part, Row
from sharehub.models import DailyReach, ReachByGroup, Visit
from sharehub.reach import classification, rollup

_SECONDS = 30.0  # for a million
_MORE_PER_VISIT = 1.25  # of the most visits against the fewest: what is linear stays under it
_HOSTILE = 2.0

_EMPTY = "TRUNCATE sharehub_visit, sharehub_dailyreach, sharehub_reachbygroup, sharehub_dirtyday, sharehub_useragent"
# A new agent for every visit, in the shape of a browser's, with pieces of robots' names among them.
_INVENT = """
WITH invented AS (
    INSERT INTO sharehub_useragent (digest, text, bot_reason, rules_version)
    SELECT decode(md5('invented ' || number), 'hex'),
           'Mozilla/5.0 (' || md5(number::text) || ') Bo' || md5((number + 1)::text) || '/' || number || ' Craw'
               || md5((number + 2)::text) || ' Safari/' || number, '', ''
    FROM generate_series(1, %s) AS number RETURNING id
), numbered AS (SELECT id, row_number() OVER () AS number FROM invented
), visits AS (SELECT id, at, link_id, row_number() OVER () AS number FROM sharehub_visit
)
UPDATE sharehub_visit AS visit SET user_agent_id = numbered.id FROM visits JOIN numbered USING (number)
WHERE visit.id = visits.id AND visit.at = visits.at AND visit.link_id = visits.link_id
"""


@dataclass(frozen=True)
class Counting:
    """How long it took, and what does not add up."""

    visits: int
    classify_seconds: float
    roll_up_seconds: float
    problem: str

    @property
    def seconds(self) -> float:
        return self.classify_seconds + self.roll_up_seconds


def measure(*, is_quick: bool = False) -> Part:
    """Visits that nobody has looked at are classified and rolled up, and every one is in the figures once."""
    most = 10_000 if is_quick else 1_000_000
    links = most // 100
    data.fill(people=max(links // 10, 10), shares=links, visits=0)
    sizes = [most // 4, most // 2, most]
    counted = [_count(size) for size in sizes]
    invented = _count(sizes[0], has_invented_agents=True)
    usual = _count(sizes[0])  # beside it, in the same minute
    first, last = counted[0], counted[-1]
    growth = (last.seconds / last.visits) / (first.seconds / first.visits)
    cost = invented.seconds / usual.seconds
    rows = [
        Row(
            f"roll-up of {last.visits:,} fresh visits over {links:,} links, one worker",
            f"{last.seconds:.1f} s",
            f"≤ {_SECONDS:.0f} s",
            last.seconds <= _SECONDS,
            f"{last.classify_seconds:.1f} s to classify, {last.roll_up_seconds:.1f} s to count",
        ),
        Row(
            "the same, linear",
            f"{growth:.2f} × the time per visit",
            f"≤ {_MORE_PER_VISIT}",
            growth <= _MORE_PER_VISIT,
            ", ".join(f"{each.visits:,}: {each.seconds:.1f} s" for each in counted),
        ),
        Row(
            f"{invented.visits:,} visits, each with an agent of its own",
            f"{cost:.2f} × the time of usual ones",
            f"≤ {_HOSTILE:.0f}",
            cost <= _HOSTILE,
            f"{invented.seconds:.1f} s against {usual.seconds:.1f} s",
        ),
    ]
    return Part(rows, [each.problem for each in (*counted, invented, usual) if each.problem])


def _count(visits: int, *, has_invented_agents: bool = False) -> Counting:
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
        data.add_visits(visits)
        if has_invented_agents:
            cursor.execute(_INVENT, [visits])
        for table in ("sharehub_visit", "sharehub_useragent"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    classify_seconds = _until_done(classification.classify_visits)
    roll_up_seconds = _until_done(rollup.roll_up)
    found = Visit.objects.count()
    daily, groups = DailyReach.objects.totals(), ReachByGroup.objects.totals()
    parts = sum(daily[name] for name in ("bot", "prefetch", "duplicate", "own", "human"))
    problem = ""
    if not visits == found == daily["hits"] == groups["hits"] == parts:
        problem = f"{found:,} visits, but {daily['hits']:,} and {groups['hits']:,} hits and {parts:,} classes counted"
    return Counting(found, classify_seconds, roll_up_seconds, problem)


def _until_done(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    while work():
        pass
    return time.perf_counter() - started
