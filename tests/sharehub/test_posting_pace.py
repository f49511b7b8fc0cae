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
PDS = "https://morel.example/xrpc/com.atproto"
LINKEDIN, X = "https://api.linkedin.com/rest/posts", "https://api.x.com/2/tweets"
LIMITED = {"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}
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
    assert "Mastodon takes only so many posts at a time, and" in page


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


def test_a_turn_given_out_before_the_network_wants_to_be_left_alone_is_given_out_anew():
    allowed = {"account": ONE_A_MINUTE}
    assert [round(pace.turn(f"turn:{name}", allowed).total_seconds()) for name in "ab"] == [0, 60]
    pace.hold("account", ONE_A_MINUTE, timedelta(minutes=10))
    pace.hold("account", ONE_A_MINUTE, timedelta(minutes=1))  # a shorter one takes nothing from it
    waits = [pace.turn(f"turn:{name}", allowed) for name in "bacb"]
    assert waits == [pytest.approx(timedelta(minutes=wait), abs=timedelta(seconds=1)) for wait in (10, 11, 12, 10)]
    pace.hold("forever", ONE_A_MINUTE, timedelta(days=7))
    assert pace.turn("turn:d", {"forever": ONE_A_MINUTE}) <= timedelta(days=1)


# Whom each network means, and until when (docs.joinmastodon.org, docs.bsky.app, docs.x.com, learn.microsoft.com: rate limits).
@pytest.mark.parametrize(
    ("network", "url", "headers", "said", "minutes", "means_everybody"),
    [
        ("mastodon", f"{SERVER}/api/v1/statuses", {"Retry-After": "600"}, {"error": "Too many requests"}, 10, False),
        ("bluesky", f"{PDS}.repo.createRecord", {"ratelimit-reset": timedelta(minutes=3)}, LIMITED, 3, True),
        ("bluesky", f"{PDS}.repo.createRecord", {"ratelimit-reset": timedelta(hours=1)}, LIMITED, 60, False),
        ("linkedin", LINKEDIN, {}, {"message": "Resource level throttle MEMBER DAY limit is reached."}, 15, False),
        ("linkedin", LINKEDIN, {}, {"message": "Resource level throttle APPLICATION DAY limit is reached."}, 15, True),
        ("x", X, {"x-rate-limit-reset": timedelta(minutes=12)}, {"title": "Too Many Requests"}, 12, False),
        (
            "x",
            X,
            {
                "x-rate-limit-reset": timedelta(minutes=12),
                "x-app-limit-24hour-remaining": "0",
                "x-app-limit-24hour-reset": timedelta(hours=5),
            },
            {"title": "Too Many Requests"},
            300,
            True,
        ),
    ],
)
def test_while_a_network_wants_to_be_left_alone_no_worker_posts_there(
    ann, bob, theme, network, url, headers, said, minutes, means_everybody
):
    cache.clear()
    now = timezone.now()
    headers = {
        name: str(int((now + value).timestamp())) if isinstance(value, timedelta) else value
        for name, value in headers.items()
    }
    factories.connection(ann, network)
    factories.connection(bob, network, account="another")
    shares = [
        factories.ShareFactory(ambassador=who, theme=theme, network=network, state="opened", confirmed_at=None)
        for who in (ann, ann, bob)
    ]
    for share in shares:
        actions.publish(share_id=share.pk)
    with respx.mock() as web:
        asked = web.post(url).respond(429, headers=headers, json=said)
        post_all(shares)
        assert asked.call_count == (1 if means_everybody else 2)
    for share in shares[:2]:
        share.refresh_from_db()
        assert seconds_left(share) >= minutes * 60 - 5
        assert share.publication.state == "waiting"
    assert seconds_left(shares[0]) == pytest.approx(minutes * 60, abs=5)
    assert (Publication.objects.get(share=shares[1]).attempts, publishing.due()) == (0, [])


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
