"""On Bluesky people say yes on their own server, which knows us by a key; what it gives out opens nothing without a second one."""

import hashlib
import json
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import KeySet

from sharehub import vault
from sharehub.models import Connection
from sharehub.networks.connecting import bluesky_oauth
from tests.sharehub.bluesky_oauth.server import (
    ANOTHER_NONCE,
    AWAY,
    DID,
    DOCUMENT,
    ENDED,
    GIVEN,
    HANDLE,
    ISSUER,
    METADATA,
    NEW,
    PDS,
    RETURN,
    VIEW,
    answers,
    begin,
    come_back,
    form,
    proof,
    sent,
)


def test_servers_read_who_we_are_and_our_keys_without_logging_in(client, settings):
    settings.BLUESKY_KEYS = [bluesky_oauth.new_key(), *settings.BLUESKY_KEYS]
    about = client.get("/oauth-client-metadata.json")
    assert about.headers["Content-Type"] == "application/json"
    assert "public" in about.headers["Cache-Control"]
    found = about.json()
    assert found["client_id"] == "https://ambassadors.example.org/oauth-client-metadata.json"
    assert found["redirect_uris"] == [f"https://ambassadors.example.org{RETURN}"]
    assert (found["dpop_bound_access_tokens"], found["token_endpoint_auth_method"]) == (True, "private_key_jwt")
    keys = client.get(urlsplit(found["jwks_uri"]).path).json()["keys"]
    assert [sorted(key) for key in keys] == [["alg", "crv", "kid", "kty", "use", "x", "y"]] * 2


@pytest.mark.parametrize(("keys", "address"), [(False, "https://a.example.org"), (True, "http://localhost:8000")])
def test_without_a_key_or_an_address_for_servers_an_app_password_is_asked(as_ann, client, settings, keys, address):
    settings.WEB_BASE_URL = address
    settings.BLUESKY_KEYS = settings.BLUESKY_KEYS if keys else []
    assert client.get("/oauth-client-metadata.json").status_code == 404
    assert client.get("/oauth-client-keys.json").status_code == 404
    assert "password" in as_ann.get(NEW).context["form"].fields


def test_an_account_is_connected_by_a_yes_on_its_own_server(as_ann, ann, web, client):
    onward = begin(as_ann)
    who = "https://ambassadors.example.org/oauth-client-metadata.json"
    page = urlsplit(onward.context["page"])
    assert f"{page.scheme}://{page.netloc}{page.path}" == f"{ISSUER}/oauth/authorize"
    assert parse_qs(page.query) == {"client_id": [who], "request_uri": ["urn:1"]}
    (pushed,) = sent(web, "/oauth/par")
    asked = form(pushed)
    assert (asked["scope"], asked["login_hint"]) == (bluesky_oauth.SCOPES, HANDLE)
    assert asked["redirect_uri"] == f"https://ambassadors.example.org{RETURN}"
    keys = KeySet.import_key_set(client.get("/oauth-client-keys.json").json())
    assertion = jwt.decode(asked["client_assertion"], keys, algorithms=["ES256"]).claims
    assert (assertion["iss"], assertion["sub"], assertion["aud"]) == (who, who, ISSUER)
    assert assertion["exp"] - assertion["iat"] == 60
    assert "is connected" in come_back(as_ann).content.decode()
    connection = Connection.objects.usable(ann, "bluesky").get()
    assert (connection.server, connection.account, connection.name) == (PDS, DID, f"@{HANDLE}")
    assert connection.scopes == bluesky_oauth.SCOPES
    (exchanged,) = sent(web, "/oauth/token")
    verifier = form(exchanged)["code_verifier"]
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert (asked["code_challenge"], asked["code_challenge_method"]) == (challenge, "S256")
    first, second = proof(pushed), proof(exchanged)
    assert first[1] == second[1]  # one key for the whole connection
    assert second[0]["htu"] == f"{ISSUER}/oauth/token"
    assert second[0]["nonce"] == "first"  # the server named it when we pushed
    assert first[0]["jti"] != second[0]["jti"]


def test_nothing_that_opens_an_account_is_readable_in_session_or_database(as_ann, web):
    begin(as_ann)
    kept = as_ann.session["connecting"]["kept"]
    assert '"d"' not in json.dumps(as_ann.session["connecting"])
    key = json.loads(vault.unseal(kept))["bond"]["key"]
    come_back(as_ann)
    connection = Connection.objects.get()
    assert connection.tokens.bond.key == key
    assert json.loads(key)["d"] not in connection.sealed


def test_a_value_that_the_server_wants_signed_along_is_learned_by_asking_again(as_ann, web):
    good = httpx.Response(201, json={"request_uri": "urn:1"}, headers={"DPoP-Nonce": "second"})
    web.post(f"{ISSUER}/oauth/par").mock(side_effect=[ANOTHER_NONCE, good])
    assert begin(as_ann).status_code == 200
    before, after = (proof(request)[0] for request in sent(web, "/oauth/par"))
    assert "nonce" not in before
    assert after["nonce"] == "second"


def test_a_server_that_never_takes_the_value_is_asked_twice_and_no_more(as_ann, web):
    web.post(f"{ISSUER}/oauth/par").mock(return_value=ANOTHER_NONCE)
    response = begin(as_ann)
    assert response.status_code == 422
    assert len(sent(web, "/oauth/par")) == 2
    assert "connecting" not in as_ann.session


def test_what_can_be_no_name_is_asked_again(as_ann, web):
    for name in ("ann", "an n.example", "https://", "did:key:zQ3sh", "@"):
        response = begin(as_ann, name)
        assert response.status_code == 422
        assert "It looks like @name.bsky.social" in response.context["form"].errors["name"][0]
    assert not web.calls


def test_a_name_may_be_written_in_several_ways(as_ann, web):
    # The second as it is copied out of the app, between signs of writing direction.
    for name in (HANDLE, f"\u202a@{HANDLE}\u202c ", f"https://bsky.app/profile/{HANDLE}/", DID):
        assert begin(as_ann, name).status_code == 200
    assert [form(request)["login_hint"] for request in sent(web, "/oauth/par")] == [HANDLE] * 4


def test_a_name_that_leads_nowhere_or_not_back_is_nobodys(as_ann, web):
    names, documents = web.get(VIEW), web.get(f"https://plc.directory/{DID}")
    good = httpx.Response(200, json={"did": DID}), httpx.Response(200, json=DOCUMENT)
    for route, right, answer in [
        (names, good[0], httpx.Response(400, json={"error": "InvalidRequest", "message": "Unable to resolve handle"})),
        (names, good[0], httpx.Response(200, json={"did": "did:key:zQ3sh"})),
        (documents, good[1], httpx.Response(404, json={"message": "DID not registered"})),
        (documents, good[1], httpx.Response(200, json={**DOCUMENT, "alsoKnownAs": ["at://bob.example"]})),
        (documents, good[1], httpx.Response(200, json={**DOCUMENT, "id": "did:plc:" + "b" * 24})),
        (documents, good[1], httpx.Response(200, json={**DOCUMENT, "service": []})),
    ]:
        route.mock(return_value=answer)
        response = begin(as_ann)
        route.mock(return_value=right)
        assert response.status_code == 422
        assert "Nobody on Bluesky is called @ann.example" in response.context["form"].errors["name"][0]
    assert not sent(web, "/oauth/par")
    assert "connecting" not in as_ann.session


def test_a_server_that_does_not_keep_to_the_protocol_is_told_nothing(as_ann, web):
    for change in (
        {"issuer": "https://other.example"},
        {"dpop_signing_alg_values_supported": ["RS256"]},
        {"authorization_response_iss_parameter_supported": False},
        {"token_endpoint_auth_methods_supported": ["none"]},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"pushed_authorization_request_endpoint": None},
        {"scopes_supported": None},
    ):
        web.get(f"{ISSUER}/.well-known/oauth-authorization-server").respond(json={**METADATA, **change})
        response = begin(as_ann)
        assert response.status_code == 422
        assert "you can use an app password instead" in response.context["form"].non_field_errors()[0]
    assert not sent(web, "/oauth/par")
    assert "connecting" not in as_ann.session


def test_a_server_of_before_all_this_is_connected_by_an_app_password(as_ann, web):
    web.get(f"{PDS}/.well-known/oauth-protected-resource").respond(404)
    response = begin(as_ann)
    assert "you can use an app password instead" in response.context["form"].non_field_errors()[0]
    other_way = reverse("sharehub:connection_password", args=["bluesky"])
    assert other_way in response.content.decode()
    page = as_ann.get(other_way)
    assert "password" in page.context["form"].fields
    assert NEW in page.content.decode()


def test_an_account_at_a_server_behind_our_own_door_is_not_asked(as_ann, web):
    inside = {**DOCUMENT["service"][0], "serviceEndpoint": "http://10.0.0.7"}
    web.get(f"https://plc.directory/{DID}").respond(json={**DOCUMENT, "service": [inside]})
    assert begin(as_ann).status_code == 422
    assert {call.request.url.host for call in web.calls} == {"public.api.bsky.app", "plc.directory"}


def test_a_server_that_is_away_is_told_and_nothing_begins(as_ann, web):
    # From the last to the first, so that each is the one that they come to.
    for route, answer in [
        (web.post(f"{ISSUER}/oauth/par"), AWAY[0]),
        (web.get(f"{ISSUER}/.well-known/oauth-authorization-server"), AWAY[1]),
        (web.get(f"{PDS}/.well-known/oauth-protected-resource"), AWAY[2]),
    ]:
        answers(route, answer)
        response = begin(as_ann)
        assert response.status_code == 422
        assert "Bluesky does not answer at the moment" in response.context["form"].non_field_errors()[0]
    assert "connecting" not in as_ann.session


@pytest.mark.parametrize("issuer", ["https://other.example", ""])
def test_a_yes_of_another_server_is_not_exchanged(as_ann, web, issuer):
    begin(as_ann)
    assert "Bluesky did not say yes. Nothing was connected" in come_back(as_ann, iss=issuer).content.decode()
    assert not sent(web, "/oauth/token")
    assert not Connection.objects.exists()


def test_what_was_given_for_another_account_or_thing_is_given_back(as_ann, web):
    for wrong in ({"sub": "did:plc:" + "b" * 24}, {"scope": "transition:generic"}, {"token_type": "Bearer"}):
        web.post(f"{ISSUER}/oauth/token").respond(json={**GIVEN, **wrong})
        begin(as_ann)
        assert "Bluesky did not say yes. Nothing was connected" in come_back(as_ann).content.decode()
    assert not Connection.objects.exists()
    assert [form(request)["token"] for request in sent(web, "/oauth/revoke")] == ["renew"] * 3


def test_a_yes_that_did_not_begin_here_connects_nothing(as_ann, web):
    for state in ("someone-elses", ""):
        begin(as_ann)
        assert "Nothing was connected" in come_back(as_ann, state=state).content.decode()
    assert not sent(web, "/oauth/token")
    assert not Connection.objects.exists()


def test_a_yes_counts_once(as_ann, web):
    begin(as_ann)
    query = {"state": as_ann.session["connecting"]["state"]}
    come_back(as_ann, **query)
    before = Connection.objects.get()
    assert "Nothing was connected" in come_back(as_ann, **query).content.decode()
    assert len(sent(web, "/oauth/token")) == 1
    assert (Connection.objects.get().sealed, Connection.objects.get().connected_at) == (
        before.sealed,
        before.connected_at,
    )


def test_a_code_that_the_server_does_not_know_connects_nothing(as_ann, web):
    begin(as_ann)
    web.post(f"{ISSUER}/oauth/token").mock(return_value=ENDED)
    assert "Bluesky did not say yes" in come_back(as_ann).content.decode()
    assert not Connection.objects.exists()


def test_a_server_that_goes_away_before_the_code_is_exchanged_connects_nothing(as_ann, web):
    for answer in AWAY:
        begin(as_ann)
        answers(web.post(f"{ISSUER}/oauth/token"), answer)
        assert "Bluesky does not answer at the moment" in come_back(as_ann).content.decode()
    assert not Connection.objects.exists()
