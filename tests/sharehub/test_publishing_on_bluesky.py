"""On Bluesky a post brings its own card, and says by bytes where links, hashtags and names stand; a key keeps it single."""

import json

import httpx
import pytest
import respx
from django.utils import timezone

from sharehub import actions, tasks
from sharehub.models import Connection, Publication, Share
from tests import factories

PDS = "https://morel.example/xrpc/"
TEXT = "Ik werk hier – één dag mee met @bob.bsky.social, #Warmte!"
EXPIRED = {"error": "ExpiredToken", "message": "Token has expired"}


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        mock.get(f"{PDS}com.atproto.identity.resolveHandle").respond(json={"did": "did:plc:bob"})
        mock.get(f"{PDS}com.atproto.repo.getRecord").respond(400, json={"error": "RecordNotFound", "message": "none"})
        yield mock


@pytest.fixture
def share(ann, theme):
    piece = factories.article(themes=[theme], title="Forty kitchens", summary="What we learned.")
    share = factories.ShareFactory(
        ambassador=ann, piece=piece, theme=theme, network="bluesky", text=TEXT, state="opened", confirmed_at=None
    )
    factories.connection(ann, "bluesky")
    actions.publish(share_id=share.pk)
    return share


def created(web):
    key = Publication.objects.get().key
    answer = {"uri": f"at://did:plc:ann/app.bsky.feed.post/{key}", "cid": "c"}
    return web.post(f"{PDS}com.atproto.repo.createRecord").respond(json=answer)


def test_a_post_has_its_card_and_places_counted_in_bytes(share, web):
    posted = created(web)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    key, link = share.publication.key, share.link.get_absolute_url()
    assert (share.state, share.post_url) == ("verified", f"https://bsky.app/profile/did:plc:ann/post/{key}")
    sent = json.loads(posted.calls[0].request.content)
    assert (sent["repo"], sent["rkey"], len(key)) == ("did:plc:ann", key, 13)
    record = sent["record"]
    assert record["text"] == f"{TEXT}\n\n{link}"
    assert record["langs"] == ["nl"]
    assert record["embed"]["external"] == {"uri": link, "title": "Forty kitchens", "description": "What we learned."}
    raw = record["text"].encode()
    places = {raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0] for f in record["facets"]}
    assert places == {
        link: {"$type": "app.bsky.richtext.facet#link", "uri": link},
        "#Warmte": {"$type": "app.bsky.richtext.facet#tag", "tag": "Warmte"},
        "@bob.bsky.social": {"$type": "app.bsky.richtext.facet#mention", "did": "did:plc:bob"},
    }


def test_a_hashtag_that_is_too_long_there_stays_text(share, web):
    posted = created(web)
    Share.objects.update(text=f"#{'a' * 64} #{'b' * 65}")
    tasks.publish_share(share.pk)
    facets = json.loads(posted.calls[0].request.content)["record"]["facets"]
    assert [facet["features"][0].get("tag") for facet in facets] == [None, "a" * 64]


def test_a_session_that_ended_is_renewed_and_the_new_tokens_kept(share, web):
    created(web).mock(
        side_effect=[
            httpx.Response(400, json=EXPIRED),
            httpx.Response(200, json={"uri": f"at://did:plc:ann/app.bsky.feed.post/{Publication.objects.get().key}"}),
        ]
    )
    renewed = web.post(f"{PDS}com.atproto.server.refreshSession").respond(
        json={"did": "did:plc:ann", "handle": "ann.bsky.social", "accessJwt": "new", "refreshJwt": "next"}
    )
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    assert renewed.calls[0].request.headers["Authorization"] == "Bearer renew"
    tokens = Connection.objects.get().tokens
    assert (tokens.access, tokens.refresh) == ("new", "next")


def test_a_session_that_cannot_be_renewed_is_lost_and_the_post_is_not_done(share, web):
    created(web).respond(400, json=EXPIRED)
    web.post(f"{PDS}com.atproto.server.refreshSession").respond(400, json=EXPIRED)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.publication.why) == ("failed", "logged_out")
    assert Connection.objects.get().state == "lost"


def test_a_renewal_that_another_worker_has_in_hand_is_waited_for(share, web):
    created(web).respond(400, json=EXPIRED)
    Connection.objects.update(claimed_at=timezone.now())
    renewed = web.post(f"{PDS}com.atproto.server.refreshSession")
    tasks.publish_share(share.pk)
    assert not renewed.called
    assert Publication.objects.get().state == "waiting"
    assert Connection.objects.get().state == "working"


def test_what_an_attempt_without_an_answer_posted_is_found_by_its_key(share, web):
    posted = web.post(f"{PDS}com.atproto.repo.createRecord").mock(side_effect=httpx.ReadTimeout(""))
    tasks.publish_share(share.pk)
    key = Publication.objects.get().key
    found = web.get(f"{PDS}com.atproto.repo.getRecord").respond(
        json={"uri": f"at://did:plc:ann/app.bsky.feed.post/{key}", "cid": "c", "value": {}}
    )
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    assert Share.objects.get().state == "verified"
    assert found.calls[0].request.url.params["rkey"] == key
    assert posted.call_count == 1
