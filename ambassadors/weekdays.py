"""Hours that count: those of Monday to Friday, by the installation's clock. A question asked on Friday is not late on Sunday."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings

_SATURDAY = 5


def add_hours(start: datetime, hours: int) -> datetime:
    """Return the moment at which so many hours on weekdays have passed."""
    left, moment = timedelta(hours=hours), _weekday(start)
    while (until := _midnight(moment)) - moment < left:
        left -= until - moment
        moment = _weekday(until)
    return moment + left


def hours_between(start: datetime, end: datetime) -> Decimal:
    """Return how many hours on weekdays lie between two moments, none where the second comes first."""
    passed, moment = timedelta(), _weekday(start)
    while moment < end:
        until = min(_midnight(moment), end)
        passed += until - moment
        moment = _weekday(until)
    return (Decimal(passed.total_seconds()) / 3600).quantize(Decimal("0.01"))


def is_weekday(day: date) -> bool:
    """Whether it is one of Monday to Friday."""
    return day.weekday() < _SATURDAY


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _weekday(moment: datetime) -> datetime:
    """Return the moment itself, or the first of Monday where it falls in a weekend."""
    day = moment.astimezone(_zone()).date()
    if is_weekday(day):
        return moment.astimezone(UTC)
    return _first_of(day + timedelta(days=7 - day.weekday()))


def _midnight(moment: datetime) -> datetime:
    return _first_of(moment.astimezone(_zone()).date() + timedelta(days=1))


def _first_of(day: date) -> datetime:
    # In UTC, so that subtracting counts hours that really passed, clock change or not.
    return datetime.combine(day, time(), tzinfo=_zone()).astimezone(UTC)
