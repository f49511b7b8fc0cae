"""All workers together post no faster than a network allows; who is too early keeps a turn, and nothing is lost with Valkey."""

from datetime import timedelta

import pytest
import respx
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sharehub import actions, networks, publishing, tasks
from sharehub.models import Publication, Share
from sharehub.networks.connecting import pace
from sharehub.networks.connecting.api import Allowance
from tests import factories

SERVER = "https://mastodon.example"
ONE_A_MINUTE = Allowance(1 / 60, 1)


@pytest.fixture
def posted():
    with respx.mock() as web:
        answer = {"id": "1145", "url": f"{SERVER}/@ann/1145", "content": ""}
        yield web.post(f"{SERVER}/api/v1/statuses").respond(json=answer)


@pytest.fixture
def asked(ann, theme, monkeypatch):
    """Three shares of one person, who may post once a minute."""
    monkeypatch.setattr(networks.get("mastodon").connects, "posts_of_account", ONE_A_MINUTE)
    factories.connection(ann)
    shares = [
        factories.ShareFactory(ambassador=ann, theme=theme, network="mastodon", state="opened", confirmed_at=None)
        for _number in range(3)
    ]
    for share in shares:
        actions.publish(share_id=share.pk)
    return shares


def post_all(shares):
    for share in shares:
        tasks.publish_share(share.pk)


def states(shares):
    return [Share.objects.get(pk=share.pk).state for share in shares]


def seconds_left(share):
    return (share.publication.due_at - timezone.now()).total_seconds()


def test_what_is_too_much_for_now_keeps_its_turn_and_is_no_attempt(asked, posted, as_ann):
    post_all(asked)
    post_all(asked)  # redelivered: nobody gets another turn
    assert states(asked) == ["verified", "opened", "opened"]
    assert posted.call_count == 1
    for share, seconds in zip(asked[1:], (60, 120), strict=True):
        share.refresh_from_db()
        assert seconds_left(share) == pytest.approx(seconds, abs=3)
        assert (share.publication.state, share.publication.attempts) == ("waiting", 0)
    assert publishing.due() == []
    page = as_ann.get(reverse("sharehub:share_detail", args=[asked[1].pk])).content.decode()
    assert "Mastodon takes only so many posts at a time." in page


def test_whose_turn_has_come_goes_on_and_who_comes_early_waits_for_the_rest(asked, posted):
    post_all(asked)
    Publication.objects.update(due_at=timezone.now())
    post_all(asked)
    asked[2].refresh_from_db()
    assert seconds_left(asked[2]) == pytest.approx(120, abs=3)
    for share in asked[1:]:
        client = cache._cache.get_client(write=True)
        client.set(f"pace:turn:{share.publication.key}", timezone.now().timestamp())
    Publication.objects.update(due_at=timezone.now())
    post_all(asked)
    assert states(asked) == ["verified"] * 3
    assert posted.call_count == 3


def test_with_an_emptied_valkey_posts_leave_all_the_same(asked, posted):
    post_all(asked)
    cache.clear()
    Publication.objects.update(due_at=timezone.now())
    post_all(asked[1:2])
    assert states(asked) == ["verified", "verified", "opened"]


def test_while_valkey_is_away_posts_leave_and_readings_wait(asked, posted, settings):
    settings.CACHES = {name: {**kept, "LOCATION": "redis://127.0.0.1:1/0"} for name, kept in settings.CACHES.items()}
    post_all(asked)
    assert states(asked) == ["verified"] * 3
    assert not pace.take(SERVER, a_second=1, at_once=10)


def test_accounts_share_what_a_server_counts_together():
    server = {"server": ONE_A_MINUTE}
    waits = [pace.turn(f"turn:{name}", {name: Allowance(1, 10), **server}) for name in ("ann", "bob", "cas", "bob")]
    assert waits == [pytest.approx(timedelta(minutes=wait), abs=timedelta(seconds=1)) for wait in (0, 1, 2, 1)]


@pytest.mark.parametrize("module", [one for one in networks.all() if one.connects], ids=lambda module: module.key)
def test_every_network_says_how_much_may_be_posted(module):
    assert module.connects is not None
    for allowed in (module.connects.posts_of_account, module.connects.posts_of_server):
        # Nobody is kept from posting now and then: their first posts leave at once, and more come in than a person makes.
        assert allowed is None or (allowed.at_once >= 15 and allowed.a_second * 86400 >= 100)
