"""Visits get their kind: fresh ones as they come in, old ones anew when a rule has changed.

The days of links are judged whole (see verdicts.py), in the order of their visits' time, many in one short transaction.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from sharehub.models import Visit
from sharehub.reach import agents, rollup, verdicts

# Any number that no other part takes; one classification at a time, as duplicates depend on each other.
_LOCK = 7_201_001
_AT_ONCE = 50_000

_FRESH = """
SELECT fresh.link_id, (fresh.at AT TIME ZONE 'UTC')::date AS day,
       array_agg(DISTINCT agent.id) FILTER (WHERE agent.rules_version <> %s)
FROM (SELECT link_id, at, user_agent_id FROM sharehub_visit WHERE kind = '' ORDER BY at LIMIT %s) AS fresh
JOIN sharehub_useragent AS agent ON agent.id = fresh.user_agent_id
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Part:
    """Some links' days of one day, together so many visits."""

    days: Sequence[tuple[int, date]]
    visits: int


def classify_visits(limit: int = _AT_ONCE) -> int:
    """The oldest unclassified visits have a kind and their days are to be rolled up; return how many.

    While another process classifies, there is nothing to do: 0.
    """
    agents.judge_agents()
    with transaction.atomic():
        if not _is_mine():
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_FRESH, [agents.rules_version(), limit])
            fresh = cursor.fetchall()
        if new := {pk for _link_id, _day, unjudged in fresh for pk in unjudged or ()}:
            agents.judge_agents(new)
        judged = verdicts.write([(link_id, day) for link_id, day, _unjudged in fresh])
    return sum(each.visits for each in judged if not each.before)


def parts(start: date, end: date) -> Iterator[Part]:
    """Yield all links' days with raw visits from start up to and including end (UTC), in parts that fit a transaction."""
    for day in (start + timedelta(days=number) for number in range((end - start).days + 1)):
        days: list[tuple[int, date]] = []
        size = 0
        for link_id, visits in Visit.objects.on(day).per_link():
            days.append((link_id, day))
            size += visits
            if size >= _AT_ONCE:
                yield Part(days, size)
                days, size = [], 0
        if days:
            yield Part(days, size)


def reclassify(part: Part) -> list[verdicts.Judged]:
    """The raw visits of this part are judged anew by today's rules, its reach is to be counted; return what became of them."""
    agents.judge_agents()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        rollup.mark_dirty(part.days)
        return verdicts.write(part.days)


def preview(part: Part, changes: Collection[tuple[int, str]]) -> list[verdicts.Judged]:
    """Return what today's rules would make of this part, given what they change about user agents; nothing is written."""
    with transaction.atomic():
        return verdicts.preview(part.days, changes)


def _is_mine() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
