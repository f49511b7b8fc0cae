"""What becomes of pieces and feeds when a theme goes on as another."""

from cms.models import FeedSource, Shareable
from themes import merging
from themes.models import Theme


def register() -> None:
    """Pieces can be found under the theme that goes on, and feeds bring in for it."""
    merging.on_merging(move)


def move(source: Theme, target: Theme) -> None:
    """Live pieces of the source are the target's as well, and what feeds bring in from now on is the target's."""
    through = Shareable.themes.through
    pieces = Shareable.objects.live().filter(themes=source).exclude(themes=target)
    through.objects.bulk_create(through(shareable_id=pk, theme=target) for pk in pieces.values_list("pk", flat=True))
    FeedSource.objects.filter(theme=source).update(theme=target)
