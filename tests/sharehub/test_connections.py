"""Accounts are connected by a yes of their owner, kept sealed, and gone at the network and here once they are ended."""

import base64
import hashlib
import json
import socket
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import respx
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from ambassadors import privacy
from ambassadors.actions import people
from sharehub import connections, tasks, vault
from sharehub.models import Connection, ServerApp
from sharehub.networks.connecting.api import Tokens
from tests import factories

LIST = reverse("sharehub:connection_list")
SERVER = "https://mastodon.example"
APP_PASSWORD = "abcd-efgh-2345-wxyz"


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        mock.post(f"{SERVER}/api/v1/apps").respond(json={"client_id": "our-id", "client_secret": "our-secret"})
        mock.post(f"{SERVER}/oauth/token").respond(json={"access_token": "hush", "token_type": "Bearer"})
        mock.get(f"{SERVER}/api/v1/accounts/verify_credentials").respond(
            json={"id": "17", "username": "ann", "followers_count": 40}
        )
        mock.post(f"{SERVER}/oauth/revoke").respond(json={})
        yield mock


def begin(client, server="mastodon.example"):
    return client.post(reverse("sharehub:connection_new", args=["mastodon"]), {"server": server})


def come_back(client, **query):
    return client.get(reverse("sharehub:connection_return", args=["mastodon"]), query, follow=True)


def connected(client):
    state = client.session["connecting"]["state"] if begin(client) else ""
    come_back(client, code="yes", state=state)
    return Connection.objects.get()


def test_an_account_of_any_server_is_connected_by_a_yes_there(as_ann, ann, web):
    page = begin(as_ann, "@ann@mastodon.example").context["page"]
    asked = parse_qs(urlsplit(page).query)
    assert page.startswith(f"{SERVER}/oauth/authorize?")
    assert asked["scope"] == ["read:accounts read:statuses write:statuses write:media"]
    assert asked["code_challenge_method"] == ["S256"]
    response = come_back(as_ann, code="yes", state=asked["state"][0])
    assert "@ann@mastodon.example is connected" in response.content.decode()
    connection = Connection.objects.usable(ann, "mastodon").get()
    assert (connection.server, connection.account, connection.name) == (SERVER, "17", "@ann@mastodon.example")
    sent = parse_qs(web.calls[1].request.content.decode())
    challenge = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"][0].encode()).digest()).rstrip(b"=")
    assert asked["code_challenge"] == [challenge.decode()]
    told = ann.networks.get(network="mastodon")
    assert (told.followers, told.followers_told_by, told.followers_told_on) == (40, "network", timezone.localdate())


def test_a_server_knows_us_once_and_is_told_anew_when_it_forgot(as_ann, web):
    connected(as_ann)
    begin(as_ann)
    assert [call.request.url.path for call in web.calls].count("/api/v1/apps") == 1
    web.post(f"{SERVER}/oauth/token").respond(401, json={"error": "invalid_client"})
    response = come_back(as_ann, code="yes", state=as_ann.session["connecting"]["state"])
    assert "Nothing was connected" in response.content.decode()
    assert not ServerApp.objects.exists()


@pytest.mark.parametrize("query", [{"code": "yes", "state": "someone-elses"}, {"code": "yes"}, {}])
def test_a_yes_that_did_not_begin_here_connects_nothing(as_ann, web, query):
    begin(as_ann)
    assert "Nothing was connected" in come_back(as_ann, **query).content.decode()
    come_back(as_ann, **query)
    assert not Connection.objects.exists()


def test_a_yes_that_another_person_began_connects_nothing(as_ann, as_bob, web):
    begin(as_ann)
    begun = as_ann.session["connecting"]
    session = as_bob.session
    session["connecting"] = begun
    session.save()
    come_back(as_bob, code="yes", state=begun["state"])
    assert not Connection.objects.exists()


def test_a_no_connects_nothing(as_ann, web):
    begin(as_ann)
    response = come_back(as_ann, error="access_denied", state=as_ann.session["connecting"]["state"])
    assert "You said no to Mastodon" in response.content.decode()
    assert not Connection.objects.exists()


@pytest.mark.parametrize("server", ["", "no server", "localhost", "10.0.0.1", "https://"])
def test_what_is_no_server_is_asked_again(as_ann, web, server):
    assert begin(as_ann, server).status_code == 422
    assert not web.calls


def test_a_server_behind_our_own_door_is_not_asked(as_ann, monkeypatch):
    inside, real = [(2, 1, 6, "", ("10.0.0.7", 443))], socket.getaddrinfo
    names = lambda host, *args, **how: inside if host == "intranet.example" else real(host, *args, **how)  # noqa: E731
    monkeypatch.setattr("themes.fetching.socket.getaddrinfo", names)
    response = begin(as_ann, "intranet.example")
    assert response.status_code == 422
    assert not ServerApp.objects.exists()


@pytest.mark.parametrize(
    "answer", [httpx.Response(503), httpx.Response(200, text="<html>Soon back"), httpx.ReadTimeout("")]
)
def test_a_server_that_does_not_answer_is_named(as_ann, web, answer):
    web.post(f"{SERVER}/api/v1/apps").mock(
        side_effect=answer if isinstance(answer, Exception) else None,
        return_value=None if isinstance(answer, Exception) else answer,
    )
    response = begin(as_ann)
    assert response.status_code == 422
    assert "mastodon.example does not answer at the moment" in response.content.decode()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            httpx.ConnectError("unknown"),
            "mastodon.example cannot be reached. Is it written right? It looks like mastodon.nl.",
        ),
        (httpx.Response(404), "mastodon.example does not answer as a server of Mastodon does. Is it the right one?"),
    ],
)
def test_a_server_that_is_none_is_asked_again_with_an_example(as_ann, web, answer, said):
    route = web.post(f"{SERVER}/api/v1/apps")
    route.mock(side_effect=answer) if isinstance(answer, Exception) else route.mock(return_value=answer)
    response = begin(as_ann)
    assert response.status_code == 422
    assert said in response.context["form"].errors["server"][0]
    assert not ServerApp.objects.exists()


def test_the_page_says_what_an_account_may_do_and_shows_only_ones_own(as_ann, as_bob, web):
    connected(as_ann)
    page = as_ann.get(LIST).content.decode()
    assert "@ann@mastodon.example" in page
    assert "post in your name, each time you ask for it" in page
    assert "@ann@mastodon.example" not in as_bob.get(LIST).content.decode()


def test_nobody_disconnects_anothers_account(as_ann, as_bob, web):
    connection = connected(as_ann)
    assert as_bob.post(reverse("sharehub:connection_end", args=[connection.pk])).status_code == 404
    assert Connection.objects.usable(connection.ambassador, "mastodon").exists()


def test_disconnecting_takes_the_permission_back_at_the_network(as_ann, web):
    connection = connected(as_ann)
    response = as_ann.post(reverse("sharehub:connection_end", args=[connection.pk]), follow=True)
    assert "is disconnected, and Mastodon knows it" in response.content.decode()
    assert parse_qs(web.calls.last.request.content.decode())["token"] == ["hush"]
    assert not Connection.objects.exists()


def test_disconnecting_forgets_the_tokens_also_while_the_network_is_away(as_ann, web):
    connection = connected(as_ann)
    web.post(f"{SERVER}/oauth/revoke").mock(side_effect=httpx.ConnectTimeout(""))
    response = as_ann.post(reverse("sharehub:connection_end", args=[connection.pk]), follow=True)
    assert "Mastodon did not confirm it" in response.content.decode()
    assert not Connection.objects.exists()


def revoked(web):
    calls = [call.request for call in web.calls if call.request.url.path == "/oauth/revoke"]
    return [parse_qs(request.content.decode())["token"] for request in calls]


def test_connected_anew_what_opened_it_before_is_taken_back(as_ann, web):
    connected(as_ann)
    web.post(f"{SERVER}/oauth/token").respond(json={"access_token": "new", "token_type": "Bearer"})
    assert connected(as_ann).tokens.access == "new"
    assert revoked(web) == [["hush"]]
    assert connected(as_ann).tokens.access == "new"  # a server may give the same again: that one stays
    assert revoked(web) == [["hush"]]


@pytest.mark.parametrize(("state", "is_told"), [("working", True), ("lost", False)])
def test_an_earlier_permission_that_may_still_stand_is_told(as_ann, web, state, is_told):
    connected(as_ann)
    Connection.objects.update(state=state)
    web.post(f"{SERVER}/oauth/token").respond(json={"access_token": "new", "token_type": "Bearer"})
    web.post(f"{SERVER}/oauth/revoke").mock(side_effect=httpx.ConnectTimeout(""))
    begin(as_ann)
    page = come_back(as_ann, code="yes", state=as_ann.session["connecting"]["state"]).content.decode()
    assert "@ann@mastodon.example is connected" in page
    assert ("Mastodon did not confirm that it has ended" in page) is is_told
    assert Connection.objects.working().get().tokens.access == "new"


def test_what_became_of_the_earlier_tokens_does_not_touch_the_new_ones(as_ann, web):
    before = connected(as_ann)
    web.post(f"{SERVER}/oauth/token").respond(json={"access_token": "new", "token_type": "Bearer"})
    after = connected(as_ann)
    before.keep(Tokens("renewed meanwhile"))
    assert before.tokens.access == Connection.objects.get().tokens.access == "new"
    before = Connection(pk=after.pk, connected_at=after.connected_at - timedelta(minutes=5))
    before.lose()
    assert Connection.objects.working().get() == after


def test_who_leaves_is_disconnected_the_same_minute(as_ann, ann, web, django_capture_on_commit_callbacks, monkeypatch):
    connection = connected(as_ann)
    monkeypatch.setattr(tasks.end_connection, "delay_on_commit", lambda pk: None)  # the message is lost
    people.leave(ambassador=ann)
    assert not Connection.objects.working().exists()
    for pk in connections.to_end():
        tasks.end_connection(pk)
        tasks.end_connection(pk)
    assert [call.request.url.path for call in web.calls].count("/oauth/revoke") == 1
    assert not Connection.objects.filter(pk=connection.pk).exists()


def test_who_is_not_here_any_more_is_disconnected_by_the_sweep(as_ann, ann, web, monkeypatch):
    connection = connected(as_ann)
    monkeypatch.setattr(tasks.end_connection, "delay_on_commit", tasks.end_connection)
    tasks.end_connections()
    assert Connection.objects.filter(pk=connection.pk).exists()
    type(ann.user).objects.filter(pk=ann.user_id).update(is_active=False)
    tasks.end_connections()
    assert not Connection.objects.exists()


def test_a_connection_that_works_is_never_ended_by_mistake(as_ann, web):
    assert not connections.end(connection_id=connected(as_ann).pk)
    assert Connection.objects.working().exists()


def test_the_export_holds_the_account_and_nothing_that_opens_it(as_ann, ann, web):
    connected(as_ann)
    rows = privacy.personal_data(ann)["connections"]
    assert [row["account"] for row in rows] == ["@ann@mastodon.example"]
    assert "hush" not in json.dumps(rows, default=str)
    assert "sealed" not in rows[0]


def test_tokens_are_sealed_and_the_key_can_be_changed(as_ann, web, settings, capsys):
    connection = connected(as_ann)
    assert "hush" not in connection.sealed
    old, new = settings.TOKEN_KEYS, Fernet.generate_key().decode()
    settings.TOKEN_KEYS = [new, *old]
    call_command("rotate_token_keys")
    settings.TOKEN_KEYS = [new]
    assert Connection.objects.get().tokens.access == "hush"
    assert ServerApp.objects.get().client.secret == "our-secret"
    settings.TOKEN_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(vault.Unreadable):
        _tokens = Connection.objects.get().tokens
    with pytest.raises(CommandError, match="2 tokens are opened by no key"):
        call_command("rotate_token_keys")


def test_a_bluesky_account_is_connected_by_a_password_for_us_alone(as_ann, ann):
    session = {
        "did": "did:plc:ann",
        "handle": "ann.bsky.social",
        "accessJwt": "a",
        "refreshJwt": "b",
        "didDoc": {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://morel.example"}]},
    }
    page = reverse("sharehub:connection_new", args=["bluesky"])
    with respx.mock() as web:
        asked = web.post("https://bsky.social/xrpc/com.atproto.server.createSession").respond(json=session)
        response = as_ann.post(page, {"name": "@ann.bsky.social", "password": APP_PASSWORD}, follow=True)
    assert "@ann.bsky.social is connected" in response.content.decode()
    assert json.loads(asked.calls[0].request.content) == {"identifier": "ann.bsky.social", "password": APP_PASSWORD}
    connection = Connection.objects.usable(ann, "bluesky").get()
    assert (connection.server, connection.account) == ("https://morel.example", "did:plc:ann")
    assert connection.tokens == Tokens("a", "b")


def test_the_password_of_the_account_itself_is_not_sent_anywhere(as_ann):
    with respx.mock() as web:
        page = reverse("sharehub:connection_new", args=["bluesky"])
        response = as_ann.post(page, {"name": "ann.bsky.social", "password": "my-own-password"})
        assert not web.calls
    assert response.status_code == 422
    assert "my-own-password" not in response.content.decode()


def test_a_wrong_app_password_connects_nothing(as_ann):
    with respx.mock() as web:
        web.post("https://bsky.social/xrpc/com.atproto.server.createSession").respond(
            401, json={"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
        )
        page = reverse("sharehub:connection_new", args=["bluesky"])
        response = as_ann.post(page, {"name": "ann.bsky.social", "password": APP_PASSWORD})
    assert "does not know this name with this password" in response.content.decode()
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    ("server", "said"), [("my server", "not the name of a server"), ("pds.example", "cannot be reached")]
)
def test_a_wrong_server_of_ones_own_is_told_beside_it_and_not_beside_the_password(as_ann, server, said):
    with respx.mock(assert_all_called=False) as web:
        address = "https://pds.example/xrpc/com.atproto.server.createSession"
        web.post(address).mock(side_effect=httpx.ConnectError("unknown"))
        page = reverse("sharehub:connection_new", args=["bluesky"])
        response = as_ann.post(page, {"name": "ann.bsky.social", "password": APP_PASSWORD, "server": server})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["server"]
    assert said in response.context["form"].errors["server"][0]
    assert not Connection.objects.exists()


def test_a_connection_that_ended_or_was_lost_posts_nothing(ann):
    row = factories.connection(ann)
    assert Connection.objects.usable(ann, "mastodon").exists()
    Connection.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert not Connection.objects.usable(ann, "mastodon").exists()
    Connection.objects.filter(pk=row.pk).update(expires_at=None, state="lost")
    assert not Connection.objects.usable(ann, "mastodon").exists()
