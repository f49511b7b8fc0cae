"""Saying yes on the page of one's own server of the AT protocol (atproto.com/specs/oauth).

What is asked is pushed beforehand (RFC 9126), the code is bound to a verifier (RFC 7636), the tokens to a key (RFC 9449), and we sign
who we are (RFC 7523) with a key that we publish.
"""

import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey

from sharehub.networks.connecting import dpop
from sharehub.networks.connecting.api import ApiError, Bond, Marks, Reason, Session, Tokens, ask, read
from sharehub.networks.connecting.identity import origin
from themes import fetching
from themes.calling import Answer

# To make and delete posts and to send pictures along, and no more (atproto.com/specs/permission).
SCOPES = "atproto repo:app.bsky.feed.post?action=create&action=delete blob:image/*"
# A server that cannot look up who we are, or does not take our key, says nothing about the person: it is asked again later.
_MARKS = Marks(
    {
        "invalid_grant": Reason.LOGGED_OUT,
        "invalid_client": Reason.AWAY,
        "invalid_client_metadata": Reason.AWAY,
        "invalid_dpop_proof": Reason.AWAY,
        "use_dpop_nonce": Reason.AWAY,
    }
)
# In the order of an Issuer; the last is nothing that a server has to have.
_PLACES = (
    "authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "token_endpoint",
    "revocation_endpoint",
)
_NEEDED = {
    "token_endpoint_auth_methods_supported": "private_key_jwt",
    "token_endpoint_auth_signing_alg_values_supported": "ES256",
    "dpop_signing_alg_values_supported": "ES256",
    "code_challenge_methods_supported": "S256",
    "scopes_supported": "atproto",
}
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTED_FOR = 60
_ACCESS_SECONDS = 300
# Bluesky's own software renews for three months after the last renewal, and no server may for more than 180 days.
_RENEWABLE = timedelta(days=90)


@dataclass(frozen=True)
class Issuer:
    """A server that gives out tokens, and where it does what (RFC 8414)."""

    name: str
    page: str
    pushes: str
    tokens: str
    revokes: str


def is_on() -> bool:
    """Whether servers can be told who we are: we have a key, and an address that they can look us up at."""
    return bool(settings.BLUESKY_KEYS) and urlsplit(settings.WEB_BASE_URL).scheme == "https"


def new_key() -> str:
    """Return a private key for the environment."""
    return urlsafe_b64encode(ECKey.generate_key("P-256").as_der(private=True)).decode()


def client_id() -> str:
    """Return by what name servers know us: the address at which they read who we are."""
    return f"{settings.WEB_BASE_URL}{reverse('sharehub:client_metadata')}"


def client_metadata() -> dict[str, object]:
    """Return who we are, as servers read it."""
    return {
        "client_id": client_id(),
        "client_name": settings.WAGTAIL_SITE_NAME,
        "client_uri": settings.WEB_BASE_URL,
        "application_type": "web",
        "redirect_uris": [f"{settings.WEB_BASE_URL}{reverse('sharehub:connection_return', args=['bluesky'])}"],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": SCOPES,
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "dpop_bound_access_tokens": True,
        "jwks_uri": f"{settings.WEB_BASE_URL}{reverse('sharehub:client_keys')}",
    }


def client_keys() -> dict[str, object]:
    """Return the keys by which servers know our signature: all of them, so that one can be put in front of another."""
    return {"keys": [key.as_dict(private=False, use="sig", alg="ES256") for key in _own_keys().values()]}


def issuer_of(server: str) -> Issuer:
    """Return who gives out the tokens for a server that accounts live on (RFC 9728). Raises ApiError, REFUSED where nobody does."""
    try:
        answer = ask("GET", f"{server}/.well-known/oauth-protected-resource")
    except ApiError as problem:
        raise _none(problem) from problem
    name = origin(read(answer, lambda found: str(found["authorization_servers"][0])))
    if name is None:
        raise ApiError(Reason.REFUSED, "it names no server that gives out tokens")
    return issuer(name)


def issuer(name: str) -> Issuer:
    """Return where that server does what. Raises ApiError, REFUSED for one that does not do all that is needed."""
    try:
        answer = ask("GET", f"{name}/.well-known/oauth-authorization-server")
    except ApiError as problem:
        raise _none(problem) from problem
    found = read(answer, lambda found: found)
    if found.get("issuer") != name or not _is_fit(found):
        raise ApiError(Reason.REFUSED, "it does not give out tokens as the protocol says")
    return Issuer(name, *(str(found.get(place, "")) for place in _PLACES))


def new_bond(issuer: Issuer) -> Bond:
    """Return what the tokens of one connection will be bound to."""
    return Bond(issuer.name, dpop.new_key(), next(iter(_own_keys())))


def push(issuer: Issuer, bond: Bond, *, hint: str, state: str, challenge: str, redirect_uri: str) -> str:
    """Return the address of the page where the person says yes; the server knows what to. Raises ApiError."""
    asked = {
        "response_type": "code",
        "scope": SCOPES,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "redirect_uri": redirect_uri,
        "login_hint": hint,
    }
    request = read(_post(issuer.pushes, bond, **asked), lambda found: str(found["request_uri"]))
    return f"{issuer.page}?{urlencode({'client_id': client_id(), 'request_uri': request})}"


def exchange(bond: Bond, *, account: str, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """Return what the yes of this account opens. Raises ApiError, REFUSED where somebody else said it."""
    where = issuer(bond.issuer)
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": redirect_uri}
    answer = _post(where.tokens, bond, **form)
    try:
        return read(answer, lambda found: _tokens(found, bond, account))
    except ApiError as problem:
        _give_back(where, bond, answer)
        raise problem


def refresh(session: Session, bond: Bond) -> Tokens:
    """Return new tokens; those before end with that (RFC 6749, 6). Raises ApiError."""
    before = session.tokens.refresh
    answer = _post(issuer(bond.issuer).tokens, bond, grant_type="refresh_token", refresh_token=before)
    return read(answer, lambda found: _tokens({"refresh_token": before, **found}, bond, session.account))


def revoke(session: Session, bond: Bond) -> None:
    """The server does not know the tokens any more (RFC 7009). Raises ApiError."""
    where = issuer(bond.issuer)
    if not where.revokes:
        raise ApiError(Reason.FORBIDDEN, "it does not take permissions back")
    _post(where.revokes, bond, token=session.tokens.refresh or session.tokens.access)


def _post(url: str, bond: Bond, **form: str) -> Answer:
    who = {"client_id": client_id(), "client_assertion_type": _ASSERTION, "client_assertion": _assertion(bond)}
    return dpop.ask("POST", url, key=bond.key, form={**form, **who}, marks=_MARKS)


def _assertion(bond: Bond) -> str:
    """RFC 7523, 3; with the key by which the connection began, as long as we have it."""
    key = _own_keys().get(bond.client_key)
    if key is None:
        raise ApiError(Reason.LOGGED_OUT, "the key by which it was connected was taken away")
    now = int(time.time())
    claims = {
        "iss": client_id(),
        "sub": client_id(),
        "aud": bond.issuer,
        "jti": secrets.token_urlsafe(16),
        "iat": now,
        "exp": now + _ASSERTED_FOR,
    }
    return jwt.encode({"alg": "ES256", "kid": bond.client_key}, claims, key)


def _tokens(found: dict[str, Any], bond: Bond, account: str) -> Tokens:
    if found["sub"] != account:
        raise ApiError(Reason.REFUSED, "it answered for somebody else")
    if "atproto" not in str(found["scope"]).split() or str(found["token_type"]).lower() != "dpop":
        raise ApiError(Reason.REFUSED, "it gave something else than was asked for")
    now = timezone.now()
    ends = now + timedelta(seconds=int(found.get("expires_in", _ACCESS_SECONDS)))
    return Tokens(str(found["access_token"]), str(found["refresh_token"]), ends, now + _RENEWABLE, bond)


def _give_back(where: Issuer, bond: Bond, answer: Answer) -> None:
    """What was given wrongly is not kept anywhere, and is taken back there if that can be done."""
    try:
        found = answer.json()
        _post(where.revokes, bond, token=str(found.get("refresh_token") or found["access_token"]))
    except (ValueError, KeyError, ApiError):
        return


def _is_fit(found: dict[str, Any]) -> bool:
    """Whether a server does all that is needed (atproto.com/specs/oauth, Server Metadata)."""
    says = (
        found.get("authorization_response_iss_parameter_supported"),
        found.get("client_id_metadata_document_supported"),
    )
    knows = all(value in (found.get(name) or ()) for name, value in _NEEDED.items())
    leads = all(urlsplit(str(found.get(place, ""))).scheme in _schemes() for place in _PLACES[:3])
    return says == (True, True) and knows and leads


def _none(problem: ApiError) -> ApiError:
    return ApiError(Reason.REFUSED, "nobody gives out tokens for it") if problem.reason is Reason.GONE else problem


def _schemes() -> set[str]:
    return {"https", "http"} if fetching.allows_more() else {"https"}


def _own_keys() -> dict[str, ECKey]:
    return _read_keys(tuple(settings.BLUESKY_KEYS))


@cache
def _read_keys(given: tuple[str, ...]) -> dict[str, ECKey]:
    """By their names, in the order given: the first is that of new connections."""
    keys = {}
    for text in given:
        key = ECKey.import_key(urlsafe_b64decode(text))
        key.ensure_kid()
        keys[key.thumbprint()] = key
    return keys
