"""LinkedIn and X take posts of who connected an account there, where this installation is registered with them."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import respx
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sharehub import actions, tasks
from sharehub.models import Connection, Publication, Share
from sharehub.networks.connecting.linkedin import little_text
from tests import factories

LINKEDIN = "https://api.linkedin.com"
X = "https://api.x.com/2"
TEXT = "Forty kitchens (really) #Heat, costs < 5_000"


@pytest.fixture(autouse=True)
def _registered(settings):
    settings.LINKEDIN_CLIENT_ID = settings.X_CLIENT_ID = "our-id"
    settings.LINKEDIN_CLIENT_SECRET = settings.X_CLIENT_SECRET = "our-secret"


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def asked(ann, theme):
    def ask(network, **how):
        picture = factories.picture() if how else None
        piece = factories.article(themes=[theme], title="Forty kitchens", summary="What we learned.", picture=picture)
        share = factories.ShareFactory(
            ambassador=ann, piece=piece, theme=theme, network=network, text=TEXT, state="opened", confirmed_at=None
        )
        factories.connection(ann, network)
        actions.publish(share_id=share.pk, **how)
        return share

    return ask


def state_of(share):
    return Share.objects.get(pk=share.pk).state


def test_where_nobody_registered_us_no_account_is_offered(as_ann, settings):
    page = reverse("sharehub:connection_list")
    assert "Connect LinkedIn" in as_ann.get(page).content.decode()
    settings.LINKEDIN_CLIENT_SECRET = ""
    assert "Connect LinkedIn" not in as_ann.get(page).content.decode()
    assert as_ann.get(reverse("sharehub:connection_new", args=["linkedin"])).status_code == 404


def say_yes(client, web, network):
    token = {"access_token": "a", "expires_in": 7200}
    web.post("https://www.linkedin.com/oauth/v2/accessToken").respond(json=token)
    web.get(f"{LINKEDIN}/v2/userinfo").respond(json={"sub": "17", "name": "Ann Jansen"})
    web.post(f"{X}/oauth2/token").respond(json={**token, "refresh_token": "b"})
    web.get(f"{X}/users/me").respond(json={"data": {"id": "17", "username": "ann", "public_metrics": {}}})
    page = client.post(reverse("sharehub:connection_new", args=[network])).context["page"]
    state = parse_qs(urlsplit(page).query)["state"][0]
    client.get(reverse("sharehub:connection_return", args=[network]), {"code": "yes", "state": state})


@pytest.mark.parametrize("network", ["linkedin", "x"])
def test_an_account_is_connected_by_a_yes_there(as_ann, ann, web, network):
    say_yes(as_ann, web, network)
    connection = Connection.objects.usable(ann, network).get()
    assert connection.name == {"linkedin": "Ann Jansen", "x": "@ann"}[network]
    assert bool(connection.expires_at) is (network == "linkedin")
    assert connection.needs_renewal(timezone.now() + timedelta(hours=3)) is (network == "x")


@pytest.mark.parametrize(("network", "ended"), [("linkedin", "hush"), ("x", "renew")])
def test_connected_anew_what_opened_it_before_is_taken_back(as_ann, ann, web, network, ended):
    factories.connection(ann, network)
    ends = [web.post("https://www.linkedin.com/oauth/v2/revoke"), web.post(f"{X}/oauth2/revoke")]
    for route in ends:
        route.respond(json={})
    say_yes(as_ann, web, network)
    (call,) = [call for route in ends for call in route.calls]
    assert parse_qs(call.request.content.decode())["token"] == [ended]
    assert Connection.objects.usable(ann, network).get().tokens.access == "a"


def test_a_post_on_linkedin_has_its_card_and_is_not_cut_off(asked, web):
    posted = web.post(f"{LINKEDIN}/rest/posts").respond(201, headers={"x-restli-id": "urn:li:share:7"})
    share = asked("linkedin")
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.post_url) == ("verified", "https://www.linkedin.com/feed/update/urn:li:share:7/")
    sent = posted.calls[0].request
    assert (sent.headers["LinkedIn-Version"], sent.headers["X-Restli-Protocol-Version"]) == ("202610", "2.0.0")
    body = json.loads(sent.content)
    assert body["author"] == "urn:li:person:17"
    assert body["commentary"].startswith(r"Forty kitchens \(really\) #Heat, costs \< 5\_000")
    assert body["content"]["article"]["source"] == share.link.get_absolute_url()


def test_little_text_keeps_hashtags_and_links():
    assert little_text("a_b (c) #Tag # https://x.example/a_(b) [d]") == (
        r"a\_b \(c\) #Tag \# https://x.example/a_%28b%29 \[d\]"
    )


def test_linkedin_is_not_asked_again_when_nobody_knows_how_it_ended(asked, web, as_ann):
    posted = web.post(f"{LINKEDIN}/rest/posts").mock(side_effect=httpx.ReadTimeout(""))
    share = asked("linkedin")
    tasks.publish_share(share.pk)
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    assert (state_of(share), Publication.objects.get().why, posted.call_count) == ("failed", "unsure", 1)
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "LinkedIn did not say whether your post came through" in page
    posted.respond(201, headers={"x-restli-id": "urn:li:share:7"})
    as_ann.post(reverse("sharehub:share_publication", args=[share.pk]))  # having looked
    tasks.publish_share(share.pk)
    assert state_of(share) == "verified"


def test_linkedin_is_asked_again_when_it_certainly_heard_nothing(asked, web):
    answers = [httpx.ConnectError(""), httpx.Response(201, headers={"x-restli-id": "urn:li:share:7"})]
    web.post(f"{LINKEDIN}/rest/posts").mock(side_effect=answers)
    share = asked("linkedin")
    tasks.publish_share(share.pk)
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    assert state_of(share) == "verified"


def test_x_renews_with_a_token_that_it_takes_once(asked, web):
    web.post(f"{X}/tweets").mock(
        side_effect=[
            httpx.Response(401, json={"title": "Unauthorized", "detail": "Unauthorized"}),
            httpx.Response(201, json={"data": {"id": "99", "text": TEXT}}),
        ]
    )
    renewed = web.post(f"{X}/oauth2/token").respond(
        json={"access_token": "new", "refresh_token": "next", "expires_in": 7200}
    )
    share = asked("x")
    tasks.publish_share(share.pk)
    assert Share.objects.get().post_url == "https://x.com/i/status/99"
    assert parse_qs(renewed.calls[0].request.content.decode())["refresh_token"] == ["renew"]
    assert Connection.objects.get().tokens.refresh == "next"


def test_x_tells_until_when_to_wait_and_is_looked_at_before_a_second_attempt(asked, web):
    until = int((timezone.now() + timedelta(minutes=8)).timestamp())
    limit = httpx.Response(429, headers={"x-rate-limit-reset": str(until)}, json={"title": "Too Many Requests"})
    posted = web.post(f"{X}/tweets").mock(side_effect=[limit, httpx.ReadTimeout("")])
    share = asked("x")
    tasks.publish_share(share.pk)
    assert abs(Publication.objects.get().due_at.timestamp() - until) < 5
    cache.clear()  # the minutes have passed
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    link = {"expanded_url": share.link.get_absolute_url()}
    web.get(f"{X}/users/17/tweets").respond(json={"data": [{"id": "5"}, {"id": "99", "entities": {"urls": [link]}}]})
    Publication.objects.update(due_at=timezone.now())
    tasks.publish_share(share.pk)
    assert (Share.objects.get().post_url, posted.call_count) == ("https://x.com/i/status/99", 2)


def test_a_picture_on_x_goes_up_first_with_the_words_that_stand_for_it(asked, web):
    uploaded = web.post(f"{X}/media/upload").respond(json={"data": {"id": "1146", "media_key": "3_1146", "size": 631}})
    described = web.post(f"{X}/media/metadata").respond(json={"data": {"id": "1146"}})
    posted = web.post(f"{X}/tweets").respond(201, json={"data": {"id": "99", "text": TEXT}})
    share = asked("x", shows_picture=True)
    tasks.publish_share(share.pk)
    assert state_of(share) == "verified"
    sent = uploaded.calls[0].request
    assert sent.headers["Content-Type"].startswith("multipart/form-data")
    assert b'name="media"; filename="picture.jpg"' in sent.content
    assert b"tweet_image" in sent.content
    words = {"id": "1146", "metadata": {"alt_text": {"text": "A kitchen in Assen"}}}
    assert json.loads(described.calls[0].request.content) == words
    assert json.loads(posted.calls[0].request.content)["media"] == {"media_ids": ["1146"]}


def test_where_x_takes_no_picture_nothing_is_posted_without_it(asked, web):
    problem = {"title": "Forbidden", "detail": "You are not permitted to perform this action."}
    web.post(f"{X}/media/upload").respond(403, json=problem)
    posted = web.post(f"{X}/tweets")
    share = asked("x", shows_picture=True)
    tasks.publish_share(share.pk)
    assert (state_of(share), Publication.objects.get().why) == ("failed", "forbidden")
    assert Publication.objects.get().said == problem["detail"]
    assert not posted.called


def test_a_link_alone_needs_no_picture_on_x(asked, web):
    posted = web.post(f"{X}/tweets").respond(201, json={"data": {"id": "99", "text": TEXT}})
    share = asked("x", shows_picture=False)
    tasks.publish_share(share.pk)
    assert json.loads(posted.calls[0].request.content).keys() == {"text"}


POSTS = {"linkedin": f"{LINKEDIN}/rest/posts", "x": f"{X}/tweets"}
# As learn.microsoft.com/linkedin (error handling) and docs.x.com (response codes and errors) tell them.
ANSWERS = {
    "linkedin": {
        "logged_out": (401, {"serviceErrorCode": 65601, "message": "The token used in the request has been revoked by the user"}),
        "forbidden": (403, {"serviceErrorCode": 100, "message": "Not enough permissions to access: posts.CREATE.20261001"}),
        "refused": (422, {"code": "DUPLICATE_POST", "message": "Content is a duplicate of urn:li:share:7"}),
        "busy": (429, {"serviceErrorCode": 101, "message": "Resource level throttle limit for calls to this resource is reached."}),
        "away": (500, {"message": "Internal Server Error"}),
    },
    "x": {
        "logged_out": (401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}),
        "forbidden": (403, {"title": "Forbidden", "status": 403, "detail": "You are not allowed to create a Tweet with duplicate content."}),
        "refused": (402, {"title": "CreditsDepleted", "detail": "Your enrolled account does not have any credits to fulfill this request."}),
        "busy": (429, {"title": "Too Many Requests", "type": "about:blank", "status": 429, "detail": "Too Many Requests"}),
        "away": (503, {"title": "Service Unavailable", "status": 503, "detail": "Service Unavailable"}),
    },
}  # fmt: skip


@pytest.mark.parametrize("network", ["linkedin", "x"])
@pytest.mark.parametrize("why", ["logged_out", "forbidden", "refused"])
def test_what_they_refuse_is_said_and_counts_for_nothing(asked, web, as_ann, network, why):
    status, said = ANSWERS[network][why]
    posted = web.post(POSTS[network]).respond(status, json=said)
    web.post(f"{X}/oauth2/token").respond(400, json={"error": "invalid_request", "error_description": "Value passed"})
    share = asked(network)
    tasks.publish_share(share.pk)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.counts, share.publication.why, posted.call_count) == ("failed", False, why, 1)
    assert (Connection.objects.get().state == "lost") is (why == "logged_out")
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "It was not posted on" in page
    assert why == "logged_out" or (said.get("detail") or said["message"]) in page


@pytest.mark.parametrize("network", ["linkedin", "x"])
@pytest.mark.parametrize("why", ["busy", "away"])
def test_what_may_heal_there_waits_and_is_not_lost(asked, web, network, why):
    status, said = ANSWERS[network][why]
    web.post(POSTS[network]).respond(status, json=said, headers={"Retry-After": "600"} if why == "busy" else {})
    share = asked(network)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    waiting = share.publication
    assert (share.state, waiting.state, waiting.said) == ("opened", "waiting", said.get("detail") or said["message"])
    assert waiting.due_at > timezone.now() + timedelta(seconds=590 if why == "busy" else 25)
    assert waiting.is_unsure is (why == "away")
