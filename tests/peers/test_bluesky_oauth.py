"""A yes on Bluesky's own server opens an account for us: the whole way, with its own software at the other end."""

import shutil
import time
from datetime import timedelta

import httpx
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import sync_playwright

from sharehub import actions, connections, tasks
from sharehub.models import Connection
from sharehub.networks.connecting import bluesky as bluesky_api
from sharehub.networks.connecting import bluesky_oauth
from sharehub.networks.connecting.api import ApiError, Reason
from tests import factories
from tests.peers import home
from tests.peers.visitor import Visitor

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
NEW = reverse("sharehub:connection_new", args=["bluesky"])
RETURN = reverse("sharehub:connection_return", args=["bluesky"])
PASSWORD = "never-given-to-anybody"


def seen(bluesky, who):
    """Names reach the view of the network a moment after they were taken."""
    until = time.monotonic() + 20
    address = f"{bluesky.view}/xrpc/com.atproto.identity.resolveHandle"
    while httpx.get(address, params={"handle": who.handle}).status_code != 200 and time.monotonic() < until:
        time.sleep(0.1)
    return who


@pytest.fixture
def alice(bluesky):
    return seen(bluesky, bluesky.somebody("alice"))


@pytest.fixture
def ours(bluesky, settings, monkeypatch):
    """Our installation, where Bluesky's server finds it."""
    cache.clear()
    monkeypatch.setattr("sharehub.networks.connecting.bluesky.VIEW", bluesky.view)
    monkeypatch.setattr("sharehub.networks.connecting.identity.DIRECTORY", bluesky.plc)
    with home.served(bluesky.certificate) as (address, asked):
        settings.WEB_BASE_URL = address
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, home.NAME]
        settings.BLUESKY_KEYS = [bluesky_oauth.new_key()]
        yield asked


def begin(client, name):
    response = client.post(NEW, {"name": name})
    assert response.status_code == 200, response.context["form"].errors
    return response.context["page"]


@pytest.fixture
def connection(ours, alice, as_ann):
    _address, brought = Visitor(begin(as_ann, alice.handle)).say_yes(alice.handle, PASSWORD)
    as_ann.get(RETURN, brought)
    return Connection.objects.get()


@pytest.fixture
def share(ann, theme, connection):
    piece = factories.article(themes=[theme], title="Forty kitchens", summary="What we learned.")
    piece.picture = factories.picture()
    piece.save()
    return factories.ShareFactory(
        ambassador=ann, piece=piece, theme=theme, network="bluesky", text="A day", state="opened", confirmed_at=None
    )


def published(share):
    actions.publish(share_id=share.pk)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    return share


def test_the_whole_way_from_a_name_to_a_post_and_back(bluesky, ours, alice, ann, as_ann, settings):
    page = begin(as_ann, f"@{alice.handle}")
    assert page.startswith(f"{bluesky.pds}/oauth/authorize?client_id=https%3A%2F%2Fambassadors.peer")
    address, brought = Visitor(page).say_yes(alice.handle, PASSWORD)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{settings.WEB_BASE_URL}{RETURN}"
    assert brought["iss"] == bluesky.pds
    response = as_ann.get(RETURN, brought, follow=True)
    assert f"@{alice.handle} is connected" in response.content.decode()
    assert {"/oauth-client-metadata.json", "/oauth-client-keys.json"} <= set(ours)
    found = Connection.objects.usable(ann, "bluesky").get()
    assert (found.account, found.server, found.scopes) == (alice.did, bluesky.pds, bluesky_oauth.SCOPES)
    assert timezone.now() < found.access_until <= timezone.now() + timedelta(hours=1)
    as_ann.get(RETURN, brought)  # the same yes once more
    assert Connection.objects.get().sealed == found.sealed


def test_a_post_with_its_picture_leaves_with_a_proof_and_is_deleted_again(bluesky, alice, share, as_ann):
    assert published(share).state == "verified", share.publication.said
    (post,) = bluesky.posts_of(alice)
    assert post["value"]["embed"]["external"]["thumb"]["mimeType"] == "image/jpeg"
    as_ann.post(reverse("sharehub:share_withdrawal", args=[share.pk]), {"delete_post": "1"})
    tasks.remove_post(share.pk)
    assert bluesky.posts_of(alice) == []


def test_it_may_do_what_was_said_and_nothing_else(bluesky, alice, connection):
    session = connections.session_of(connection)
    record = {"$type": "app.bsky.graph.follow", "subject": alice.did, "createdAt": "2026-01-01T00:00:00.000Z"}
    body = {"repo": alice.did, "collection": "app.bsky.graph.follow", "record": record}
    with pytest.raises(ApiError) as refused:
        bluesky_api._ask_as(session, "POST", "com.atproto.repo.createRecord", json=body)
    assert refused.value.reason is Reason.FORBIDDEN


def test_a_token_that_somebody_stole_opens_nothing(bluesky, alice, connection):
    body = {"repo": alice.did, "collection": "app.bsky.feed.post", "rkey": "3lbqta7vx2k2a"}
    for kind in ("Bearer", "DPoP"):
        headers = {"Authorization": f"{kind} {connection.tokens.access}"}
        answer = httpx.post(f"{bluesky.pds}/xrpc/com.atproto.repo.deleteRecord", json=body, headers=headers)
        assert answer.status_code in {400, 401}


def test_tokens_are_renewed_and_the_one_used_up_is_not_taken_again(bluesky, alice, connection, share):
    Connection.objects.update(access_until=timezone.now())
    before = Connection.objects.get()
    assert published(share).state == "verified", share.publication.said
    after = Connection.objects.get()
    assert after.tokens.access != before.tokens.access
    assert after.tokens.refresh != before.tokens.refresh
    assert after.tokens.bond == before.tokens.bond
    session = connections.session_of(before)
    with pytest.raises(ApiError) as refused:
        connections.connector_of(before).refresh(session)
    assert refused.value.reason is Reason.LOGGED_OUT


def test_connected_anew_the_earlier_tokens_open_nothing_and_the_new_ones_do(alice, connection, share, as_ann):
    earlier = connections.session_of(connection)
    _address, brought = Visitor(begin(as_ann, alice.handle)).say_yes(alice.handle, PASSWORD)
    as_ann.get(RETURN, brought)
    with pytest.raises(ApiError) as refused:
        connections.connector_of(connection).refresh(earlier)
    assert refused.value.reason is Reason.LOGGED_OUT
    assert published(share).state == "verified", share.publication.said


def test_disconnecting_takes_the_permission_back(bluesky, alice, connection):
    session = connections.session_of(connection)
    connector = connections.connector_of(connection)
    assert actions.disconnect(connection=connection)
    assert not Connection.objects.exists()
    with pytest.raises(ApiError) as refused:
        connector.refresh(session)
    assert refused.value.reason is Reason.LOGGED_OUT


def test_a_key_put_in_front_leaves_connections_alone_and_one_taken_away_loses_them(connection, share, settings):
    settings.BLUESKY_KEYS = [bluesky_oauth.new_key(), *settings.BLUESKY_KEYS]
    Connection.objects.update(access_until=timezone.now())
    assert published(share).state == "verified", share.publication.said
    settings.BLUESKY_KEYS = settings.BLUESKY_KEYS[:1]
    Connection.objects.update(access_until=timezone.now())
    with pytest.raises(ApiError):
        connections.use(Connection.objects.get(), lambda session: None)
    assert Connection.objects.get().state == "lost"


def test_a_no_connects_nothing(ours, alice, as_ann):
    _address, brought = Visitor(begin(as_ann, alice.handle)).say_no()
    response = as_ann.get(RETURN, brought, follow=True)
    assert "You said no to Bluesky" in response.content.decode()
    assert not Connection.objects.exists()


def test_the_yes_of_somebody_else_connects_nothing(bluesky, ours, alice, as_ann):
    bob = seen(bluesky, bluesky.somebody("bob"))
    page = begin(as_ann, alice.handle)
    _address, brought = Visitor(page).say_yes(bob.handle, PASSWORD)
    response = as_ann.get(RETURN, brought, follow=True)
    assert "Bluesky did not say yes" in response.content.decode()
    assert not Connection.objects.exists()


def test_a_name_that_nobody_has_is_asked_again(bluesky, ours, as_ann):
    response = as_ann.post(NEW, {"name": "nobody-at-all.test"})
    assert response.status_code == 422
    assert "Nobody on Bluesky is called nobody-at-all.test" in response.context["form"].errors["name"][0]
    assert "connecting" not in as_ann.session


@pytest.mark.skipif(CHROMIUM is None, reason="No Chromium found.")
@pytest.mark.django_db(transaction=True)
def test_a_person_goes_there_and_comes_back_in_a_browser(ours, alice, as_ann, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    session = as_ann.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.WEB_BASE_URL}
    rules = f"--host-resolver-rules=MAP {home.NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", rules]
        )
        context = browser.new_context(viewport={"width": 390, "height": 844}, ignore_https_errors=True)
        context.add_cookies([cookie])
        page = context.new_page()
        page.goto(f"{settings.WEB_BASE_URL}{NEW}")
        page.get_by_label("Your name there").fill(alice.handle)
        page.get_by_role("button", name="Go on and say yes there").click()
        page.locator("input[type=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("button", name="Authorize").click()
        page.get_by_text(f"@{alice.handle} is connected").wait_for()
        browser.close()
    assert Connection.objects.get().account == alice.did
