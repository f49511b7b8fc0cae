"""Step 6 as its page shows it: parts side by side, of this app and of apps above it; and the figures of the help desk."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise

from ambassadors import helpdesk_metrics
from ambassadors.models import Question
from themes import reporting
from themes.metrics import Reading, Scope
from themes.models import Programme, Theme

FIGURE_DAYS = 28


@dataclass(frozen=True)
class Part:
    """One part of the support: what it is, how it stands in one sentence, and where it is looked after."""

    name: str | Promise
    words: str
    url: str
    icon: str
    is_urgent: bool = False


@dataclass(frozen=True)
class ThemeQuestions:
    """How many questions on a theme (None: without one) wait, and how many of those are late."""

    theme: Theme | None
    open: int
    late: int


@dataclass(frozen=True)
class HelpdeskFigures:
    """The two figures of the last four weeks, or the last whole month."""

    hours: Reading
    on_time: Reading
    when: str

    @property
    def percent(self) -> int | None:
        return None if self.on_time.value is None else round(self.on_time.value)

    @property
    def rounded_hours(self) -> Decimal | None:
        return None if self.hours.value is None else round(self.hours.value, 1)


_parts: dict[str, Callable[[Programme], Part | None]] = {}


def register_part(key: str, part: Callable[[Programme], Part | None]) -> None:
    """The part stands on the page of step 6; None leaves it out."""
    _parts[key] = part


def parts(programme: Programme) -> list[Part]:
    """Return the parts of a programme's support, those that cannot wait first."""
    found = [part for make in _parts.values() if (part := make(programme)) is not None]
    return sorted(found, key=lambda part: not part.is_urgent)


def questions_per_theme(programme: Programme) -> list[ThemeQuestions]:
    """Return the themes on which questions wait, the one with most late questions first."""
    now = timezone.now()
    rows = Question.objects.filter(programme=programme).open().values("theme").order_by()
    counts = rows.annotate(waiting=Count("pk"), late=Count("pk", filter=Q(due_at__lte=now)))
    themes = {theme.pk: theme for theme in Theme.objects.filter(pk__in=[row["theme"] for row in counts])}
    found = [ThemeQuestions(themes.get(row["theme"]), row["waiting"], row["late"]) for row in counts]
    return sorted(found, key=lambda row: (-row.late, -row.open, str(row.theme or "")))


def helpdesk_figures(programme: Programme) -> HelpdeskFigures:
    """Return how quickly questions were answered in the last four weeks, or the last whole month."""
    scope, period = Scope(programme.pk), reporting.period_of(FIGURE_DAYS, timezone.localdate())
    when = reporting.words_of(FIGURE_DAYS, period)
    return HelpdeskFigures(helpdesk_metrics.hours(scope, period), helpdesk_metrics.on_time(scope, period), when)
