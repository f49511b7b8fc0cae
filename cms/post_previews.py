"""How posts about a piece will look on a network, while the piece is being edited."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cms.looks import Look
from themes import disclosure

if TYPE_CHECKING:
    from cms.shareable import Shareable


@dataclass(frozen=True)
class Post:
    """A post as somebody would begin with it, how long it is, and whether that is too long."""

    text: str
    length: int
    room: int

    @property
    def is_too_long(self) -> bool:
        return self.length > self.room


def posts(piece: "Shareable", look: Look) -> list[Post]:
    """Return one post for each suggested text of the network, else for each that goes anywhere; one without where none is."""
    variants = list(piece.variants.all())
    own = [variant.text for variant in variants if variant.network == look.key]
    texts = own or [variant.text for variant in variants if not variant.network] or [""]
    room = look.room()
    return [_post(text, piece, look, room) for text in texts]


def host_of(piece: "Shareable") -> str:
    """Return the host that the network names below the link."""
    return urlsplit(piece.share_target()).hostname or ""


def _post(text: str, piece: "Shareable", look: Look, room: int) -> Post:
    words = disclosure.put_in_front(text, piece.language) if piece.disclosure_required else text
    return Post(words, look.measure(words), room)
