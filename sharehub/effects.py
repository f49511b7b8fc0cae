"""What pieces of the content plan did."""

from collections.abc import Sequence
from datetime import UTC

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms import effects
from cms.effects import Effect
from cms.models import Shareable
from sharehub.measurement import truth
from sharehub.measurement.disclosure import may_show
from sharehub.models import Share
from themes.metrics import Period


def register() -> None:
    """The content plan can tell what its pieces did."""
    effects.register(of_pages)


def of_pages(pages: Sequence[int]) -> dict[int, Effect]:
    """Return shares that count and people who came, since the page was published, in all its languages together.

    Nothing where too few are behind it.
    """
    pieces = list(Shareable.objects.filter(pk__in=pages).exclude(first_published_at=None))
    keys = [piece.original_key for piece in pieces]
    versions = Shareable.objects.filter(Q(pk__in=keys) | Q(translation_of__in=keys)).order_by().values("pk")
    counting = Share.objects.counting().filter(piece__in=versions).order_by()
    by_original = counting.annotate(original=Coalesce("piece__translation_of", "piece")).values_list("original")
    people = Count("ambassador", distinct=True)
    shares = {key: (n, by) for key, n, by in by_original.annotate(Count("pk"), people)}
    found = {}
    for piece in pieces:
        number, by = shares.get(piece.original_key, (0, 0))
        reach = truth.reach_of_piece(piece, _since_published(piece)) if may_show(by) else None
        found[piece.pk] = Effect(number, reach.visitors) if reach else Effect(is_few=True)
    return {pk: effect for pk, effect in found.items() if effect.is_few or effect.shares or effect.visitors}


def _since_published(piece: Shareable) -> Period:
    today = timezone.now().astimezone(UTC).date()
    return Period(piece.first_published_at.astimezone(UTC).date() if piece.first_published_at else today, today)
