"""What pieces did, told by the app that counts it; this one only asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Effect:
    """How often a piece was shared and how many people came; `is_few` where too few people are behind it to tell.

    `of_months` where they are those of whole months that are over, as far as each may be told.
    """

    shares: int = 0
    visitors: int = 0
    is_few: bool = False
    of_months: bool = False


Source = Callable[[Sequence[int]], dict[int, Effect]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """The callable tells the effect of pages, by their keys; it leaves out those that did nothing."""
    _sources[:] = [source]


def of_pages(pages: Sequence[int]) -> dict[int, Effect]:
    """Return what pages did, by their keys."""
    return {pk: effect for source in _sources for pk, effect in source(pages).items()} if pages else {}
