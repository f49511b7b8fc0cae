"""The period a page is about, as it stands in the address; and the equally long one before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

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
        """The period of the same length that ends the day before this one starts."""
        end = self.period.start - timedelta(days=1)
        return Period(end - timedelta(days=self.days - 1), end)

    @property
    def words(self) -> str:
        start, end = (date_format(day, "SHORT_DATE_FORMAT") for day in (self.period.start, self.period.end))
        return f"{start} – {end}"

    @property
    def query(self) -> str:
        """What names this period in an address."""
        if self.kind != "custom":
            return urlencode({"period": self.kind})
        return urlencode({"period": "custom", "from": str(self.period.start), "to": str(self.period.end)})


def chosen(query: Mapping[str, str], today: date | None = None, default: str = DEFAULT) -> Chosen:
    """Return the period that an address asks for; the default, with what was wrong, when it makes no sense."""
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


def closed(kind: str, today: date) -> Period:
    """Return the last whole week (from Monday), month or quarter before a day."""
    if kind == "week":
        end = today - timedelta(days=today.weekday() + 1)
        return Period(end - timedelta(days=6), end)
    months = 3 if kind == "quarter" else 1
    first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    end = first - timedelta(days=1)
    return Period(end.replace(day=1, month=end.month - months + 1), end)


def _last(days: int, end: date) -> Period:
    return Period(end - timedelta(days=days - 1), end)
