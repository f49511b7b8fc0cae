"""Who is the same visitor today, without knowing who: a keyed hash whose key is thrown away after the day.

The keys of the days live in Valkey only. When one is lost, that day's visitors look new once more; nothing else suffers.
"""

import hashlib
import ipaddress
import secrets
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import redis
import structlog
from django.conf import settings
from django.http import HttpRequest

KEY_BYTES = 16
# A click that waited in a journal over midnight still finds the key of its day.
GRACE = timedelta(hours=2)
_logger = structlog.get_logger(__name__)


def visitor_key(ip: str, user_agent: str, day: date) -> bytes:
    """Return 16 bytes that are the same for the same visitor on the same day (UTC), and tell nothing afterwards.

    Without Valkey the key is random: the visit is kept, only a second visit is not recognised.
    """
    try:
        key = _day_key(day)
    except redis.RedisError as error:
        _logger.warning("day_key_unavailable", error=type(error).__name__)
        return secrets.token_bytes(KEY_BYTES)
    return hashlib.blake2b(f"{ip}\n{user_agent}".encode(), key=key, digest_size=KEY_BYTES).digest()


def remember_own(ambassador_id: int, key: bytes, day: date | None = None) -> None:
    """For the rest of the day, visits with this key to the ambassador's own links count as own clicks."""
    on = day or datetime.now(UTC).date()
    name = _own_name(ambassador_id, on)
    try:
        with _valkey().pipeline(transaction=False) as pipeline:
            pipeline.sadd(name, key)
            pipeline.expire(name, _seconds_left(on))
            pipeline.execute()
    except redis.RedisError as error:
        _logger.warning("own_visitor_not_remembered", error=type(error).__name__)


def is_own(ambassador_id: int, key: bytes, day: date | None = None) -> bool:
    """Whether the key was seen today with the ambassador signed in; False when that cannot be known."""
    try:
        return bool(_valkey().sismember(_own_name(ambassador_id, day or datetime.now(UTC).date()), key))  # type: ignore[arg-type]
    except redis.RedisError:
        return False


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address: what a trusted proxy says, else who is connected. Never store it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    # From the nearest hop outwards: a hop is believed only when the one that told of it is a proxy of ours.
    while forwarded and _is_trusted(address):
        address = forwarded.pop().strip() or address
    return address


def _day_key(day: date) -> bytes:
    """Return the day's random key; whoever comes first makes it, and all others get the same."""
    name = f"reach:day-key:{day:%Y-%m-%d}"
    valkey = _valkey()
    if found := valkey.get(name):
        return bytes(found)  # type: ignore[arg-type]
    mine = secrets.token_bytes(32)
    theirs = valkey.set(name, mine, nx=True, get=True, ex=_seconds_left(day))
    return bytes(theirs or mine)  # type: ignore[arg-type]


def _seconds_left(day: date) -> int:
    """Return how long anything about the day may stay: until it ends, and a little longer."""
    ends_at = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    left = ends_at - datetime.now(UTC)
    return int((max(left, timedelta()) + GRACE).total_seconds())


def _own_name(ambassador_id: int, day: date) -> str:
    return f"reach:own:{day:%Y-%m-%d}:{ambassador_id}"


@cache
def _valkey() -> redis.Redis:
    """Return this process's client; a visit waits a quarter of a second for it at most."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.25, socket_connect_timeout=0.25)


def _is_trusted(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES)
