"""Words to begin with: a suggestion that differs from the colleagues', and how much of someone's text is their own."""

import hashlib
import re
from collections.abc import Iterable
from datetime import timedelta
from difflib import SequenceMatcher

from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import Shareable, TextVariant
from sharehub.models import Share
from themes import disclosure
from themes.models import Organisation

_FRESH = timedelta(hours=48)
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LINK = re.compile(r"https?://\S+")


def variants_for(piece: Shareable, network: str) -> list[TextVariant]:
    """Return the suggested texts of that network, else those for any network."""
    variants = list(piece.variants.all())
    return [v for v in variants if v.network == network] or [v for v in variants if not v.network]


def suggestion_for(*, ambassador: Ambassador, piece: Shareable, network: str) -> str:
    """Return the text this person begins with: one that no colleague used these two days where there is one, else their own by chance.

    The choice is a hash of person and piece: the same each time the page opens, another for the next colleague.
    """
    variants = variants_for(piece, network)
    if not variants:
        return ""
    used = set(
        Share.objects.filter(piece=piece, created_at__gte=timezone.now() - _FRESH)
        .exclude(state=Share.State.WITHDRAWN)
        .exclude(ambassador=ambassador)
        .values_list("suggestion", flat=True)
    )
    free = [variant for variant in variants if variant.text not in used] or variants
    digest = hashlib.blake2b(f"{ambassador.pk}:{piece.pk}".encode(), digest_size=8).digest()
    return free[int.from_bytes(digest, "big") % len(free)].text


def opening_text(*, ambassador: Ambassador, piece: Shareable, network: str, language: str) -> str:
    """Return what stands in the field at first: where they work, in natural words where needed, and the suggestion."""
    suggestion = suggestion_for(ambassador=ambassador, piece=piece, network=network)
    return disclosure.put_in_front(suggestion, language) if piece.disclosure_required else suggestion


def compare(text: str, piece: Shareable, language: str) -> tuple[float, str]:
    """Return how much of a text is someone's own (0 to 1), and the suggestion that it is nearest to."""
    known = Organisation.load().disclosure(language)
    words = _words(text.replace(known, " ") if known else text)
    suggestions = list(dict.fromkeys(variant.text for variant in piece.variants.all()))
    if not words:
        return 0.0, ""
    nearest, likeness = "", 0.0
    for suggestion in suggestions:
        ratio = _likeness(words, _words(suggestion))
        if ratio > likeness:
            nearest, likeness = suggestion, ratio
    return round(1 - likeness, 3), nearest


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub(" ", text).casefold())


def _likeness(one: Iterable[str], other: Iterable[str]) -> float:
    return SequenceMatcher(None, list(one), list(other), autojunk=False).ratio()
