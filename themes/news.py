"""What happened this week, in sentences: every app tells its own, the workspace begins with them."""

from collections.abc import Callable, Sequence
from datetime import date

from themes.models import Programme

_tellers: dict[str, Callable[[Programme, date], Sequence[str]]] = {}


def register(key: str, teller: Callable[[Programme, date], Sequence[str]]) -> None:
    """The sentences stand at the top of the workspace; the callable gets the programme and the first day of the week."""
    _tellers[key] = teller


def sentences(programme: Programme, since: date, limit: int = 3) -> list[str]:
    """Return what there is to tell since a day, at most `limit` sentences in order of registration."""
    told = [sentence for teller in _tellers.values() for sentence in teller(programme, since)]
    return told[:limit]
