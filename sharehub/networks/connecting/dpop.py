"""Requests that prove they come from who was given the tokens (RFC 9449): each is signed with a key of that connection alone."""

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from joserfc import jwt
from joserfc.jwk import ECKey

from sharehub.networks.connecting.api import PLAIN, Marks, judge, send
from themes.calling import Answer

_NONCE_SECONDS = 300  # servers change theirs at least as often (atproto.com/specs/oauth)


def new_key() -> str:
    """Return a private key for one connection, as it can be kept."""
    return json.dumps(ECKey.generate_key("P-256").as_dict(private=True))


def ask(
    method: str,
    url: str,
    *,
    key: str,
    token: str = "",
    headers: Mapping[str, str] | None = None,
    marks: Marks = PLAIN,
    **how: Any,
) -> Answer:
    """Return a good answer of a network, as `api.ask` does, to a request signed with that key. Raises ApiError.

    A server wants a value of its own signed along (a nonce); where it knows another than we do it did nothing but say so, and is
    asked once more.
    """
    shown = {"Authorization": f"DPoP {token}"} if token else {}
    for _attempt in range(2):
        proof = {"DPoP": _proof(method, url, key=key, token=token)}
        answer = send(method, url, headers={**(headers or {}), **shown, **proof}, **how)
        if nonce := answer.headers.get("dpop-nonce"):
            cache.set(_place(url), nonce, _NONCE_SECONDS)
        if not _wants_nonce(answer):
            break
    return judge(answer, marks)


def _proof(method: str, url: str, *, key: str, token: str) -> str:
    """RFC 9449, 4.2."""
    own = ECKey.import_key(json.loads(key))
    claims: dict[str, object] = {
        "jti": secrets.token_urlsafe(16),
        "htm": method,
        "htu": urlsplit(url)._replace(query="", fragment="").geturl(),
        "iat": int(time.time()),
    }
    if nonce := cache.get(_place(url)):
        claims["nonce"] = nonce
    if token:
        claims["ath"] = urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": own.as_dict(private=False)}
    return jwt.encode(header, claims, own)


def _wants_nonce(answer: Answer) -> bool:
    """RFC 9449, 8 and 9."""
    if answer.status not in {400, 401}:
        return False
    if "use_dpop_nonce" in answer.headers.get("www-authenticate", ""):
        return True
    try:
        return answer.json().get("error") == "use_dpop_nonce"
    except ValueError:
        return False


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"dpop:{parts.scheme}://{parts.netloc}"
