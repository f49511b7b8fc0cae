"""The period a page is about, as it stands in the address; and the one before it.

Where figures about groups are told of whole months (docs/adr/0011), these are all that can be chosen; of oneself any period can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from themes import reporting
from themes.metrics import Period

DAYS = {"week": 7, "month": 30, "quarter": 91, "year": 365}
NAMES: dict[str, str | Promise] = {
    "week": _("7 days"),
    "month": _("30 days"),
    "quarter": _("13 weeks"),
    "year": _("a year"),
}
DEFAULT = "quarter"
_LONGEST = 5 * 366
# Whole months that a page offers; an address can name any that is over.
_MONTHS_OFFERED = 12


@dataclass(frozen=True)
class Chosen:
    """A period with the name it is chosen by, and what was wrong with the address when it was not understood."""

    kind: str
    period: Period
    problem: str | Promise = ""

    @property
    def days(self) -> int:
        return (self.period.end - self.period.start).days + 1

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before this one starts; of a month the month before."""
        end = self.period.start - timedelta(days=1)
        if self.is_month:
            return reporting.month_of(end)
        return Period(end - timedelta(days=self.days - 1), end)

    @property
    def key(self) -> str:
        """A name for what is kept about the period and the one before it, which is another where the same days were chosen otherwise."""
        return f"{self.before.start}:{self.period.start}:{self.period.end}"

    @property
    def is_month(self) -> bool:
        """Whether it was chosen as a whole month, by its name."""
        return self.kind == _name_of(self.period)

    @property
    def words(self) -> str:
        if self.is_month:
            return date_format(self.period.start, "F Y")
        start, end = (date_format(day, "SHORT_DATE_FORMAT") for day in (self.period.start, self.period.end))
        return f"{start} – {end}"

    @property
    def read_on(self) -> date:
        """The day whose nightly reading of a KPI is about the period: its last, or the first on which the month is told of."""
        return reporting.told_on(self.period) if self.is_month else self.period.end

    @property
    def coming(self) -> str:
        """When the month that is running is told of, for who can choose whole months only; else empty."""
        if not self.is_month:
            return ""
        running = reporting.month_of(reporting.told_until().date())
        words = {"month": date_format(running.start, "F"), "day": date_format(reporting.told_on(running), "j F")}
        return _("Figures about groups are told of whole months: those of %(month)s from %(day)s on.") % words

    @property
    def query(self) -> str:
        """What names this period in an address."""
        if self.kind != "custom":
            return urlencode({"period": self.kind})
        return urlencode({"period": "custom", "from": str(self.period.start), "to": str(self.period.end)})


def chosen(query: Mapping[str, str], today: date | None = None, default: str = DEFAULT) -> Chosen:
    """Return the period that an address asks for, of figures about groups; the default, with what was wrong, when it makes no sense."""
    if not reporting.is_live():
        return _month(query, today or reporting.utc_today())
    return of_oneself(query, today, default)


def of_oneself(query: Mapping[str, str], today: date | None = None, default: str = DEFAULT) -> Chosen:
    """Return the same where nobody but the person reads the figures: up to today, whatever is told of groups."""
    end = today or timezone.localdate()
    kind = query.get("period", default)
    if kind in DAYS:
        return Chosen(kind, _last(DAYS[kind], end))
    fallback = _last(DAYS[default], end)
    if kind != "custom":
        return Chosen(default, fallback)
    try:
        first, last = date.fromisoformat(query.get("from", "")), date.fromisoformat(query.get("to", ""))
    except ValueError:
        return Chosen(default, fallback, _("Give a first and a last day."))
    if last < first:
        return Chosen(default, fallback, _("The last day comes before the first."))
    if (last - first).days > _LONGEST:
        return Chosen(default, fallback, _("Choose at most five years."))
    if (last - first).days < 6:
        return Chosen(default, fallback, _("Choose at least seven days: shorter ones would tell of single people."))
    return Chosen("custom", Period(first, last))


def offered() -> dict[str, str | Promise]:
    """Return what can be chosen by name, for figures about groups: the usual periods, or the last whole months."""
    if reporting.is_live():
        return NAMES
    months = reporting.months(reporting.utc_today(), _MONTHS_OFFERED)
    return {_name_of(month): date_format(month.start, "F Y") for month in months}


def usual() -> list[str]:
    """Return the names of the periods that are counted ahead, the shortest first."""
    return list(DAYS) if reporting.is_live() else [_name_of(reporting.last_month(reporting.utc_today()))]


def of(period: Period) -> Chosen:
    """Return a period as it was once asked for, such as that of a report."""
    if reporting.is_live():
        return Chosen("custom", period)
    return _month({"period": _name_of(period)}, reporting.utc_today())


def closed(kind: str, today: date) -> Period:
    """Return the last whole week (from Monday), month or quarter before a day; only the month that ended it where months are told."""
    if not reporting.is_live():
        ends_it = 3 if kind == "quarter" else 1
        return next(month for month in reporting.months(today, ends_it) if month.end.month % ends_it == 0)
    if kind == "week":
        end = today - timedelta(days=today.weekday() + 1)
        return Period(end - timedelta(days=6), end)
    months = 3 if kind == "quarter" else 1
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    end = first - timedelta(days=1)
    return Period(end.replace(day=1, month=end.month - months + 1), end)


def _month(query: Mapping[str, str], today: date) -> Chosen:
    """Return the month that an address asks for, or the last one that is told of."""
    last = reporting.last_month(today)
    kind = query.get("period", "")
    month = _named(kind)
    if month is None or (last.end - month.start).days > _LONGEST:
        problem = _("Figures are told of whole months here, so this is the last one.") if kind else ""
        return Chosen(_name_of(last), last, problem)
    if month.end > last.end:
        told_on = date_format(reporting.told_on(month), "DATE_FORMAT")
        return Chosen(_name_of(last), last, _("That month is told of from %(day)s on.") % {"day": told_on})
    return Chosen(kind, month)


def _named(kind: str) -> Period | None:
    """Return the month of a name such as 2026-10; None where it is none."""
    try:
        return reporting.month_of(date.fromisoformat(f"{kind}-01"))
    except ValueError:  # no month, or one after the last that there is
        return None


def _name_of(period: Period) -> str:
    return f"{period.start:%Y-%m}"


def _last(days: int, end: date) -> Period:
    return Period(end - timedelta(days=days - 1), end)
