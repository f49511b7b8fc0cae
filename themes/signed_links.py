"""Addresses that open without log-in: signed, about one row, and useless once that row's key has changed.

A copy of the database is not enough to make one, and a link is taken back by giving the row a new key.
"""

from django.core import signing


def token(kind: str, pk: int, key: str) -> str:
    """Return the token of a row."""
    return signing.Signer(salt=f"themes.link.{kind}", sep=".").sign(f"{pk}-{key}")


def read(kind: str, value: str) -> tuple[int, str] | None:
    """Return the row's id and key; None for what we did not sign."""
    try:
        pk, _dash, key = signing.Signer(salt=f"themes.link.{kind}", sep=".").unsign(value).partition("-")
    except signing.BadSignature:
        return None
    return (int(pk), key) if pk.isdigit() else None
