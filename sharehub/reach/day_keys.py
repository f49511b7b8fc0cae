"""Whether the key by which a day's visitors are recognised is still the one it was; see visitors.py.

A lost key (Valkey began empty) makes that day's visitors new once more: a few duplicates count as people, and own clicks before
that moment stay what they were. No click is lost and no other day suffers. It cannot be mended, so it is said.
"""

import hashlib
from datetime import UTC, date, datetime

import redis
import structlog
from django.db import transaction
from django.utils import timezone

from sharehub.models import DayKey
from sharehub.reach import visitors

_logger = structlog.get_logger(__name__)


def watch(day: date | None = None) -> None:
    """The day (today, UTC) carries the mark of a loss once another key or none stands where its key stood."""
    on = day or datetime.now(UTC).date()
    try:
        key = visitors.present_day_key(on)
    except redis.RedisError:
        return  # away is not lost: whoever needs it says so, and it is looked at again in a minute
    with transaction.atomic():
        known = DayKey.objects.select_for_update().filter(day=on).first()
        if known is None:
            if key is not None:
                DayKey.objects.get_or_create(day=on, defaults={"fingerprint": _fingerprint(key)})
            return
        found = _fingerprint(key) if key is not None else b""
        if found == bytes(known.fingerprint):
            return
        known.fingerprint = found
        if known.lost_at is None:
            known.lost_at = timezone.now()
            _logger.warning("day_key_lost", day=on.isoformat())
        known.save(update_fields=["fingerprint", "lost_at"])


def _fingerprint(key: bytes) -> bytes:
    """Return what tells two keys apart and nothing about either."""
    return hashlib.blake2b(key, digest_size=8, person=b"day key").digest()
