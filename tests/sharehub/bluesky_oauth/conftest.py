"""An installation that servers can look up, and a server that looks it up."""

import pytest
import respx
from django.core.cache import cache

from sharehub.networks.connecting import bluesky_oauth
from tests.sharehub.bluesky_oauth.server import DID, DOCUMENT, GIVEN, ISSUER, METADATA, NONCE, PDS, VIEW


@pytest.fixture(autouse=True)
def _ours(settings):
    cache.clear()
    settings.WEB_BASE_URL = "https://ambassadors.example.org"
    settings.BLUESKY_KEYS = [bluesky_oauth.new_key()]


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        mock.get(VIEW).respond(json={"did": DID})
        mock.get(f"https://plc.directory/{DID}").respond(json=DOCUMENT)
        mock.get(f"{PDS}/.well-known/oauth-protected-resource").respond(json={"authorization_servers": [ISSUER]})
        mock.get(f"{ISSUER}/.well-known/oauth-authorization-server").respond(json=METADATA)
        mock.post(f"{ISSUER}/oauth/par").respond(201, json={"request_uri": "urn:1", "expires_in": 299}, headers=NONCE)
        mock.post(f"{ISSUER}/oauth/token").respond(json=GIVEN, headers=NONCE)
        mock.post(f"{ISSUER}/oauth/revoke").respond(json={}, headers=NONCE)
        yield mock
