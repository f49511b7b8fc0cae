"""What pieces of the content plan did."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from ambassadors import privacy
from cms import effects
from cms.effects import Effect
from cms.models import Shareable
from sharehub.measurement import truth
from sharehub.measurement.disclosure import may_show
from sharehub.measurement.periods import of
from sharehub.measurement.piece_report import did
from sharehub.models import Share
from themes import reporting
from themes.kept import kept
from themes.metrics import Period

_MONTHS = 12


def register() -> None:
    """The content plan can tell what its pieces did."""
    effects.register(of_pages)


def of_pages(pages: Sequence[int]) -> dict[int, Effect]:
    """Return shares that count and people who came, since the page was published, in all its languages together.

    Nothing where too few are behind it. Where figures are told of whole months they are those of the last twelve, as far as each is told.
    """
    return _live(pages) if reporting.is_live() else _by_month(pages)


def _live(pages: Sequence[int]) -> dict[int, Effect]:
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


def _by_month(pages: Sequence[int]) -> dict[int, Effect]:
    # Months that are over hardly change: they are added up once an hour, for every piece at once.
    name = f"effects:{reporting.utc_today():%Y-%m-%d}:{privacy.threshold()}"
    told = kept(name, _of_months, fresh_for=3600, slow_for=settings.KEPT_SECONDS).value
    originals = Shareable.objects.filter(pk__in=pages).values_list("pk", Coalesce("translation_of", "pk"))
    return {pk: told[original] for pk, original in originals if original in told}


def _of_months() -> dict[int, Effect]:
    found: dict[int, Effect] = {}
    for month in reporting.months(reporting.utc_today(), _MONTHS):
        for piece, now in did(of(month)).items():
            before = found.get(piece, Effect(of_months=True))
            found[piece] = replace(
                before,
                shares=before.shares + (now.shares or 0),
                visitors=before.visitors + (now.visitors or 0),
                is_few=before.is_few or now.shares is None or now.visitors is None,
            )
    told = {pk: replace(one, is_few=one.is_few and not (one.visitors or one.shares)) for pk, one in found.items()}
    return {pk: one for pk, one in told.items() if one.is_few or one.shares or one.visitors}


def _since_published(piece: Shareable) -> Period:
    today = timezone.now().astimezone(UTC).date()
    return Period(piece.first_published_at.astimezone(UTC).date() if piece.first_published_at else today, today)
