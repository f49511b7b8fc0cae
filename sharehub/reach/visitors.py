"""Who is the same visitor today, without knowing who: a keyed hash whose key is thrown away after the day.

The keys of the days live in Valkey only. When one is lost, that day's visitors look new once more; nothing else suffers.
"""

import secrets
from datetime import UTC, date, datetime
from functools import cache

import redis
import structlog
from django.conf import settings
from django.http import HttpRequest

from sharehub.edge import visitor_keys
from themes import addresses

# Whose own visitor's keys are known today; the drain asks only about them.
_OWN_PEOPLE = "reach:own:{day:%Y-%m-%d}"
_logger = structlog.get_logger(__name__)


def visitor_key(ip: str, user_agent: str, day: date) -> bytes:
    """Return 16 bytes that are the same for the same visitor on the same day (UTC), and tell nothing afterwards.

    Without Valkey the key is random: the visit is kept, only a second visit is not recognised.
    """
    try:
        key = _day_key(day)
    except redis.RedisError as error:
        _logger.warning("day_key_unavailable", error=type(error).__name__)
        return secrets.token_bytes(visitor_keys.KEY_BYTES)
    return visitor_keys.visitor_hash(key, ip, user_agent)


def remember_own(ambassador_id: int, key: bytes, day: date | None = None) -> None:
    """For the rest of the day, visits with this key to the ambassador's own links count as own clicks."""
    on = day or datetime.now(UTC).date()
    name = _own_name(ambassador_id, on)
    try:
        with _valkey().pipeline(transaction=False) as pipeline:
            pipeline.sadd(name, key)
            pipeline.expire(name, visitor_keys.seconds_left(on))
            pipeline.sadd(_OWN_PEOPLE.format(day=on), ambassador_id)
            pipeline.expire(_OWN_PEOPLE.format(day=on), visitor_keys.seconds_left(on))
            pipeline.execute()
    except redis.RedisError as error:
        _logger.warning("own_visitor_not_remembered", error=type(error).__name__)


def is_own(ambassador_id: int, key: bytes, day: date | None = None) -> bool:
    """Whether the key was seen today with the ambassador signed in; False when that cannot be known."""
    try:
        return bool(_valkey().sismember(_own_name(ambassador_id, day or datetime.now(UTC).date()), key))  # type: ignore[arg-type]
    except redis.RedisError:
        return False


def present_day_key(day: date) -> bytes | None:
    """Return the day's key if there is one; nobody makes one here. Raises redis.RedisError when that cannot be known."""
    return _valkey().get(visitor_keys.day_key_name(day))  # type: ignore[return-value]


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: what a trusted proxy says, else who is connected. Never store it."""
    peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", "")
    return addresses.client_address(str(peer), str(forwarded), addresses.networks(settings.TRUSTED_PROXIES))


def _day_key(day: date) -> bytes:
    """Return the day's random key; whoever comes first makes it, and all others get the same."""
    name = visitor_keys.day_key_name(day)
    valkey = _valkey()
    if found := valkey.get(name):
        return bytes(found)  # type: ignore[arg-type]
    mine = visitor_keys.new_day_key()
    theirs = valkey.set(name, mine, nx=True, get=True, ex=visitor_keys.seconds_left(day))
    return bytes(theirs or mine)  # type: ignore[arg-type]


def _own_name(ambassador_id: int, day: date) -> str:
    return f"reach:own:{day:%Y-%m-%d}:{ambassador_id}"


@cache
def _valkey() -> redis.Redis:
    """Return this process's client; a visit waits a quarter of a second for it at most."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.25, socket_connect_timeout=0.25)
