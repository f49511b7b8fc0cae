"""The teams that a figure can be limited to; the app that knows people names them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Division:
    """A team by its key and name; `depth` tells how many teams it is part of."""

    pk: int
    name: str
    depth: int = 0

    @property
    def indented(self) -> str:
        """The name as it stands in a list of all, below the team it is part of."""
        return "\N{EN SPACE}" * (2 * self.depth) + self.name


_sources: list[Callable[[], list[Division]]] = []


def register(source: Callable[[], list[Division]]) -> None:
    """The teams can be chosen for a KPI, in this order."""
    _sources[:] = [source]


def divisions() -> list[Division]:
    """Return every team in the order of the tree; none where no app knows teams."""
    return [division for source in _sources for division in source()]


def names() -> dict[int, str]:
    """Return the name of every team by its key."""
    return {division.pk: division.name for division in divisions()}
