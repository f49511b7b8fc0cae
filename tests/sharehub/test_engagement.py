"""How often people reacted is read ever more rarely, many posts in a call, within what a server allows; never who it was."""

from datetime import timedelta

import httpx
import pytest
import respx
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sharehub import engagement, tasks
from sharehub.models import Engagement, LedgerEntry, Publication, Share
from sharehub.models.engagement import next_reading
from sharehub.networks.connecting import pace
from sharehub.recognition import ledger
from tests import factories

STATUS = "https://mastodon.example/api/v1/statuses/1145"
TWEETS = "https://api.x.com/2/tweets"
POSTS = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts"
COUNTS = {"id": "1145", "favourites_count": 3, "replies_count": 1, "reblogs_count": 2}


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def posted(ann):
    def post(network="mastodon", post_id="1145", hours=2):
        connection = ann.connections.filter(network=network).first() or factories.connection(ann, network)
        share = factories.ShareFactory(
            ambassador=ann, network=network, state="verified", post_url="https://mastodon.example/@ann/1145"
        )
        posted_at = timezone.now() - timedelta(hours=hours)
        Publication.objects.create(
            share=share, connection=connection, state="posted", post_id=post_id, posted_at=posted_at, attempts=1
        )
        return share

    return post


def read_all():
    for share_ids in engagement.due():
        tasks.read_engagement_of(share_ids)
        tasks.read_engagement_of(share_ids)


def again():
    Engagement.objects.update(next_at=timezone.now())
    read_all()


def test_a_post_is_read_ever_more_rarely_until_a_month_after_it():
    posted = timezone.now()
    hours = [0, 1, 6, 24, 72, 168, 720]
    found = [next_reading(posted, posted + timedelta(hours=after)) for after in hours]
    assert found == [*(posted + timedelta(hours=after) for after in hours[1:]), None]


def test_counts_are_kept_and_shown_as_reported(posted, web, as_ann):
    asked = web.get(STATUS).respond(json={**COUNTS, "account": {"acct": "ann"}})
    share = posted()
    read_all()
    found = Engagement.objects.get()
    assert (found.reactions, found.comments, found.reposts, found.total) == (3, 1, 2, 6)
    assert found.next_at == share.publication.posted_at + timedelta(hours=6)
    assert asked.call_count == 1
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "3 reactions · 1 comment · 2 reposts" in page
    assert "As Mastodon reported it" in page


def test_a_post_of_this_hour_is_not_read_yet(posted, web):
    posted(hours=0)
    read_all()
    assert not web.calls


def test_many_posts_of_bluesky_are_read_in_calls_of_twenty_five(posted, web, django_assert_max_num_queries):
    uris = [f"at://did:plc:ann/app.bsky.feed.post/{number}" for number in range(30)]
    for uri in uris:
        posted("bluesky", uri)
    web.get(POSTS).mock(
        side_effect=lambda request: httpx.Response(
            200,
            json={"posts": [{"uri": uri, "likeCount": 2} for uri in request.url.params.get_list("uris")]},
        )
    )
    with django_assert_max_num_queries(5):
        portions = engagement.due()
    assert [len(portion) for portion in portions] == [25, 5]
    read_all()
    assert len(web.calls) == 2
    assert Engagement.objects.filter(reactions=2).count() == 30


def test_planning_a_thousand_readings_asks_as_much_as_planning_ten(ann):
    piece, posted_at = factories.article(), timezone.now() - timedelta(hours=2)

    def queries(count):
        shares = Share.objects.bulk_create(
            Share(ambassador=ann, piece=piece, network="bluesky", state="verified") for _number in range(count)
        )
        Publication.objects.bulk_create(
            Publication(share=share, state="posted", posted_at=posted_at, post_id=str(share.pk)) for share in shares
        )
        with CaptureQueriesContext(connection) as found:
            portions = engagement.due()
        assert sorted(pk for portion in portions for pk in portion) == sorted(share.pk for share in shares)
        Engagement.objects.update(next_at=None)
        return len(found)

    assert queries(10) == queries(1_000) == 3


def test_a_post_that_is_gone_withdraws_its_share_and_only_when_it_stays_away(posted, web):
    share = posted()
    ledger.reward_share(share)
    web.get(STATUS).respond(404, json={"error": "Record not found"})
    read_all()
    again()
    assert Share.objects.get().state == Share.State.VERIFIED
    Engagement.objects.update(missed_at=timezone.now() - timedelta(hours=1))
    again()
    share.refresh_from_db()
    assert share.state == Share.State.WITHDRAWN
    assert share.link.withdrawn_at
    assert sum(LedgerEntry.objects.filter(share=share).values_list("points", flat=True)) == 0


def test_a_post_that_was_only_slow_to_appear_stays(posted, web):
    posted()
    web.get(STATUS).mock(side_effect=[httpx.Response(404, json={}), httpx.Response(200, json=COUNTS)])
    read_all()
    again()
    assert Engagement.objects.get().missed_at is None
    assert Share.objects.get().state == Share.State.VERIFIED


@pytest.mark.parametrize(
    ("answer", "hours"),
    [
        (httpx.Response(429, headers={"Retry-After": "10800"}, json={"error": "slow"}), 3),
        (httpx.Response(500), 1),
        (httpx.Response(401, json={"error": "who are you"}), 1),
        (httpx.Response(200, text="<html>"), 1),
        (httpx.ReadTimeout(""), 1),
    ],
)
def test_a_network_that_does_not_tell_is_asked_later_and_nothing_is_withdrawn(posted, web, answer, hours):
    posted()
    web.get(STATUS).mock(side_effect=[answer])
    read_all()
    found = Engagement.objects.get()
    assert found.next_at - timezone.now() == pytest.approx(timedelta(hours=hours), abs=timedelta(minutes=1))
    assert (found.read_at, found.missed_at) == (None, None)
    assert Share.objects.get().state == Share.State.VERIFIED


def test_while_a_server_wants_to_be_left_alone_no_worker_reads_there(posted, web):
    first, second = posted(), posted(post_id="1146")
    read = web.get(url__startswith="https://mastodon.example/").respond(429, headers={"Retry-After": "7200"}, json={})
    engagement.begin()
    for share in (first, second):
        tasks.read_engagement_of([share.pk])
    assert read.call_count == 1
    client = cache._cache.get_client(write=True)
    assert client.ttl("pace:https://mastodon.example") > 7200


def test_all_workers_together_keep_to_what_a_server_allows(posted, web):
    server = "https://mastodon.example"
    assert [pace.take(server, a_second=0.001, at_once=3) for _call in range(5)] == [True, True, True, False, False]
    assert pace.take("https://other.example", a_second=0.001, at_once=3)
    for _call in range(60):
        pace.take(server, a_second=0.5, at_once=60)
    posted()
    read_all()
    assert not web.calls
    assert Engagement.objects.due().exists()


def test_the_sweep_reads_what_is_due(posted, web, monkeypatch):
    web.get(STATUS).respond(json=COUNTS)
    posted()
    monkeypatch.setattr(tasks.read_engagement_of, "delay_on_commit", tasks.read_engagement_of)
    tasks.read_engagement()
    assert Engagement.objects.get().reactions == 3


@pytest.fixture
def x_counts(settings):
    settings.X_CLIENT_ID = settings.X_CLIENT_SECRET = "ours"
    settings.X_COUNTS = True


def test_x_is_asked_as_the_owner_of_the_post_and_tells_how_often_it_was_shown(posted, web, x_counts, ann, as_ann):
    told = {"retweet_count": 2, "reply_count": 1, "like_count": 7, "quote_count": 1, "bookmark_count": 0}
    post = {"id": "99", "text": "…", "public_metrics": {**told, "impression_count": 1240}}
    asked = web.get(TWEETS).respond(json={"data": [post]})
    renewed = {"access_token": "new", "refresh_token": "next", "expires_in": 7200}
    web.post("https://api.x.com/2/oauth2/token").respond(json=renewed)
    share = posted("x", "99")
    ann.connections.update(access_until=timezone.now())
    read_all()
    found = Engagement.objects.get()
    assert (found.reactions, found.comments, found.reposts, found.impressions) == (7, 1, 3, 1240)
    request = asked.calls[0].request
    assert (asked.call_count, request.headers["Authorization"]) == (1, "Bearer new")
    assert request.url.params["tweet.fields"] == "public_metrics"
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "7 reactions · 1 comment · 3 reposts · 1240 times shown" in page


def test_x_is_not_asked_where_nobody_wants_to_pay_for_it(posted, web, x_counts, settings):
    posted("x", "99")
    engagement.begin()
    Engagement.objects.update(next_at=timezone.now())
    settings.X_COUNTS = False
    read_all()
    assert not web.calls
    Engagement.objects.all().delete()
    engagement.begin()
    assert not Engagement.objects.exists()


def test_a_post_on_x_whose_owner_left_is_not_asked_for_and_given_up_in_the_end(posted, web, x_counts, ann):
    share = posted("x", "99", hours=24 * 40)
    engagement.begin()
    ann.connections.all().delete()
    read_all()
    assert not web.calls
    assert Engagement.objects.get(share=share).next_at is None
    share.refresh_from_db()
    assert share.state == "verified"
