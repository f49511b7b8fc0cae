"""What the hub adds to the page of a theme: the way to what its hits were."""

from themes import panels
from themes.models import Theme
from themes.panels import Panel


def register() -> None:
    """A theme's page leads to the explanation of its hits."""
    panels.register(Theme, "truth", truth)


def truth(theme: Theme) -> Panel:
    """Return the way to the explanation; who may not see it is shown none."""
    return Panel("sharehub/_theme_truth_link.html", {"theme": theme})
