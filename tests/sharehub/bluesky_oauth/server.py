"""A server that gives out tokens, as Bluesky's own software does it, and what we send to it."""

import json
from base64 import urlsafe_b64decode
from urllib.parse import parse_qs

import httpx
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import ECKey

from sharehub.models import Connection
from sharehub.networks.connecting import bluesky_oauth

NEW = reverse("sharehub:connection_new", args=["bluesky"])
RETURN = reverse("sharehub:connection_return", args=["bluesky"])
DID = "did:plc:" + "a" * 24
HANDLE = "ann.example"
VIEW = "https://public.api.bsky.app/xrpc/com.atproto.identity.resolveHandle"
PDS, ISSUER = "https://morel.example", "https://entry.example"
DOCUMENT = {
    "id": DID,
    "alsoKnownAs": [f"at://{HANDLE}"],
    "service": [{"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": PDS}],
}
# As Bluesky's own software answers (atproto.com/specs/oauth, Server Metadata).
METADATA = {
    "issuer": ISSUER,
    "scopes_supported": ["atproto", "transition:generic"],
    "response_types_supported": ["code"],
    "grant_types_supported": ["authorization_code", "refresh_token"],
    "code_challenge_methods_supported": ["S256"],
    "authorization_response_iss_parameter_supported": True,
    "authorization_endpoint": f"{ISSUER}/oauth/authorize",
    "token_endpoint": f"{ISSUER}/oauth/token",
    "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
    "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
    "revocation_endpoint": f"{ISSUER}/oauth/revoke",
    "pushed_authorization_request_endpoint": f"{ISSUER}/oauth/par",
    "require_pushed_authorization_requests": True,
    "dpop_signing_alg_values_supported": ["ES256"],
    "client_id_metadata_document_supported": True,
}
GIVEN = {
    "access_token": "hush",
    "refresh_token": "renew",
    "token_type": "DPoP",
    "expires_in": 3600,
    "scope": bluesky_oauth.SCOPES,
    "sub": DID,
}
NONCE = {"DPoP-Nonce": "first"}
ANOTHER_NONCE = httpx.Response(400, json={"error": "use_dpop_nonce"}, headers={"DPoP-Nonce": "second"})
ENDED = httpx.Response(400, json={"error": "invalid_grant", "error_description": "Token was revoked"})
AWAY = [httpx.Response(503), httpx.Response(200, text="<html>Soon back"), httpx.ReadTimeout("")]


def begin(client, name=f"@{HANDLE}"):
    return client.post(NEW, {"name": name})


def come_back(client, **query):
    begun = client.session.get("connecting", {})
    query = {"iss": ISSUER, "state": begun.get("state", ""), "code": "yes", **query}
    return client.get(RETURN, query, follow=True)


def connected(client):
    begin(client)
    come_back(client)
    return Connection.objects.get()


def sent(web, path):
    return [call.request for call in web.calls if call.request.url.path == path]


def form(request):
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def proof(request):
    """Return what a proof says, once its signature is found to be that of the key that it shows."""
    text = request.headers["DPoP"]
    key = ECKey.import_key(header_of(text)["jwk"])
    assert "d" not in header_of(text)["jwk"]
    return jwt.decode(text, key, algorithms=["ES256"]).claims, key.thumbprint()


def header_of(text):
    part = text.split(".")[0]
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def answers(route, answer):
    """Let a route give an answer, or none."""
    route.mock(side_effect=answer) if isinstance(answer, Exception) else route.mock(return_value=answer)
