"""What a visit is: robot, fetched ahead, own click, duplicate or person; the first that fits, in this order.

A duplicate comes from the same visitor to the same link within 30 minutes after their last visit that counted. As a
visitor is known for one day (UTC), so is a duplicate. The kinds of a link's day are decided together from its raw visits:
whatever order they came in, and however often they are judged, the outcome is the same.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min

from sharehub.models import UserAgent, Visit
from sharehub.reach import agents

DUPLICATE_WITHIN = timedelta(minutes=30)
# Any number that no other part takes; one classification at a time, as duplicates depend on each other.
_LOCK = 7_201_001

# The moments of a batch name the partitions that it lies in.
_JUDGE = """
WITH judged AS (
    UPDATE sharehub_visit AS visit
    SET kind = CASE WHEN agent.bot_reason <> '' THEN 'bot' WHEN visit.is_prefetch THEN 'prefetch'
                    WHEN visit.is_own THEN 'own' WHEN visit.kind = 'duplicate' THEN 'duplicate' ELSE 'human' END,
        reason = CASE WHEN agent.bot_reason <> '' THEN agent.bot_reason WHEN visit.is_prefetch THEN 'fetched ahead'
                      WHEN visit.is_own THEN 'own click' WHEN visit.kind = 'duplicate' THEN visit.reason ELSE '' END
    FROM sharehub_useragent AS agent
    WHERE agent.id = visit.user_agent_id AND visit.id = ANY(%(ids)s) AND visit.at BETWEEN %(first)s AND %(last)s
    RETURNING visit.link_id, (visit.at AT TIME ZONE 'UTC')::date AS day
)
SELECT DISTINCT link_id, day FROM judged ORDER BY link_id, day
"""

# Only visitors who came back can have duplicates; their visits are walked through one after another.
_FIND_DUPLICATES = """
WITH RECURSIVE days AS MATERIALIZED (
    SELECT link_id, day FROM unnest(%(links)s::bigint[], %(days)s::date[]) AS judged (link_id, day)
), candidates AS MATERIALIZED (
    SELECT visit.id, visit.kind, visit.link_id, visit.visitor, visit.at, days.day,
           row_number() OVER visits AS place, count(*) OVER (PARTITION BY visit.link_id, visit.visitor, days.day) AS size
    FROM days
    JOIN sharehub_visit AS visit ON visit.link_id = days.link_id
        AND visit.at >= days.day::timestamp AT TIME ZONE 'UTC'
        AND visit.at < (days.day + 1)::timestamp AT TIME ZONE 'UTC'
    WHERE visit.kind IN ('human', 'duplicate')
    WINDOW visits AS (PARTITION BY visit.link_id, visit.visitor, days.day ORDER BY visit.at, visit.id)
), returning_visitors AS MATERIALIZED (
    SELECT * FROM candidates WHERE size > 1
), walk AS (
    SELECT id, kind, link_id, visitor, at, day, place, at AS counted_at, TRUE AS counts
    FROM returning_visitors WHERE place = 1
    UNION ALL
    SELECT next.id, next.kind, next.link_id, next.visitor, next.at, next.day, next.place,
           CASE WHEN next.at >= walk.counted_at + %(gap)s THEN next.at ELSE walk.counted_at END,
           next.at >= walk.counted_at + %(gap)s
    FROM walk JOIN returning_visitors AS next ON next.link_id = walk.link_id AND next.visitor = walk.visitor
        AND next.day = walk.day AND next.place = walk.place + 1
), verdict AS (
    SELECT id, at, CASE WHEN counts THEN 'human' ELSE 'duplicate' END AS kind
    FROM walk WHERE counts <> (kind = 'human')
    UNION ALL
    SELECT id, at, 'human' FROM candidates WHERE size = 1 AND kind = 'duplicate'
)
UPDATE sharehub_visit AS visit
SET kind = verdict.kind, reason = CASE verdict.kind WHEN 'duplicate' THEN 'same visitor within 30 minutes' ELSE '' END
FROM verdict WHERE verdict.id = visit.id AND verdict.at = visit.at
"""

_MARK_DIRTY = """
INSERT INTO sharehub_dirtyday (link_id, day, marked_at)
SELECT link_id, day, now() FROM unnest(%(links)s::bigint[], %(days)s::date[]) AS judged (link_id, day)
ORDER BY 1, 2 ON CONFLICT DO NOTHING
"""


def classify_visits(limit: int = 50_000) -> int:
    """The oldest unclassified visits have a kind and their days are to be rolled up; return how many.

    While another process classifies, there is nothing to do: 0.
    """
    with transaction.atomic():
        if not _is_mine():
            return 0
        ids = list(Visit.objects.unclassified().order_by("pk").values_list("pk", flat=True)[:limit])
        _classify(ids)
    return len(ids)


def reclassify(start: date, end: date) -> int:
    """The raw visits of these days (UTC, both included) are judged anew by today's rules; return how many."""
    count = 0
    for day in (start + timedelta(days=number) for number in range((end - start).days + 1)):
        begins_at = datetime.combine(day, time(), tzinfo=UTC)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            visits = Visit.objects.filter(at__gte=begins_at, at__lt=begins_at + timedelta(days=1))
            ids = list(visits.values_list("pk", flat=True))
            _classify(ids)
        count += len(ids)
    return count


def _is_mine() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _classify(ids: Sequence[int]) -> None:
    if not ids:
        return
    _judge_agents(ids)
    moments = Visit.objects.filter(pk__in=ids).aggregate(first=Min("at"), last=Max("at"))
    with connection.cursor() as cursor:
        cursor.execute(_JUDGE, {"ids": list(ids), **moments})
        judged = cursor.fetchall()
        given: dict[str, Any] = {
            "links": [link_id for link_id, _day in judged],
            "days": [day for _link_id, day in judged],
            "gap": DUPLICATE_WITHIN,
        }
        cursor.execute(_FIND_DUPLICATES, given)
        cursor.execute(_MARK_DIRTY, given)


def _judge_agents(ids: Sequence[int]) -> None:
    """The user agents of these visits carry the verdict of the rules in force."""
    current = agents.rules_version()
    seen = Visit.objects.filter(pk__in=ids).values("user_agent")
    outdated = list(UserAgent.objects.filter(pk__in=seen).exclude(rules_version=current))
    for agent in outdated:
        agent.bot_reason, agent.rules_version = agents.bot_reason(agent.text), current
    UserAgent.objects.bulk_update(outdated, ["bot_reason", "rules_version"], batch_size=500)
