"""Derived reach: a link's day is counted anew from its visits, then everything it belongs to. Nothing is incremented.

The row in DirtyDay is the queue. It is taken before the visits are read, so that a visit classified meanwhile marks the
day again. What lies before the retention of raw visits is never counted anew.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction

# Groups are shared between links: two roll-ups at once would each miss what the other counts.
_LOCK = 7_201_002
_DELETED_AT_ONCE = 20_000

_TAKE = """
DELETE FROM sharehub_dirtyday WHERE id IN (
    SELECT id FROM sharehub_dirtyday ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING link_id, day
"""

_COUNT_LINKS = """
INSERT INTO sharehub_dailyreach (link_id, day, hits, bot, prefetch, duplicate, own, human, visitors)
SELECT dirty.link_id, dirty.day, counted.*
FROM unnest(%(links)s::bigint[], %(days)s::date[]) AS dirty (link_id, day)
JOIN sharehub_trackedlink AS link ON link.id = dirty.link_id
CROSS JOIN LATERAL (
    SELECT count(*) AS hits, count(*) FILTER (WHERE kind = 'bot'), count(*) FILTER (WHERE kind = 'prefetch'),
           count(*) FILTER (WHERE kind = 'duplicate'), count(*) FILTER (WHERE kind = 'own'),
           count(*) FILTER (WHERE kind = 'human'), count(DISTINCT visitor) FILTER (WHERE kind = 'human')
    FROM sharehub_visit AS visit
    WHERE visit.link_id = dirty.link_id AND visit.at >= dirty.day::timestamp AT TIME ZONE 'UTC'
        AND visit.at < (dirty.day + 1)::timestamp AT TIME ZONE 'UTC' AND visit.kind <> ''
) AS counted
WHERE counted.hits > 0
ON CONFLICT (link_id, day) DO UPDATE SET hits = excluded.hits, bot = excluded.bot, prefetch = excluded.prefetch,
    duplicate = excluded.duplicate, own = excluded.own, human = excluded.human, visitors = excluded.visitors
"""

_AFFECTED = """
SELECT DISTINCT dirty.day, share.piece_id
FROM unnest(%(links)s::bigint[], %(days)s::date[]) AS dirty (link_id, day)
JOIN sharehub_trackedlink AS link ON link.id = dirty.link_id JOIN sharehub_share AS share ON share.id = link.share_id
"""

_CLEAR_GROUPS = f"""
DELETE FROM sharehub_reachbygroup AS reach USING ({_AFFECTED}) AS affected
WHERE reach.day = affected.day AND reach.piece_id = affected.piece_id
"""  # noqa: S608 (no outside text)

_COUNT_GROUPS = f"""
INSERT INTO sharehub_reachbygroup
    (day, piece_id, theme_id, network, team_id, hits, bot, prefetch, duplicate, own, human, visitors, shares)
SELECT daily.day, share.piece_id, share.theme_id, share.network, ambassador.team_id, sum(daily.hits), sum(daily.bot),
       sum(daily.prefetch), sum(daily.duplicate), sum(daily.own), sum(daily.human), sum(daily.visitors), count(*)
FROM ({_AFFECTED}) AS affected
JOIN sharehub_share AS share ON share.piece_id = affected.piece_id
JOIN sharehub_trackedlink AS link ON link.share_id = share.id
JOIN sharehub_dailyreach AS daily ON daily.link_id = link.id AND daily.day = affected.day
JOIN ambassadors_ambassador AS ambassador ON ambassador.id = share.ambassador_id
GROUP BY daily.day, share.piece_id, share.theme_id, share.network, ambassador.team_id
"""  # noqa: S608 (no outside text)

_MARK = """
INSERT INTO sharehub_dirtyday (link_id, day, marked_at)
SELECT DISTINCT link_id, day, now() FROM unnest(%s::bigint[], %s::date[]) AS marked (link_id, day)
ORDER BY day, link_id ON CONFLICT DO NOTHING
"""

# What is counted came in lately and is in memory, and compiling takes longer than running.
_HOW = (
    "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SET LOCAL random_page_cost = 0.1; SET LOCAL seq_page_cost = 0.1"
)

# The partition is the oldest; a row is named by its place, as a visit has no index on its number.
_DELETE_OLD = """
DELETE FROM sharehub_visit WHERE (tableoid, ctid) IN (
    SELECT tableoid, ctid FROM sharehub_visit WHERE at < %s AND kind <> '' LIMIT %s
)
"""


def mark_dirty(days: Collection[tuple[int, date]]) -> None:
    """These links' days will be counted anew; marked twice is marked once."""
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [[link_id for link_id, _day in days], [day for _link_id, day in days]])


def roll_up(limit: int = 10_000, since: date | None = None) -> int:
    """The figures of the days that were dirty longest are true again; return how many days of links were taken.

    `since` is the first day whose raw visits are all there, where the caller knows of an earlier one than the retention
    promises. While another process rolls up, there is nothing to do: 0.
    """
    first_day = since or oldest_kept_day()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_TAKE, [limit])
        taken = cursor.fetchall()
        kept = [(link_id, day) for link_id, day in taken if day >= first_day]
        if kept:
            given = {"links": [link_id for link_id, _day in kept], "days": [day for _link, day in kept]}
            cursor.execute(_HOW)
            for statement in (_COUNT_LINKS, _CLEAR_GROUPS, _COUNT_GROUPS):
                cursor.execute(statement, given)
    return len(taken)


def oldest_kept_day() -> date:
    """Return the first day (UTC) whose raw visits are all kept."""
    return datetime.now(UTC).date() - timedelta(days=settings.VISIT_RETENTION_DAYS)


def delete_old_visits() -> int:
    """Raw visits from before the retention are gone, derived reach stays; return how many went.

    A visit that has not been classified yet waits until it is.
    """
    before = datetime.combine(oldest_kept_day(), time(), tzinfo=UTC)
    count = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_DELETE_OLD, [before, _DELETED_AT_ONCE])
            if not cursor.rowcount:
                return count
            count += cursor.rowcount
