"""Twelve whole months beside each other, each told for itself: how a programme goes where figures are told of whole months."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors import privacy
from sharehub.measurement import figures
from sharehub.measurement.disclosure import may_show
from themes import charts, reporting
from themes.kept import Kept, kept, renew_slow
from themes.metrics import Period

MONTHS = 12
FRESH_SECONDS = 60
# Its first day; how many people came and of how many ambassadors; how many posts were confirmed and of how many.
Row = tuple[date, int, int, int, int]


@dataclass(frozen=True)
class Month:
    """What everybody did in a month; None where too few people are behind it."""

    first: date
    visitors: int | None
    shares: int | None

    @property
    def name(self) -> str:
        """The month and its year."""
        return date_format(self.first, "F Y")


def until(programme_id: int, last: Period, minimum: int | None = None) -> list[Month]:
    """Return the twelve months up to and including one, the oldest first, from the first in which something was done."""
    minimum = privacy.threshold() if minimum is None else minimum
    found: Kept[list[Row]] = kept(
        _name(programme_id, last),
        lambda: count(programme_id, last),
        fresh_for=FRESH_SECONDS,
        slow_for=settings.KEPT_SECONDS,
    )
    rows = {row[0]: row for row in found.value}
    firsts = [month.start for month in reversed(reporting.months_to(last, MONTHS)) if rows and month.start >= min(rows)]
    return [_month(rows.get(first, (first, 0, 0, 0, 0)), minimum) for first in firsts]


def renew(programme_id: int, last: Period) -> None:
    """Where counting takes long, nobody who opens a page has to wait for it."""
    renew_slow(_name(programme_id, last), lambda: count(programme_id, last))


def line(months: list[Month]) -> charts.LineChart | None:
    """People reached over the months; None while there is one only."""
    if len(months) < 2:
        return None
    labels = [date_format(month.first, "M") for month in months]
    return charts.line_chart(
        labels=labels, series=[charts.Series(_("People reached"), [one.visitors for one in months])]
    )


def count(programme_id: int, last: Period) -> list[Row]:
    """Return the months in which something was done, in one query."""
    statement = """
        WITH shared AS (
            SELECT id, ambassador_id, state, confirmed_at FROM sharehub_share
            WHERE theme_id IS NULL OR theme_id IN (SELECT id FROM themes_theme WHERE programme_id = %(programme)s)
        ), came AS (
            SELECT date_trunc('month', daily.day)::date AS month,
                sum(daily.visitors)::bigint AS visitors, count(DISTINCT shared.ambassador_id) AS people
            FROM sharehub_dailyreach AS daily
            JOIN sharehub_trackedlink AS link ON link.id = daily.link_id
            JOIN shared ON shared.id = link.share_id
            WHERE daily.day BETWEEN %(start)s AND %(end)s
            GROUP BY 1
        ), posted AS (
            SELECT date_trunc('month', confirmed_at AT TIME ZONE 'UTC')::date AS month,
                count(*) AS shares, count(DISTINCT ambassador_id) AS people
            FROM shared
            WHERE state IN ('confirmed', 'verified') AND confirmed_at >= %(starts_at)s AND confirmed_at < %(ends_at)s
            GROUP BY 1
        )
        SELECT coalesce(came.month, posted.month), coalesce(visitors, 0), coalesce(came.people, 0),
            coalesce(shares, 0), coalesce(posted.people, 0)
        FROM came FULL JOIN posted ON posted.month = came.month
        ORDER BY 1
    """
    start = reporting.months_to(last, MONTHS)[-1].start
    starts_at, ends_at = figures.bounds(Period(start, last.end))
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {"programme": programme_id, "start": start, "end": last.end, "starts_at": starts_at, "ends_at": ends_at},
        )
        return cursor.fetchall()


def _month(row: Row, minimum: int) -> Month:
    first, visitors, reaching, shares, sharing = row
    return Month(
        first, visitors if may_show(reaching, minimum) else None, shares if may_show(sharing, minimum) else None
    )


def _name(programme_id: int, last: Period) -> str:
    return f"months:{programme_id}:{last.start}"
