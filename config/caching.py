"""The cache is only quicker: while Valkey is away it is as if it were empty, and pages go on.

One that takes questions and answers none would hold up every page at each of them: it is left alone for some seconds then.

What stands nowhere else, such as what can be undone, goes to `caches["state"]`, which says so when it cannot be kept.
"""

import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionPool
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Unanswered

Answer = TypeVar("Answer")
_PAUSE = 10.0  # seconds
_logger = structlog.get_logger(__name__)
_left_alone_until: dict[str, float] = {}  # by the address of a server


@cache
def _pool(url: str, **options: Any) -> ConnectionPool:
    return ConnectionPool.from_url(url, **options)


class SharedPool:
    """Valkey's connections of a whole process: Django keeps a pool per thread, and those of a thread that ended stay open."""

    @staticmethod
    def from_url(url: str, **options: Any) -> ConnectionPool:
        """Return the one pool of this process for this server."""
        return _pool(url, **options)


class ForgivingCache(RedisCache):
    """Django's own, without the errors of a server that is away: nothing is found, nothing is kept, and the log says so."""

    def _ask(self, answer: Answer, ask: Callable[[], Answer]) -> Answer:
        server = str(self._servers[0])  # type: ignore[attr-defined]  # the stubs leave it out
        if time.monotonic() < _left_alone_until.get(server, 0.0):
            return answer
        try:
            return ask()
        except RedisError as error:
            if isinstance(error, Unanswered):
                _left_alone_until[server] = time.monotonic() + _PAUSE
            _logger.warning("cache_away", error=type(error).__name__)
            return answer

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep the value unless there is one; whoever asks to be the first is told that they are while nobody can say."""
        return self._ask(True, lambda: bool(super(ForgivingCache, self).add(key, value, timeout, version)))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        return self._ask(default, lambda: super(ForgivingCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value."""
        self._ask(None, lambda: super(ForgivingCache, self).set(key, value, timeout, version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Keep it no longer; return whether there was one."""
        return self._ask(False, lambda: bool(super(ForgivingCache, self).delete(key, version)))

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values that are there, by key."""
        return self._ask({}, lambda: dict(super(ForgivingCache, self).get_many(keys, version)))

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Keep the values; return the keys of those that were not kept."""
        return self._ask(list(data), lambda: list(super(ForgivingCache, self).set_many(data, timeout, version)))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Keep none of them any longer."""
        self._ask(None, lambda: super(ForgivingCache, self).delete_many(keys, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        return self._ask(False, lambda: bool(super(ForgivingCache, self).has_key(key, version)))
