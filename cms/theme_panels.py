"""What content adds to the page of a theme: what is late, and what the plan holds for it in the next weeks, to read."""

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
    """Return what is late, and what goes out or is spread again in the next six weeks, with how far each is; the soonest first.

    One query, however many they are.
    """
    until = timezone.localdate() + timedelta(weeks=_WEEKS)
    pieces = PlannedPiece.objects.filter(story__theme=theme).ahead(timezone.now(), until)
    found = list(pieces.with_progress()[: _SHOWN + 1])
    context = {"theme": theme, "weeks": _WEEKS, "pieces": found[:_SHOWN], "has_more": len(found) > _SHOWN}
    return Panel("cms/_theme_coming.html", context)
