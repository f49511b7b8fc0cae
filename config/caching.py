"""The cache is only quicker: while Valkey is away it is as if it were empty, and pages go on.

What stands nowhere else, such as what can be undone, goes to `caches["state"]`, which says so when it cannot be kept.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionPool
from redis.exceptions import RedisError

Answer = TypeVar("Answer")
_logger = structlog.get_logger(__name__)


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

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep the value unless there is one; whoever asks to be the first is told that they are while nobody can say."""
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError as error:
            return _missed(error, True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or the default."""
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _missed(error, default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep the value."""
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            _missed(error, None)

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Keep it no longer; return whether there was one."""
        try:
            return bool(super().delete(key, version))
        except RedisError as error:
            return _missed(error, False)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values that are there, by key."""
        try:
            found: dict[Any, Any] = super().get_many(keys, version)
        except RedisError as error:
            return _missed(error, {})
        return found

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        """Keep the values; return the keys of those that were not kept."""
        try:
            return list(super().set_many(data, timeout, version))
        except RedisError as error:
            return _missed(error, list(data))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        """Keep none of them any longer."""
        try:
            super().delete_many(keys, version)
        except RedisError as error:
            _missed(error, None)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        """Whether there is a value."""
        try:
            return bool(super().has_key(key, version))
        except RedisError as error:
            return _missed(error, False)


def _missed(error: RedisError, answer: Answer) -> Answer:
    _logger.warning("cache_away", error=type(error).__name__)
    return answer
