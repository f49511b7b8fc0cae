"""Who somebody is on the AT protocol (atproto.com/specs/did, atproto.com/specs/handle).

A name leads to an identity, which tells where the account lives, and has to lead back to the name.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sharehub.networks.connecting.api import ApiError, Reason, ask, read
from sharehub.networks.module import is_host
from themes import fetching

DIRECTORY = "https://plc.directory"
_DID = re.compile(r"did:plc:[a-z2-7]{24}|did:web:[a-z0-9.-]+")


@dataclass(frozen=True)
class Identity:
    """An account: what it keeps for ever, what it is called now (empty where that leads elsewhere), and where it lives."""

    did: str
    handle: str
    server: str


def find(typed: str, *, view: str) -> Identity:
    """Return who is meant by a name, an identity or the address of a profile; `view` resolves names for everybody.

    Raises ValueError for what can be no name, and ApiError, GONE where nobody is called so.
    """
    # Names that are copied out of the app bring signs along that nobody sees.
    name = (
        "".join(sign for sign in typed if sign.isprintable()).strip().rstrip("/").rpartition("/")[2].lstrip("@").lower()
    )
    is_did = _DID.fullmatch(name) is not None
    if not is_did and not is_host(name):
        raise ValueError("no name of an account")
    did = name if is_did else _did_of(name, view)
    said, names, home = read(ask("GET", _where(did)), _read)
    if said != did or home is None or not (is_did or name in names):
        raise ApiError(Reason.GONE, "the name and the identity do not lead to each other")
    return Identity(did, _verified(names, did, view) if is_did else name, home)


def server_of(document: dict[str, Any]) -> str | None:
    """Return where the account of an identity lives, if anywhere that can be called."""
    for service in document.get("service", []):
        if str(service.get("id", "")).endswith("#atproto_pds"):
            return origin(str(service["serviceEndpoint"]))
    return None


def origin(address: str) -> str | None:
    """Return the address of a server when it is one and nothing more; None otherwise."""
    parts = urlsplit(address)
    is_plain = not parts.path.strip("/") and not parts.query and not parts.fragment and not parts.username
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and fetching.allows_more())
    return f"{parts.scheme}://{parts.netloc}" if parts.hostname and is_plain and is_safe else None


def _did_of(handle: str, view: str) -> str:
    """Who is called so tells the network's own server, which looks in both places that a name can be kept in."""
    try:
        answer = ask("GET", f"{view}/xrpc/com.atproto.identity.resolveHandle", query={"handle": handle})
    except ApiError as problem:
        if problem.reason is Reason.REFUSED:
            raise ApiError(Reason.GONE, problem.detail) from problem
        raise
    did = read(answer, lambda found: str(found["did"]))
    if not _DID.fullmatch(did):
        raise ApiError(Reason.GONE, "no identity that we know the way to")
    return did


def _where(did: str) -> str:
    method, _, name = did.removeprefix("did:").partition(":")
    return f"https://{name}/.well-known/did.json" if method == "web" else f"{DIRECTORY}/{did}"


def _read(document: dict[str, Any]) -> tuple[str, list[str], str | None]:
    names = [str(alias).removeprefix("at://").lower() for alias in document.get("alsoKnownAs", [])]
    return str(document["id"]), names, server_of(document)


def _verified(names: list[str], did: str, view: str) -> str:
    """Return the first name, where it leads back to the identity: anybody can claim any."""
    try:
        return names[0] if names and is_host(names[0]) and _did_of(names[0], view) == did else ""
    except ApiError:
        return ""
