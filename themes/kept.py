"""Figures that take long to count are kept, with the moment they were counted; what is counted quickly is counted anew.

So a page of a small organisation is never behind, and one of a large organisation never waits. What is kept lies in the
cache: when it is lost, it is counted again. A sweep of the worker renews it before it is too old (see the tasks).
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

T = TypeVar("T")
_REST = 30


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A value, when it was counted, and how many seconds that took."""

    value: T
    counted_at: datetime
    seconds: float

    @property
    def age(self) -> float:
        """How many seconds ago it was counted."""
        return (timezone.now() - self.counted_at).total_seconds()

    @property
    def is_behind(self) -> bool:
        """Whether a page should say when it was counted."""
        return self.age >= 60

    @property
    def is_slow(self) -> bool:
        """Whether counting it takes too long for a page to wait for."""
        return self.seconds >= settings.KEPT_FROM_SECONDS


def kept(name: str, count: Callable[[], T], *, fresh_for: float = 0, slow_for: float = 300) -> Kept[T]:
    """Return the kept value while it is `fresh_for` seconds old, or `slow_for` where it is slow to count; else a new one.

    What a sweep renews may be older: the sweep comes first, and only where no worker runs a page waits for the count.
    """
    found: Kept[T] | None = _read(name)
    if found is not None:
        allowed = max(fresh_for, slow_for) if found.is_slow else fresh_for
        if 0 <= found.age < allowed:
            return found
    return renew(name, count)


def kept_each(
    name: str,
    keys: Collection[int],
    count: Callable[[list[int]], dict[int, T]],
    *,
    is_kept: Callable[[T], bool],
    fresh_for: float = 60,
) -> dict[int, T]:
    """Return a value for each key that has one: those kept within `fresh_for` seconds, and the others counted now, together.

    Only what `is_kept` says yes to is kept: large numbers, say, which nobody sees change by one.
    """
    found: dict[str, T] = cache.get_many([_key(f"{name}:{key}") for key in keys])
    values = {key: found[at] for key in keys if (at := _key(f"{name}:{key}")) in found}
    if lacking := [key for key in keys if key not in values]:
        counted = count(lacking)
        values |= counted
        cache.set_many({_key(f"{name}:{key}"): value for key, value in counted.items() if is_kept(value)}, fresh_for)
    return values


def renew(name: str, count: Callable[[], T]) -> Kept[T]:
    """The value is counted now and kept."""
    started = time.perf_counter()
    value = count()
    new = Kept(value, timezone.now(), time.perf_counter() - started)
    cache.set(_key(name), new, settings.KEPT_SECONDS)
    return new


def renew_slow(name: str, count: Callable[[], T]) -> Kept[T]:
    """The value is counted now, unless it is kept and either quick enough for whoever asks or was counted just now.

    Just now is thirty times as long as it takes, so that counting keeps no worker busy for more than a thirtieth of its time.
    """
    found: Kept[T] | None = _read(name)
    if found is not None and (not found.is_slow or found.age < found.seconds * _REST):
        return found
    return renew(name, count)


def forget(*names: str) -> None:
    """The next one who asks gets it counted anew."""
    cache.delete_many([_key(name) for name in names])


def _read(name: str) -> Kept[T] | None:
    found: Kept[T] | None = cache.get(_key(name))
    return found


def _key(name: str) -> str:
    return f"kept:{name}"
