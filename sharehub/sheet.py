"""The share sheet: everything it shows about a piece, a network and a text."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from ambassadors.models import Ambassador
from cms.advice import Advice, switched_off, without
from cms.models import Shareable
from sharehub import advice, feed, networks, originality, servers, wording
from sharehub.edge.codes import LENGTH
from sharehub.models import TrackedLink
from sharehub.networks import NetworkModule

# JPEG, because not every app that a phone shares with takes WebP.
FILE = "max-1600x1600|format-jpeg"


@dataclass(frozen=True)
class Offer:
    """A network to choose, and the room it leaves for words."""

    module: NetworkModule
    room: int


@dataclass(frozen=True)
class Sheet:
    """What the share sheet shows."""

    piece: Shareable
    network: NetworkModule
    offers: list[Offer]
    others: list[Offer]
    text: str
    prepared: str
    bare: str
    tips: list[Advice]
    length: int
    room: int
    host: str
    file: str


def sheet(
    *, ambassador: Ambassador, piece: Shareable, network: str = "", text: str | None = None, prepared: str = ""
) -> Sheet | None:
    """Return the sheet; None where the piece may be shared on no network. A text that was not touched is prepared anew."""
    own = list(ambassador.networks.values_list("network", flat=True))
    allowed = servers.adapted([module for module in networks.all() if piece.allows(module.key)], ambassador)
    if not allowed:
        return None
    # Someone who has not chosen any network yet begins with those that most people have.
    wanted = own or [module.key for module in allowed if module.is_usual]
    first = [module for key in wanted for module in allowed if module.key == key] or allowed[:4]
    chosen = next((module for module in allowed if module.key == network), first[0])
    if chosen not in first:
        first = [chosen, *first]
    opening = wording.opening_text(ambassador=ambassador, piece=piece, network=chosen.key, language=piece.language)
    # What someone emptied stays empty.
    words = opening if text is None or text == prepared != "" else text
    near = originality.nearest_colleague(words, ambassador=ambassador, piece=piece, language=piece.language)
    link = TrackedLink(code="x" * LENGTH).get_absolute_url()
    return Sheet(
        piece=piece,
        network=chosen,
        offers=[Offer(module, module.room(link)) for module in first],
        others=[Offer(module, module.room(link)) for module in allowed if module not in first],
        text=words,
        prepared=opening,
        bare=wording.bare_opening(piece, piece.language),
        tips=without(
            advice.tips(words, piece, chosen, piece.language, near_colleague=near), switched_off(ambassador.user)
        ),
        length=chosen.count(words),
        room=chosen.room(link),
        host=urlsplit(piece.specific.share_target()).hostname or "",
        file=picture_file(piece),
    )


def picture_file(piece: Shareable) -> str:
    """Return the address of the piece's picture as every app takes it; empty where there is none."""
    return feed.picture_url(piece.picture, FILE)
