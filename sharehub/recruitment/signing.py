"""Signatures as Standard Webhooks 1.0 writes them: HMAC-SHA256 over number, second and body (standardwebhooks.com)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

# The specification leaves the tolerance open; its reference libraries take five minutes either way.
TOLERANCE = timedelta(minutes=5)


class BadSignature(Exception):
    """The message was not signed by who it should be from, or too long ago."""


def signature(key: bytes, *, message_id: str, second: int, body: bytes) -> str:
    """Return one signature of a message."""
    signed = b".".join([message_id.encode(), str(second).encode(), body])
    return f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"


def headers(keys: Iterable[bytes], *, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message, signed with every key that holds, so that a rotation loses nothing."""
    second = int(at.timestamp())
    signatures = [signature(key, message_id=message_id, second=second, body=body) for key in keys]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(second),
        "webhook-signature": " ".join(signatures),
    }


def verify(keys: Iterable[bytes], given: Mapping[str, str], *, body: bytes, at: datetime) -> str:
    """Return the number of a message that was signed with one of the keys within the tolerance. Raises BadSignature."""
    message_id, second = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not 0 < len(message_id) <= 120 or not second.isascii() or not second.isdecimal() or len(second) > 12:
        raise BadSignature("The headers webhook-id and webhook-timestamp are missing or cannot be read.")
    if abs(at.timestamp() - int(second)) > TOLERANCE.total_seconds():
        raise BadSignature("The message is older than five minutes, or from the future.")
    theirs = [each for each in given.get("webhook-signature", "").split(" ") if each.startswith("v1,")][:10]
    for key in keys:
        ours = signature(key, message_id=message_id, second=int(second), body=body).encode()
        if any(hmac.compare_digest(ours, each.encode()) for each in theirs):
            return message_id
    raise BadSignature("The signature does not fit.")
