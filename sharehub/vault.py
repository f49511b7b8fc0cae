"""Tokens of networks at rest: sealed with the first key of TOKEN_KEYS, opened with any of them."""

from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """No key of ours opens it: the key was taken away, or the row was changed."""


def seal(text: str) -> str:
    """Return the text as it may be stored."""
    return _keys(tuple(settings.TOKEN_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed. Raises Unreadable where no key opens it."""
    try:
        return _keys(tuple(settings.TOKEN_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("no key of TOKEN_KEYS opens it") from error


def reseal(sealed: str) -> str:
    """Return the same under the first key. Raises Unreadable where no key opens it."""
    try:
        return _keys(tuple(settings.TOKEN_KEYS)).rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("no key of TOKEN_KEYS opens it") from error


@cache
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
