"""What content adds to the page of a theme: what the plan holds for it in the next weeks, to read."""

from datetime import timedelta

from django.utils import timezone

from cms.models import PlannedPiece
from themes import panels
from themes.models import Theme
from themes.panels import Panel

_WEEKS = 6
_SHOWN = 8


def register() -> None:
    """A theme's page says what is coming for it."""
    panels.register(Theme, "coming", coming)


def coming(theme: Theme) -> Panel:
    """Return the pieces that go out in the next six weeks, soonest first, and how far each is; one query, however many they are."""
    today = timezone.localdate()
    pieces = PlannedPiece.objects.filter(story__theme=theme).going_out(today, today + timedelta(weeks=_WEEKS))
    found = list(pieces.with_progress()[: _SHOWN + 1])
    context = {"theme": theme, "weeks": _WEEKS, "pieces": found[:_SHOWN], "has_more": len(found) > _SHOWN}
    return Panel("cms/_theme_coming.html", context)
