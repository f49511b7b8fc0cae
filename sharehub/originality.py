"""How near a text is to what colleagues posted these two days: told while one writes, and to nobody else."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Max, Value
from django.db.models.functions import Left, Replace
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub.models import Share
from sharehub.models.wording import FRESH
from themes.models import Organisation

# From here on people who follow both of them take two posts for copies of one text.
NEAR, SAME = 0.55, 0.85
# What is read is bounded, so that it takes as long for a piece that everybody shares: the latest posts, and how they begin.
_POSTS, _CHARACTERS, _FEWEST = 120, 400, 20


def nearest_colleague(text: str, *, ambassador: Ambassador, piece: Shareable, language: str) -> float | None:
    """Return how near (0 to 1) the text is to the nearest post of a colleague about this piece, by trigrams, in one query.

    None where nobody else posted about it, and for a text of a few words. Where people work, which all of them say in
    front, is left out of it.
    """
    disclosure = Organisation.load().disclosure(language)
    own = (text.replace(disclosure, "") if disclosure else text).strip()[:_CHARACTERS]
    if len(own) < _FEWEST:
        return None
    latest = (
        Share.objects.filter(piece_id=piece.pk, created_at__gte=timezone.now() - FRESH)
        .exclude(ambassador=ambassador)
        .exclude(state__in=[Share.State.WITHDRAWN, Share.State.FAILED])
        .exclude(text="")
        .order_by("-created_at")
        .values("pk")[:_POSTS]
    )
    said = Replace(F("text"), Value(disclosure), Value("")) if disclosure else F("text")
    near = TrigramSimilarity(Left(said, _CHARACTERS), own)
    found: float | None = Share.objects.filter(pk__in=latest).order_by().aggregate(most=Max(near))["most"]
    return found
