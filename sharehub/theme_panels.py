"""What the hub adds to the page of a theme: what is planned, and the way to what its hits were."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from ambassadors import privacy
from sharehub.measurement.disclosure import may_show
from sharehub.models import PlannedShare
from themes import panels, reporting
from themes.models import Theme
from themes.panels import Panel

_WEEK = timedelta(days=7)


def register() -> None:
    """A theme's page says how much is planned for it, and leads to the explanation of its hits."""
    panels.register(Theme, "planned", planned)
    panels.register(Theme, "truth", truth)


def planned(theme: Theme) -> Panel:
    """Return how many shares are planned for the coming week; never of fewer people than the threshold, nor whose.

    Where figures are told of whole months, only whether so many people planned something: the number would tell of each day.
    """
    now = timezone.now()
    coming = PlannedShare.objects.waiting().filter(share__theme=theme, due_at__lt=now + _WEEK, held_for="")
    counts = coming.aggregate(shares=Count("pk"), people=Count("share__ambassador", distinct=True))
    is_rough = not reporting.is_live()
    minimum = privacy.threshold() if counts["people"] or is_rough else 0
    shown = counts["shares"] if may_show(counts["people"], minimum) else None
    values = {"theme": theme, "planned": shown, "minimum": minimum, "is_rough": is_rough}
    return Panel("sharehub/_theme_planned.html", values)


def truth(theme: Theme) -> Panel:
    """Return the way to the explanation; who may not see it is shown none."""
    return Panel("sharehub/_theme_truth_link.html", {"theme": theme})
