"""What each visit of a link's day is, decided in one statement from all the raw visits of that day.

The first that fits: robot by its agent, fetched ahead, own click, swarm, duplicate, person. A duplicate comes from the same
visitor to the same link within 30 minutes after their last visit that counted. As a visitor is known for one day (UTC), so is
a duplicate. Nothing but the visits and the agents' verdicts goes in, so the order in which they came and how often they are
judged makes no difference; only what differs from what is written down is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from sharehub.reach import swarms

DUPLICATE_WITHIN = timedelta(minutes=30)

_VERDICTS = """
WITH RECURSIVE days AS MATERIALIZED (
    SELECT link_id, day, day::timestamp AT TIME ZONE 'UTC' AS starts_at,
           (day + 1)::timestamp AT TIME ZONE 'UTC' AS ends_at
    FROM unnest(%(links)s::bigint[], %(days)s::date[]) AS judged (link_id, day)
), differing AS MATERIALIZED (
    SELECT id, reason FROM unnest(%(agents)s::bigint[], %(reasons)s::text[]) AS agent (id, reason)
), raw AS MATERIALIZED (
    SELECT visit.*, days.link_id, days.day, coalesce(differing.reason, agent.bot_reason) AS bot_reason,
           coalesce(differing.reason, agent.bot_reason) = '' AND NOT visit.is_prefetch AND NOT visit.is_own AS is_open
    FROM days
    CROSS JOIN LATERAL (
        SELECT id, at, visitor, user_agent_id, is_prefetch, is_own, referrer = '' AS is_direct,
               kind AS old_kind, reason AS old_reason
        FROM sharehub_visit AS visit
        WHERE visit.link_id = days.link_id AND visit.at >= days.starts_at AND visit.at < days.ends_at
        OFFSET 0  -- the index of each link's day, however many links there are
    ) AS visit
    JOIN sharehub_useragent AS agent ON agent.id = visit.user_agent_id
    LEFT JOIN differing ON differing.id = visit.user_agent_id
),
-- Swarms: see swarms.py
arrivals AS MATERIALIZED (
    SELECT * FROM (
        SELECT link_id, day, user_agent_id, visitor, min(at) AS at,
               count(*) OVER (PARTITION BY link_id, day) AS visitors
        FROM raw WHERE is_open GROUP BY link_id, day, user_agent_id, visitor HAVING bool_and(is_direct)
    ) AS arrived WHERE visitors >= least(%(alike)s, %(mixed)s)
), crowds AS (
    SELECT link_id, day, user_agent_id, visitor, at,
           lead(at, %(alike)s - 1) OVER alike - at <= %(within)s AS begins_alike,
           lead(at, %(mixed)s - 1) OVER mixed - at <= %(within)s AS begins_mixed
    FROM arrivals
    WINDOW alike AS (PARTITION BY link_id, day, user_agent_id ORDER BY at, visitor),
           mixed AS (PARTITION BY link_id, day ORDER BY at, visitor, user_agent_id)
), in_crowds AS (
    SELECT link_id, day, user_agent_id, visitor,
           bool_or(begins_alike) OVER (PARTITION BY link_id, day, user_agent_id ORDER BY at, visitor
                                       ROWS %(alike)s - 1 PRECEDING)
           OR bool_or(begins_mixed) OVER (PARTITION BY link_id, day ORDER BY at, visitor, user_agent_id
                                          ROWS %(mixed)s - 1 PRECEDING) AS is_swarm
    FROM crowds
), swarm AS MATERIALIZED (
    SELECT link_id, day, user_agent_id, visitor FROM in_crowds WHERE is_swarm
), met AS (
    SELECT *, is_open AND (link_id, day, user_agent_id, visitor) IN (SELECT * FROM swarm) AS is_swarm FROM raw
),
-- Duplicates: a run of visits has less than 30 minutes between each and the next, so its first one counts. In a run of less
-- than 30 minutes nothing else does. Only a longer one is walked along, from each that counts to the next: 48 steps a day.
sorted AS (
    SELECT *, is_open AND NOT is_swarm AS is_person,
           coalesce(at - lag(at) OVER visits < %(gap)s, FALSE) AS follows
    FROM met
    WINDOW visits AS (PARTITION BY link_id, day, visitor, is_open AND NOT is_swarm ORDER BY at, id)
), runs AS MATERIALIZED (
    SELECT *, max(at) FILTER (WHERE NOT follows) OVER (PARTITION BY link_id, day, visitor, is_open AND NOT is_swarm
                                                       ORDER BY at, id) AS began_at
    FROM sorted
), long_runs AS (
    SELECT array_agg(id ORDER BY at, id) AS ids, array_agg(at ORDER BY at, id) AS moments
    FROM runs WHERE is_person GROUP BY link_id, day, visitor, began_at HAVING max(at) - began_at >= %(gap)s
), walk AS (
    SELECT ids, moments, 1 AS place FROM long_runs
    UNION ALL
    SELECT ids, moments, next.place FROM walk CROSS JOIN LATERAL (
        SELECT min(place) AS place FROM generate_series(walk.place + 1, cardinality(moments)) AS later (place)
        WHERE moments[later.place] >= moments[walk.place] + %(gap)s
    ) AS next WHERE next.place IS NOT NULL
), judged AS (
    SELECT *, is_person AND follows AND id NOT IN (SELECT ids[place] FROM walk) AS is_duplicate FROM runs
), verdict AS MATERIALIZED (
    SELECT id, at, link_id, day, user_agent_id, old_kind, old_reason,
           CASE WHEN bot_reason <> '' OR is_swarm THEN 'bot' WHEN is_prefetch THEN 'prefetch' WHEN is_own THEN 'own'
                WHEN is_duplicate THEN 'duplicate' ELSE 'human' END AS kind,
           CASE WHEN bot_reason <> '' THEN bot_reason WHEN is_swarm THEN %(swarm)s WHEN is_prefetch THEN 'fetched ahead'
                WHEN is_own THEN 'own click' WHEN is_duplicate THEN 'same visitor within 30 minutes' ELSE '' END AS reason
    FROM judged
)
"""

_WRITE = """
, changed AS (
    UPDATE sharehub_visit AS visit SET kind = verdict.kind, reason = verdict.reason FROM verdict
    WHERE visit.link_id = verdict.link_id AND visit.at = verdict.at AND visit.id = verdict.id
        AND (old_kind, old_reason) IS DISTINCT FROM (verdict.kind, verdict.reason)
    RETURNING visit.link_id, verdict.day
), marked AS (
    INSERT INTO sharehub_dirtyday (link_id, day, marked_at)
    SELECT DISTINCT link_id, day, now() FROM changed ORDER BY day, link_id ON CONFLICT DO NOTHING
)
"""

_TELL = """
SELECT old_kind, kind, CASE WHEN old_kind NOT IN ('', kind) THEN user_agent_id END AS agent, count(*)
FROM verdict GROUP BY 1, 2, 3
"""

# Compiling takes longer than running, and 50,000 visits are sorted in memory.
_HOW = "SET LOCAL jit = off; SET LOCAL work_mem = '64MB';"
# Each visit is found for its update by the index, so that the time does not depend on how many others there are.
_HOW_TO_WRITE = f"{_HOW} SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off"


@dataclass(frozen=True)
class Judged:
    """So many visits that were of one kind (empty: not judged before) are of another; the agent where they moved."""

    before: str
    after: str
    agent_id: int | None
    visits: int


def write(days: Sequence[tuple[int, date]]) -> list[Judged]:
    """Each visit of these links' days carries its kind and reason; days where something changed wait to be rolled up."""
    return _judge(_HOW_TO_WRITE, _VERDICTS + _WRITE + _TELL, days, [])


def preview(days: Sequence[tuple[int, date]], agents: Iterable[tuple[int, str]]) -> list[Judged]:
    """Return what would become of these links' visits if these agents had these reasons; nothing is written."""
    return _judge(_HOW, _VERDICTS + _TELL, days, list(agents))


def _judge(
    how: str, statement: str, days: Sequence[tuple[int, date]], agents: Sequence[tuple[int, str]]
) -> list[Judged]:
    if not days:
        return []
    given: dict[str, Any] = {
        "links": [link_id for link_id, _day in days],
        "days": [day for _link_id, day in days],
        "agents": [pk for pk, _reason in agents],
        "reasons": [reason for _pk, reason in agents],
        "gap": DUPLICATE_WITHIN,
        "within": swarms.WITHIN,
        "alike": swarms.ALIKE,
        "mixed": swarms.MIXED,
        "swarm": swarms.REASON,
    }
    with connection.cursor() as cursor:
        cursor.execute(how)
        cursor.execute(statement, given)
        return [Judged(*row) for row in cursor.fetchall()]
