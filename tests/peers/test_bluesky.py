"""Bluesky's own software takes what we post, once, and tells of it; what it refuses we say."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta

import httpx
import pytest
from django.db import connection as database
from django.urls import reverse
from django.utils import timezone

from config.embedded import BASE_DIR
from sharehub import actions, engagement, tasks
from sharehub.models import Connection, Engagement, Publication, Share
from tests import factories
from themes import calling


@pytest.fixture
def alice(bluesky):
    return bluesky.somebody("alice")


def connected(bluesky, alice, ann):
    return actions.connect_with_password(
        ambassador=ann, network="bluesky", server=bluesky.pds, name=alice.handle, password=alice.password
    )


@pytest.fixture
def connection(bluesky, alice, ann):
    return connected(bluesky, alice, ann).connection


@pytest.fixture
def share(ann, theme, connection):
    piece = factories.article(
        themes=[theme], title="Forty kitchens", summary="What we learned.", picture=factories.picture()
    )
    text = "Eén dag mee – #Warmte, zie @nobody.example.test"
    return factories.ShareFactory(
        ambassador=ann, piece=piece, theme=theme, network="bluesky", text=text, state="opened", confirmed_at=None
    )


def published(share, **how):
    actions.publish(share_id=share.pk, **how)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    return share


def test_a_post_with_its_card_stands_there_and_is_deleted_again(bluesky, alice, connection, share, as_ann):
    assert (connection.account, connection.name) == (alice.did, f"@{alice.handle}")
    assert connection.server == bluesky.pds
    assert connection.expires_at > timezone.now() + timedelta(days=20)
    published(share)
    assert (share.state, share.publication.why, share.publication.said) == ("verified", "", "")
    (post,) = bluesky.posts_of(alice)
    link = share.link.get_absolute_url()
    card = post["value"]["embed"]["external"]
    assert (card["uri"], card["title"], card["description"]) == (link, "Forty kitchens", "What we learned.")
    assert card["thumb"]["mimeType"] == "image/jpeg"
    raw = post["value"]["text"].encode()
    places = [raw[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode() for one in post["value"]["facets"]]
    assert places == [link, "#Warmte"]
    as_ann.post(reverse("sharehub:share_withdrawal", args=[share.pk]), {"delete_post": "1"})
    tasks.remove_post(share.pk)
    tasks.remove_post(share.pk)
    assert bluesky.posts_of(alice) == []
    assert Publication.objects.get().removed_at


def test_a_picture_goes_along_with_the_words_that_stand_for_it(bluesky, alice, share):
    published(share, shows_picture=True)
    (post,) = bluesky.posts_of(alice)
    (image,) = post["value"]["embed"]["images"]
    assert (image["alt"], image["aspectRatio"]) == ("A kitchen in Assen", {"width": 64, "height": 48})


def test_a_session_that_ended_is_renewed(bluesky, alice, connection, share):
    Connection.objects.update(access_until=timezone.now())
    before = Connection.objects.get().tokens
    assert published(share).state == "verified"
    after = Connection.objects.get().tokens
    assert (before.access, before.refresh) != (after.access, after.refresh)


def test_an_app_password_that_was_taken_back_falls_back_to_the_share_page(bluesky, alice, connection, share):
    bluesky.ask("com.atproto.server.revokeAppPassword", alice.token, json={"name": "us"})
    Connection.objects.update(access_until=timezone.now())
    published(share)
    assert (share.state, share.publication.why) == ("failed", "logged_out")
    assert Connection.objects.get().state == "lost"
    assert bluesky.posts_of(alice) == []


def test_a_wrong_password_connects_nothing(bluesky, alice, ann):
    with pytest.raises(actions.ConnectionRefused, match="does not know this name with this password"):
        actions.connect_with_password(
            ambassador=ann, network="bluesky", server=bluesky.pds, name=alice.handle, password="aaaa-bbbb-cccc-dddd"
        )
    assert not Connection.objects.exists()


def test_disconnecting_ends_the_session_there(bluesky, alice, connection):
    tokens = connection.tokens
    assert actions.disconnect(connection=connection)
    assert renewed(bluesky, tokens).json()["error"] == "ExpiredToken"
    assert not Connection.objects.exists()


def test_connected_anew_the_earlier_session_ends_and_the_new_one_does_not(bluesky, alice, ann, connection):
    earlier = connection.tokens
    anew = connected(bluesky, alice, ann)
    assert (anew.connection, anew.earlier_is_open) == (connection, False)
    assert renewed(bluesky, earlier).json()["error"] == "ExpiredToken"
    assert renewed(bluesky, anew.connection.tokens).status_code == 200


def renewed(bluesky, tokens):
    headers = {"Authorization": f"Bearer {tokens.refresh}"}
    return httpx.post(f"{bluesky.pds}/xrpc/com.atproto.server.refreshSession", headers=headers)


def test_a_server_that_freezes_with_our_post_in_its_hands_has_it_once(bluesky, alice, share, monkeypatch):
    """It wakes after we gave up waiting, and posts what we sent: the next attempt has to see that."""
    monkeypatch.setitem(calling.call.__kwdefaults__, "timeout", 1.5)
    share.piece.picture = None
    share.piece.save()
    share.text = "A day at work"
    share.save()
    bluesky.stop()
    try:
        published(share)
    finally:
        bluesky.go_on()
    assert (share.state, share.publication.state) == ("opened", "waiting")
    until = time.monotonic() + 10
    while not bluesky.posts_of(alice) and time.monotonic() < until:
        time.sleep(0.1)
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert share.state == "verified"
    assert len(bluesky.posts_of(alice)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_the_networks_answer_posts_nothing_twice(bluesky, alice, share):
    actions.publish(share_id=share.pk)
    worker = f"""
        import os, signal
        import django
        django.setup()
        from sharehub import publishing, tasks
        from themes import fetching
        publishing._note = lambda *what: os.kill(os.getpid(), signal.SIGKILL)
        with fetching.also_allowing(["127.0.0.1", "::1"]):
            tasks.publish_share({share.pk})
    """
    address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database.settings_dict['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(worker)], cwd=BASE_DIR, env=environment, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert len(bluesky.posts_of(alice)) == 1
    assert Share.objects.get().state == "opened"
    Publication.objects.update(claimed_at=timezone.now() - timedelta(minutes=2))
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    assert len(bluesky.posts_of(alice)) == 1


def test_reactions_of_others_are_counted_and_a_post_deleted_there_is_noticed(bluesky, alice, share, monkeypatch):
    monkeypatch.setattr("sharehub.networks.connecting.bluesky.VIEW", bluesky.view)
    published(share)
    (post,) = bluesky.posts_of(alice)
    bob = bluesky.somebody("bob")
    for kind in ("like", "repost", "post"):
        bluesky.react(bob, kind, post["uri"], post["cid"])
    until = time.monotonic() + 20
    counts = (0, 0, 0)
    while counts != (1, 1, 1) and time.monotonic() < until:
        time.sleep(0.3)
        counts = read_again(share)
    assert counts == (1, 1, 1)
    body = {"repo": alice.did, "collection": "app.bsky.feed.post", "rkey": post["uri"].rpartition("/")[2]}
    bluesky.ask("com.atproto.repo.deleteRecord", alice.token, json=body)
    while not Engagement.objects.get().missed_at and time.monotonic() < until:
        time.sleep(0.3)
        read_again(share)
    Engagement.objects.update(missed_at=timezone.now() - timedelta(hours=1))
    read_again(share)
    assert Share.objects.get().state == "withdrawn"


def read_again(share):
    engagement.begin()
    Engagement.objects.update(next_at=timezone.now())
    tasks.read_engagement_of([share.pk])
    found = Engagement.objects.get()
    return found.reactions, found.comments, found.reposts
