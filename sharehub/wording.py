"""Words to begin with: a suggestion that differs from the colleagues', and how much of someone's text is their own."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db import transaction
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import Shareable, TextVariant
from sharehub import networks, teasers
from sharehub.models import ReservedText, Share
from sharehub.models.wording import FRESH
from themes import disclosure
from themes.models import Organisation

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LINK = re.compile(r"https?://\S+")


def variants_for(piece: Shareable, network: str) -> list[TextVariant]:
    """Return the suggested texts of that network, else those for any network."""
    variants = list(piece.variants.all())
    return [v for v in variants if v.network == network] or [v for v in variants if not v.network]


def suggestion_for(*, ambassador: Ambassador, piece: Shareable, network: str) -> str:
    """Return the text this person begins with; it is kept for them, and the same each time.

    It is one of those that the fewest colleagues were given or used these two days; among equals a hash of person and piece
    decides, so that not everybody begins with the first. An author begins with what their own post begins with.
    """
    own_post = teasers.own_post(piece, ambassador)
    if own_post is not None:
        return teasers.draft(own_post, networks.get(network))
    texts = list(dict.fromkeys(variant.text for variant in variants_for(piece, network)))
    if len(texts) < 2:
        return texts[0] if texts else ""
    own = ReservedText.objects.filter(ambassador=ambassador, piece_id=piece.pk, network=network)
    kept = own.values_list("text", flat=True).first()
    if kept is not None and kept in texts:
        return kept
    return _reserve(ambassador, piece, network, texts)


@transaction.atomic
def _reserve(ambassador: Ambassador, piece: Shareable, network: str, texts: list[str]) -> str:
    # Whoever opens the piece at the same moment waits here, and sees what was kept.
    list(TextVariant.objects.select_for_update().filter(piece_id=piece.pk).order_by("pk").values_list("pk", flat=True))
    given = ReservedText.objects.standing().filter(piece_id=piece.pk, text__in=texts).exclude(ambassador=ambassador)
    shares = Share.objects.filter(piece_id=piece.pk, created_at__gte=timezone.now() - FRESH, suggestion__in=texts)
    used = shares.exclude(state=Share.State.WITHDRAWN).exclude(ambassador=ambassador)
    # A colleague who was given a text and used it is one colleague.
    pairs = set(given.values_list("ambassador", "text")) | set(used.values_list("ambassador", "suggestion"))
    taken = Counter(text for _colleague, text in pairs)
    fewest = min(taken[text] for text in texts)
    free = [text for text in texts if taken[text] == fewest]
    digest = hashlib.blake2b(f"{ambassador.pk}:{piece.pk}".encode(), digest_size=8).digest()
    text = free[int.from_bytes(digest, "big") % len(free)]
    ReservedText.objects.update_or_create(
        ambassador=ambassador,
        piece_id=piece.pk,
        network=network,
        defaults={"text": text, "reserved_at": timezone.now()},
    )
    return text


def opening_text(*, ambassador: Ambassador, piece: Shareable, network: str, language: str) -> str:
    """Return what stands in the field at first: where they work, in natural words where needed, and the suggestion."""
    suggestion = suggestion_for(ambassador=ambassador, piece=piece, network=network)
    return disclosure.put_in_front(suggestion, language) if piece.disclosure_required else suggestion


def bare_opening(piece: Shareable, language: str) -> str:
    """Return what stands in front of someone's own words: where they work, where that has to be said."""
    words = Organisation.load().disclosure(language) if piece.disclosure_required else ""
    return f"{words}\n\n" if words else ""


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
