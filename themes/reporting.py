"""Of which periods figures about groups are told: of whole months that are over, or live (docs/adr/0011).

A period that two pages may overlap in part tells, by subtraction, what was done in the days between; perhaps one person did it. Whole
months never overlap. Days are those of UTC, as everywhere in reach, and a month is told from the second day after it on, when
everything that belongs to it has been counted.
"""

from datetime import UTC, date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from themes.metrics import Period
from themes.models import Organisation, Reporting


def utc_today() -> date:
    """Return the day by which it is decided which months are over."""
    return datetime.now(UTC).date()


def is_live() -> bool:
    """Whether figures about groups are told of any period, up to today."""
    return Organisation.load().reporting == Reporting.LIVE


def period_of(days: int, on: date) -> Period:
    """Return the period that a figure about a group is told of on a day: so many days up to and including it, or the last whole month.

    A day that has begun here and not yet by UTC is no later than that.
    """
    return Period(on - timedelta(days=days - 1), on) if is_live() else last_month(min(on, utc_today()))


def words_of(days: int, period: Period) -> str:
    """Return when that was, as it stands in a sentence: “in 30 days”, or “in October 2026”."""
    if not is_live():
        return _("in %(month)s") % {"month": date_format(period.start, "F Y")}
    usual = {7: _("in seven days"), 28: _("in four weeks")}
    return usual.get(days) or _("in %(days)s days") % {"days": days}


def span_of(days: int) -> str:
    """Return how much time a figure of so many days is about: “over 28 days”, or “over a whole month”."""
    return _("over %(days)s days") % {"days": days} if is_live() else _("over a whole month")


def month_of(day: date) -> Period:
    """Return the month that a day is in."""
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return Period(day.replace(day=1), after - timedelta(days=1))


def last_month(on: date) -> Period:
    """Return the last month that is told of on a day: the one that was over before the day before."""
    return month_of((on - timedelta(days=1)).replace(day=1) - timedelta(days=1))


def told_until() -> datetime:
    """Return the first moment that no figure of whole months tells of: the one after the last month that is told of."""
    end = last_month(utc_today()).end
    return datetime.combine(end + timedelta(days=1), time(), tzinfo=UTC)


def told_on(month: Period) -> date:
    """Return the first day on which a month is told of."""
    return month.end + timedelta(days=2)


def months(on: date, number: int) -> list[Period]:
    """Return so many months that are told of on a day, the last one first."""
    return months_to(last_month(on), number)


def months_to(last: Period, number: int) -> list[Period]:
    """Return so many months, the last one first."""
    found = [last]
    while len(found) < number:
        found.append(month_of(found[-1].start - timedelta(days=1)))
    return found
