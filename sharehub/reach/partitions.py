"""The monthly partitions of raw visits: made ahead, and dropped whole when their month is past the retention."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

_AHEAD = 3  # months, this one included
_PREFIX = "sharehub_visit_"


def make_partitions(today: date | None = None, since: date | None = None) -> list[str]:
    """There is a partition for this month, the next two, and every month whose visits landed in no other; return the new ones.

    With `since` there is one for every month from that day on as well, for whoever brings old visits in.
    """
    day = today or timezone.now().date()
    months = set(_months_ahead(day)) | set(_months_without_partition())
    if since is not None:
        months |= set(_months_between(since, day))
    return [name for month in sorted(months) if (name := _make(month))]


def drop_partitions(today: date | None = None) -> list[str]:
    """Partitions whose last day is past the retention are gone; return their names. Unclassified visits keep theirs."""
    oldest = (today or timezone.now().date()) - timedelta(days=settings.VISIT_RETENTION_DAYS)
    dropped = []
    for month in _existing():
        if _next(month) > oldest:
            continue
        name = _name(month)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {name} WHERE kind = '')")  # noqa: S608
            if not cursor.fetchone()[0]:
                cursor.execute(f"DROP TABLE {name}")
                dropped.append(name)
    return dropped


def _months_ahead(day: date) -> Iterator[date]:
    month = day.replace(day=1)
    for _step in range(_AHEAD):
        yield month
        month = _next(month)


def _months_between(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _next(month)


def _next(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _name(month: date) -> str:
    return f"{_PREFIX}{month:%Y%m}"


def _existing() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'sharehub_visit'::regclass")
        suffixes = [name.removeprefix(_PREFIX) for (name,) in cursor.fetchall()]
    return sorted(date(int(text[:4]), int(text[4:]), 1) for text in suffixes if text.isdecimal())


def _months_without_partition() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC')::date FROM sharehub_visit_other")
        return [month for (month,) in cursor.fetchall()]


@transaction.atomic
def _make(month: date) -> str:
    """Return the name of the partition if it was not there; visits of its month move in from the one that takes the rest."""
    name = _name(month)
    bounds = [f"{month:%Y-%m-%d} 00:00+00", f"{_next(month):%Y-%m-%d} 00:00+00"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('visit partitions')), to_regclass(%s)", [name])
        if cursor.fetchone()[1] is not None:
            return ""
        cursor.execute(f"CREATE TABLE {name} (LIKE sharehub_visit INCLUDING DEFAULTS)")
        cursor.execute(
            f"WITH moved AS (DELETE FROM sharehub_visit_other WHERE at >= %s AND at < %s RETURNING *) "  # noqa: S608
            f"INSERT INTO {name} SELECT * FROM moved",
            bounds,
        )
        cursor.execute(
            f"ALTER TABLE sharehub_visit ATTACH PARTITION {name} FOR VALUES FROM ('{bounds[0]}') TO ('{bounds[1]}')"
        )
    return name
