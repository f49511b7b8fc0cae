"""On every network that takes posts from here: nothing is posted twice, and each documented refusal is told as what it is."""

from datetime import timedelta

import httpx
import pytest
import respx
from django.utils import timezone

from sharehub import actions, networks, publishing, tasks
from sharehub.models import LedgerEntry, Publication, Share
from tests import factories

MASTODON = "https://mastodon.example/api/v1"
PDS = "https://morel.example/xrpc/com.atproto.repo"
LINKEDIN, X = "https://api.linkedin.com/rest/posts", "https://api.x.com/2"
CONNECTED = [module.key for module in networks.all() if module.connects]


class Killed(BaseException):
    """The worker died: nothing after this line ran."""


@pytest.fixture
def share(ann, theme):
    def ask(network):
        piece = factories.article(themes=[theme], title="Forty kitchens", summary="What we learned.")
        share = factories.ShareFactory(
            ambassador=ann, piece=piece, theme=theme, network=network, text="A day", state="opened", confirmed_at=None
        )
        factories.connection(ann, network)
        actions.publish(share_id=share.pk)
        return share

    return ask


def posts_on(network, there, share):
    """Return how a network takes a post, and how it is asked for it, if it can be; `there` are the posts that stand on it."""
    link, key = share.link.get_absolute_url(), share.publication.key
    uri = f"at://did:plc:ann/app.bsky.feed.post/{key}"
    own = {"id": "1145", "url": "https://mastodon.example/@ann/1145", "content": f"<p>{link}</p>"}
    tweet = {"id": "99", "text": "A day", "entities": {"urls": [{"expanded_url": link}]}}
    gone = httpx.Response(400, json={"error": "RecordNotFound", "message": "Could not locate record"})
    return {
        "mastodon": (f"{MASTODON}/statuses", f"{MASTODON}/accounts/17/statuses", lambda: there and [own]),
        "bluesky": (f"{PDS}.createRecord", f"{PDS}.getRecord", lambda: {"uri": uri, "cid": "c"} if there else gone),
        "linkedin": (LINKEDIN, None, None),
        "x": (f"{X}/tweets", f"{X}/users/17/tweets", lambda: {"data": [tweet] if there else []}),
    }[network]


@pytest.mark.parametrize("network", CONNECTED)
def test_a_worker_killed_between_answer_and_commit_posts_nothing_twice(share, network):
    mine, there = share(network), []
    take, look, found = posts_on(network, there, mine)

    def answer_and_die(request):
        there.append(request)
        raise Killed

    def tell(request):
        told = found()
        return told if isinstance(told, httpx.Response) else httpx.Response(200, json=told)

    with respx.mock(assert_all_called=False) as web:
        web.post(take).mock(side_effect=answer_and_die)
        if look:
            web.get(url__startswith=look).mock(side_effect=tell)
        with pytest.raises(Killed):
            tasks.publish_share(mine.pk)
        tasks.publish_share(mine.pk)  # redelivered at once: still in the dead worker's hands
        assert (Share.objects.get().state, publishing.due()) == ("opened", [])
        Publication.objects.update(claimed_at=timezone.now() - timedelta(minutes=2))
        for share_id in publishing.due():
            tasks.publish_share(share_id)
            tasks.publish_share(share_id)
    assert len(there) == 1
    state = Share.objects.get().state
    # LinkedIn lets nobody look, so its owner is asked to.
    assert (state, Publication.objects.get().why) == (("verified", "") if look else ("failed", "unsure"))
    assert LedgerEntry.objects.filter(share=mine).exists() is (look is not None)


# As docs.joinmastodon.org (statuses, media), docs.bsky.app (createRecord), learn.microsoft.com/linkedin (error handling, versioning) and
# docs.x.com (response codes) tell them; the most common ones are replayed with the pages that they lead to, beside this file.
@pytest.mark.parametrize(
    ("network", "status", "said", "why"),
    [
        ("mastodon", 403, {"error": "Your login is currently disabled"}, "forbidden"),
        ("mastodon", 410, {"error": "This account has been suspended"}, "refused"),
        ("mastodon", 422, {"error": "Validation failed: Text character limit of 500 exceeded"}, "refused"),
        ("mastodon", 503, {"error": "Remote data could not be fetched"}, ""),
        ("bluesky", 400, {"error": "InvalidRequest", "message": "Invalid app.bsky.feed.post record"}, "refused"),
        ("bluesky", 400, {"error": "InvalidSwap", "message": "Record was at bafyrei"}, "refused"),
        ("bluesky", 400, {"error": "AccountTakedown", "message": "Account has been taken down"}, "forbidden"),
        ("bluesky", 500, {"error": "InternalServerError", "message": "Internal Server Error"}, ""),
        ("bluesky", 502, {"error": "UpstreamFailure", "message": "Upstream Failure"}, ""),
        ("linkedin", 400, {"message": "Unpermitted fields present in REQUEST_BODY", "status": 400}, "refused"),
        ("linkedin", 401, {"serviceErrorCode": 65602, "message": "The token has expired"}, "logged_out"),
        ("linkedin", 404, {"status": 404, "message": "Could not find entity"}, "refused"),
        ("linkedin", 409, {"status": 409, "message": "Conflict with an existing entity"}, "refused"),
        ("linkedin", 426, {"code": "NONEXISTENT_VERSION", "message": "Requested version is not active"}, "refused"),
        ("linkedin", 504, {"message": "Gateway timeout"}, ""),
        ("x", 400, {"title": "Invalid Request", "detail": "One or more parameters were invalid."}, "refused"),
        ("x", 403, {"reason": "client-not-enrolled", "title": "Client Forbidden"}, "forbidden"),
        ("x", 404, {"title": "Not Found Error", "detail": "Could not find it."}, "refused"),
        ("x", 409, {"title": "Conflict", "detail": "The connection is in conflict."}, "refused"),
        ("x", 429, {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly product cap"}, ""),
        ("x", 502, {"title": "Bad Gateway", "status": 502}, ""),
    ],
)
def test_what_each_network_answers_is_told_as_what_it_is(share, network, status, said, why):
    mine = share(network)
    with respx.mock() as web:
        posted = web.post(posts_on(network, [], mine)[0]).respond(status, json=said)
        tasks.publish_share(mine.pk)
        tasks.publish_share(mine.pk)
    publication = Publication.objects.get()
    assert posted.call_count == 1
    assert (publication.state, publication.why) == (("failed", why) if why else ("waiting", ""))
    assert Share.objects.get().state == ("failed" if why else "opened")
    assert publication.said in {*said.values(), ""}
    assert not LedgerEntry.objects.filter(share=mine).exists()
