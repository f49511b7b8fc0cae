"""The day's key, and the visitor's hash under it; shared by the edge and the application, so without Django.

Keys live in Valkey only and go with the day. A lost key costs that day's recognition of returning visitors, nothing else.
"""

import hashlib
import secrets
from datetime import UTC, date, datetime, time, timedelta

KEY_BYTES = 16
# A click that waited over midnight still finds the key of its day.
GRACE = timedelta(hours=2)


def day_key_name(day: date) -> str:
    """Return the name under which the day's key stands in Valkey."""
    return f"reach:day-key:{day:%Y-%m-%d}"


def new_day_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(32)


def seconds_left(day: date) -> int:
    """Return how long anything about the day may stay: until it ends (UTC), and a little longer."""
    ends_at = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    left = ends_at - datetime.now(UTC)
    return int((max(left, timedelta()) + GRACE).total_seconds())


def visitor_hash(key: bytes, ip: str, user_agent: str) -> bytes:
    """Return 16 bytes that are the same for the same visitor on the same day, and tell nothing once the key is gone."""
    return hashlib.blake2b(f"{ip}\n{user_agent}".encode(errors="replace"), key=key, digest_size=KEY_BYTES).digest()
