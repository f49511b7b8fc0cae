"""The share sheet: everything it shows about a piece, a network and a text."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse

from ambassadors.models import Ambassador
from cms import cards
from cms.advice import Advice, switched_off, without
from cms.models import Shareable
from sharehub import advice, feed, networks, originality, servers, wording
from sharehub.edge.codes import LENGTH
from sharehub.models import Share, TrackedLink
from sharehub.networks import NetworkModule
from sharehub.networks.module import PictureSize

# JPEG, because not every app that a phone shares with takes WebP.
FILE = "max-1600x1600|format-jpeg"


@dataclass(frozen=True)
class Offer:
    """A network to choose, and the room it leaves for words."""

    module: NetworkModule
    room: int


@dataclass(frozen=True)
class File:
    """The picture as a file to take along; `size` in words where the network has sizes of its own."""

    url: str
    size: str = ""


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
    files: list[File]

    @property
    def file(self) -> str:
        """The address of the picture in the network's usual size; empty where there is none."""
        return self.files[0].url if self.files else ""


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
        host=_host(piece),
        files=picture_files(piece, chosen),
    )


@dataclass(frozen=True)
class Beside:
    """What stands beside a text while one types: advice, and what the post will look like."""

    piece: Shareable
    network: NetworkModule
    text: str
    tips: list[Advice]
    host: str
    picture: str
    file: str


def beside(*, ambassador: Ambassador, piece: Shareable, network: str, text: str) -> Beside | None:
    """Return what is said of a text on a network, without the rest of the sheet: people wait for it at every pause.

    None where the piece may not be shared on that network.
    """
    if network not in {module.key for module in networks.all() if piece.allows(module.key)}:
        return None
    module = servers.module_for(ambassador, network)
    near = originality.nearest_colleague(text, ambassador=ambassador, piece=piece, language=piece.language)
    tips = advice.tips(text, piece, module, piece.language, near_colleague=near)
    shows = module.has_people
    files = picture_files(piece, module) if shows and not module.shows_link else []
    return Beside(
        piece=piece,
        network=module,
        text=text,
        tips=without(tips, switched_off(ambassador.user)),
        host=_host(piece) if shows else "",
        picture=feed.picture_url(piece.picture) if shows and module.shows_link else "",
        file=files[0].url if files else "",
    )


def _host(piece: Shareable) -> str:
    return urlsplit(piece.specific.share_target()).hostname or ""


def picture_files(piece: Shareable, network: NetworkModule) -> list[File]:
    """Return the piece's picture in each size of the network, the usual one first; whole where the network has none of its own.

    It is cut around the part that matters. A network that shows pictures instead of links gets the piece's card where there is none.
    """
    if not network.pictures:
        url = feed.picture_url(piece.picture, FILE)
        return [File(url)] if url else []
    files = [File(_in_size(piece, size), size.words) for size in network.pictures]
    if not files[0].url and not network.shows_link:
        page = piece.specific
        files = [File(cards.address(page, (size.width, size.height)), size.words) for size in network.pictures]
    return [file for file in files if file.url]


def own_cards(share: Share) -> list[File]:
    """Return the cards of a share with its person's name, in each size of its network; they are drawn when they are asked for."""
    sizes = networks.get(share.network).pictures
    return [
        File(reverse("sharehub:share_card", args=[share.pk, size.width, size.height]), size.words) for size in sizes
    ]


def _in_size(piece: Shareable, size: PictureSize) -> str:
    return feed.picture_url(piece.picture, f"fill-{size.width}x{size.height}|format-jpeg")
