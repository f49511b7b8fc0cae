"""Keys: the signing key of a development installation, kept in its data folder, and those that seal, or sign for others."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.core.exceptions import ImproperlyConfigured


def development_key(data_dir: Path, *, debug: bool) -> str:
    """Return the key of this data folder, made on first use; outside DEBUG a missing SECRET_KEY stops the start."""
    if not debug:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to a long random value.")
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x") as file:
                file.write(secrets.token_urlsafe(50))
            path.chmod(0o600)
        except FileExistsError:  # another process of the same start was first
            pass
    return path.read_text()


def token_keys(given: Sequence[str], signing_keys: Sequence[str]) -> list[str]:
    """Return the keys that seal tokens, the one in use first; without any of their own they follow from the signing keys."""
    for key in given:
        try:
            is_good = len(base64.urlsafe_b64decode(key)) == 32
        except ValueError:
            is_good = False
        if not is_good:
            raise ImproperlyConfigured(
                "TOKEN_KEYS: each key is 32 random bytes in base64; .env.example says how to make one."
            )
    derived = [base64.urlsafe_b64encode(hashlib.sha256(f"tokens:{key}".encode()).digest()) for key in signing_keys]
    return [*given, *(key.decode() for key in derived)]


def push_key(given: str) -> str:
    """Return the key that signs messages to phones; empty where none was given."""
    try:
        is_good = not given or 0 < int.from_bytes(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))) < 2**256
    except ValueError:
        is_good = False
    if not is_good:
        raise ImproperlyConfigured("VAPID_PRIVATE_KEY: `manage.py make_push_key` makes one.")
    return given


def client_keys(given: Sequence[str]) -> list[str]:
    """Return the keys that sign who we are for servers of networks, as they were given."""
    for key in given:
        try:
            found = load_der_private_key(base64.urlsafe_b64decode(key), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            found = None
        if not isinstance(found, EllipticCurvePrivateKey) or found.curve.name != "secp256r1":
            raise ImproperlyConfigured("BLUESKY_KEYS: `manage.py make_bluesky_key` makes one.")
    return list(given)
