"""What an ambassador can make of a question, besides answering it there; upper apps add their ways."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from ambassadors.models import AnswerRequest


@dataclass(frozen=True)
class Way:
    """A thing to make of a question that one took: its name, its icon, and where."""

    label: str | Promise
    icon: str
    url: Callable[[AnswerRequest], str]


_ways: dict[str, Way] = {}


def register_way(key: str, way: Way) -> None:
    """The way stands at every question that someone took."""
    _ways[key] = way


def ways(request: AnswerRequest) -> list[tuple[Way, str]]:
    """Return the ways with their addresses for one question."""
    return [(way, way.url(request)) for way in _ways.values()]
