"""Early signs that a programme is failing: every app tells its own, the workspace shows them side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes.models import Programme


class Level(models.TextChoices):
    """How a sign reads."""

    GOOD = "good", _("good")
    CARE = "care", _("needs attention")
    BAD = "bad", _("in danger")


@dataclass(frozen=True)
class Signal:
    """One sign: what it is about, its figure in words, what to do and where, and the step that it tells about (0: all)."""

    name: str | Promise
    figure: str
    advice: str
    level: Level = Level.GOOD
    url: str = ""
    step: int = 0


_signals: dict[str, Callable[[Programme], Signal | None]] = {}


def register(key: str, signal: Callable[[Programme], Signal | None]) -> None:
    """The sign stands in every workspace; a callable that returns None has nothing to say yet."""
    _signals[key] = signal


def signals(programme: Programme) -> list[Signal]:
    """Return the signs that have something to say, the worrying ones first; before its first day a programme has none."""
    if programme.starts_on > timezone.localdate():
        return []
    found = [signal for read in _signals.values() if (signal := read(programme)) is not None]
    order = [Level.BAD, Level.CARE, Level.GOOD]
    return sorted(found, key=lambda signal: order.index(signal.level))


def by_step(found: Iterable[Signal]) -> dict[int, Signal]:
    """Return the most worrying sign of each step that has any; `found` stands in order of worry."""
    worst: dict[int, Signal] = {}
    for signal in found:
        worst.setdefault(signal.step, signal)
    return worst
