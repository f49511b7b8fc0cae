"""How networks show a post and count its length; the app that knows networks tells it, the editor's preview asks."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """One network: in what it counts, how it counts links, how much it shows before it folds, and the room for words.

    `is_drawn` says whether the editor's preview draws it; the others show a link and a text in the same way as one of those.
    `pictures` are the sizes, in pixels, in which the network shows a picture whole.
    """

    key: str
    name: str
    counting: str
    link_length: int | None
    visible: int
    measure: Callable[[str], int]
    room: Callable[[], int]
    is_drawn: bool = False
    pictures: tuple[tuple[int, int], ...] = ()


_looks: dict[str, Look] = {}


def register(look: Look) -> None:
    """Posts on this network can be previewed and counted."""
    _looks[look.key] = look


def every() -> list[Look]:
    """Return every network's look."""
    return list(_looks.values())


def get(key: str) -> Look | None:
    """Return the look of a network."""
    return _looks.get(key)


def picture_sizes() -> set[tuple[int, int]]:
    """Return every size in which some network shows a picture whole."""
    return {size for look in _looks.values() for size in look.pictures}


def drawn() -> list[Look]:
    """Return those that the editor's preview draws, in their order."""
    return [look for look in _looks.values() if look.is_drawn]
