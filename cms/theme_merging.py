"""What becomes of pieces and feeds when a theme goes on as another."""

from cms.models import FeedSource, HandIn, Picture, Shareable, Story, VacancySource
from themes import merging
from themes.models import Theme


def register() -> None:
    """Pieces can be found under the theme that goes on, feeds bring in for it, and stories are planned for it."""
    merging.on_merging(move)


def move(source: Theme, target: Theme) -> None:
    """Live pieces of the source are the target's as well; so are what feeds bring in from now on, what is planned or handed in."""
    through = Shareable.themes.through
    pieces = Shareable.objects.live().filter(themes=source).exclude(themes=target)
    through.objects.bulk_create(through(shareable_id=pk, theme=target) for pk in pieces.values_list("pk", flat=True))
    FeedSource.objects.filter(theme=source).update(theme=target)
    VacancySource.objects.filter(theme=source).update(theme=target)
    Picture.objects.filter(theme=source).update(theme=target)
    Story.objects.filter(theme=source).update(theme=target)
    HandIn.objects.filter(theme=source).update(theme=target)
