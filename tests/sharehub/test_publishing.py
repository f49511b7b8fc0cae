"""A share is posted for its owner once, whatever fails in between; what was not posted is never shown or counted as done."""

import json
from datetime import timedelta

import httpx
import pytest
import respx
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sharehub import actions, publishing, tasks
from sharehub.models import Connection, Crisis, LedgerEntry, Publication, Share
from tests import factories

SERVER = "https://mastodon.example"
STATUSES = f"{SERVER}/api/v1/statuses"
OWN = f"{SERVER}/api/v1/accounts/17/statuses"
PDS = "https://morel.example/xrpc/"
TEXT = "I work here, and this is what I saw."


class Killed(BaseException):
    """The worker died: nothing after this line ran."""


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def share(ann, theme):
    return factories.ShareFactory(
        ambassador=ann,
        piece=factories.article(themes=[theme], title="Forty kitchens", summary="What we learned."),
        theme=theme,
        network="mastodon",
        text=TEXT,
        state="opened",
        confirmed_at=None,
        language="en",
    )


@pytest.fixture
def asked(share, ann):
    factories.connection(ann)
    return actions.publish(share_id=share.pk)


def status(share, number="1145"):
    link = f'<a href="{share.link.get_absolute_url()}">read</a>'
    return {"id": number, "url": f"{SERVER}/@ann/{number}", "content": f"<p>{TEXT} {link}</p>"}


def again(share):
    Publication.objects.filter(share=share).update(due_at=timezone.now(), claimed_at=None)
    tasks.publish_share(share.pk)
    return Share.objects.get(pk=share.pk)


def test_a_share_is_posted_found_and_counted(share, asked, web):
    posted = web.post(STATUSES).respond(json=status(share))
    tasks.publish_share(share.pk)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.post_url) == (Share.State.VERIFIED, f"{SERVER}/@ann/1145")
    assert share.confirmed_at == share.verified_at
    assert posted.call_count == 1
    sent = posted.calls[0].request
    assert sent.headers["Idempotency-Key"] == asked.key
    assert sent.headers["Authorization"] == "Bearer hush"
    assert json.loads(sent.content) == {
        "status": f"{TEXT}\n\n{share.link.get_absolute_url()}",
        "visibility": "public",
        "language": "en",
    }
    assert LedgerEntry.objects.filter(share=share).exists()
    assert Connection.objects.get().used_at


def test_a_post_asks_the_database_few_questions(share, asked, web, django_assert_max_num_queries):
    web.post(STATUSES).respond(json=status(share))
    with django_assert_max_num_queries(15):
        tasks.publish_share(share.pk)
    assert Share.objects.get(pk=share.pk).state == Share.State.VERIFIED


def test_asked_twice_it_is_posted_once(share, asked, web):
    posted = web.post(STATUSES).respond(json=status(share))
    actions.publish(share_id=share.pk)
    tasks.publish_share(share.pk)
    with pytest.raises(actions.ShareRefused):
        actions.publish(share_id=share.pk)
    tasks.publish_share(share.pk)
    assert posted.call_count == 1


def test_a_worker_killed_between_answer_and_commit_posts_nothing_twice(share, asked, web):
    there = []

    def answer_and_die(request):
        there.append(status(share))
        raise Killed

    web.post(STATUSES).mock(side_effect=answer_and_die)
    web.get(OWN).mock(side_effect=lambda request: httpx.Response(200, json=there))
    with pytest.raises(Killed):
        tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert share.state == Share.State.OPENED
    tasks.publish_share(share.pk)  # redelivered at once: still in the dead worker's hands
    assert publishing.due() == []
    Publication.objects.update(claimed_at=timezone.now() - timedelta(minutes=2))
    assert publishing.due() == [share.pk]
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.post_url, len(there)) == (Share.State.VERIFIED, f"{SERVER}/@ann/1145", 1)


def test_what_a_lost_message_left_is_found_by_the_sweep(share, asked, web, monkeypatch):
    web.post(STATUSES).respond(json=status(share))
    monkeypatch.setattr(tasks.publish_share, "delay_on_commit", tasks.publish_share)
    tasks.publish_waiting_shares()
    share.refresh_from_db()
    assert share.state == Share.State.VERIFIED


@pytest.mark.parametrize(
    ("answer", "why", "words"),
    [
        (
            httpx.Response(401, json={"error": "The access token is invalid"}),
            "logged_out",
            "Connect your account again",
        ),
        (httpx.Response(403, json={"error": "This action is not allowed"}), "forbidden", "may not post at the moment"),
        (httpx.Response(404, json={"error": "Record not found"}), "refused", "did not take your post"),
        (httpx.Response(422, json={"error": "Text can't be blank"}), "refused", "Text can&#x27;t be blank"),
    ],
)
def test_a_refusal_says_why_and_counts_for_nothing(share, asked, web, as_ann, answer, why, words):
    web.post(STATUSES).mock(return_value=answer)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.counts, share.publication.why) == (Share.State.FAILED, False, why)
    assert not LedgerEntry.objects.filter(share=share).exists()
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "It was not posted on Mastodon" in page
    assert words in page
    assert "It is out there" not in page


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, json={"error": "oops"}),
        httpx.Response(502, text="<html>Bad gateway"),
        httpx.Response(200, text="<html>We are working on it"),
        httpx.Response(400, text="<html>Firewall"),
        httpx.ReadTimeout(""),
        httpx.ConnectError(""),
    ],
    ids=["broken", "gateway", "a page", "firewall", "too slow", "away"],
)
def test_what_may_heal_is_tried_again_later_and_looked_for_first(share, asked, web, answer, as_ann):
    web.post(STATUSES).mock(side_effect=[answer, httpx.Response(200, json=status(share))])
    own = web.get(OWN).respond(json=[])
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert share.state == Share.State.OPENED
    assert share.publication.due_at > timezone.now() + timedelta(seconds=25)
    assert "We try again by ourselves" in as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert again(share).state == Share.State.VERIFIED
    assert own.called is not isinstance(answer, httpx.ConnectError)  # which certainly never arrived


def test_a_network_that_stays_away_is_given_up_in_the_end(share, asked, web):
    web.post(STATUSES).respond(503)
    web.get(OWN).respond(503)
    for _attempt in range(6):
        again(share)
    share.refresh_from_db()
    assert (share.state, share.publication.why) == (Share.State.FAILED, "away")
    assert publishing.due() == []


def test_a_network_that_asks_to_wait_is_left_alone_for_so_long(share, asked, web):
    web.post(STATUSES).respond(429, headers={"Retry-After": "600"}, json={"error": "Too many requests"})
    web.get(OWN).respond(json=[])
    tasks.publish_share(share.pk)
    publication = Publication.objects.get()
    assert publication.due_at - timezone.now() == pytest.approx(timedelta(seconds=600), abs=timedelta(seconds=5))
    assert publication.state == Publication.State.WAITING
    cache.clear()  # the minutes have passed
    Publication.objects.update(asked_at=timezone.now() - timedelta(days=2))
    assert again(share).state == Share.State.FAILED


def test_a_lost_connection_falls_back_to_the_share_page(share, asked, web, as_ann, ann):
    web.post(STATUSES).respond(401, json={"error": "revoked"})
    tasks.publish_share(share.pk)
    assert Connection.objects.get().state == Connection.State.LOST
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "Open Mastodon and post" in page
    as_ann.post(reverse("sharehub:share_confirmation", args=[share.pk]))
    share.refresh_from_db()
    assert share.state == Share.State.CONFIRMED
    piece = reverse("sharehub:share_new", args=[share.piece_id])
    assert "Post it for me" not in as_ann.get(f"{piece}?network=mastodon").content.decode()


def test_a_failed_post_can_be_tried_again_by_its_owner(share, asked, web, as_ann):
    web.post(STATUSES).mock(
        side_effect=[httpx.Response(422, json={"error": "no"}), httpx.Response(200, json=status(share))]
    )
    web.get(OWN).respond(json=[])
    tasks.publish_share(share.pk)
    as_ann.post(reverse("sharehub:share_publication", args=[share.pk]))
    assert again(share).state == Share.State.VERIFIED


def test_a_stop_of_all_sharing_holds_what_was_asked(share, asked, web, programme, mia):
    Crisis.objects.create(programme=programme, reason="An accident.", started_by=mia)
    tasks.publish_share(share.pk)
    share.refresh_from_db()
    assert (share.state, share.publication.why, len(web.calls)) == (Share.State.FAILED, "stopped", 0)


@pytest.mark.parametrize("state", ["left", "paused"])
def test_nothing_is_posted_for_who_is_not_there(share, asked, web, ann, state):
    today = timezone.localdate()
    fields = {"left": {"left_at": timezone.now()}, "paused": {"paused_until": today}}[state]
    type(ann).objects.filter(pk=ann.pk).update(**fields)
    tasks.publish_share(share.pk)
    assert not web.calls


def test_what_its_owner_withdrew_meanwhile_is_not_posted(share, asked, web):
    actions.withdraw_share(share=share)
    tasks.publish_share(share.pk)
    assert not web.calls


def test_what_is_withdrawn_while_it_is_being_posted_is_deleted_there(share, asked, web):
    def answer(request):
        actions.withdraw_share(share=share)
        return httpx.Response(200, json=status(share))

    web.post(STATUSES).mock(side_effect=answer)
    deleted = web.delete(f"{STATUSES}/1145").respond(json={})
    tasks.publish_share(share.pk)
    tasks.remove_post(share.pk)
    assert deleted.call_count == 1
    assert Share.objects.get(pk=share.pk).state == Share.State.WITHDRAWN


def test_a_withdrawn_share_takes_its_post_along(share, asked, web, as_ann):
    web.post(STATUSES).respond(json=status(share))
    tasks.publish_share(share.pk)
    deleted = web.delete(f"{STATUSES}/1145").mock(
        side_effect=[httpx.ReadTimeout(""), httpx.Response(404, json={"error": "Record not found"})]
    )
    as_ann.post(reverse("sharehub:share_withdrawal", args=[share.pk]), {"delete_post": "1"})
    tasks.remove_post(share.pk)
    assert Publication.objects.get().removed_at is None
    Publication.objects.update(due_at=timezone.now())
    assert publishing.to_remove() == [share.pk]
    tasks.remove_post(share.pk)
    tasks.remove_post(share.pk)
    assert Publication.objects.get().removed_at
    assert deleted.call_count == 2
    with pytest.raises(actions.ShareRefused):
        actions.restore_share(share=share)
    assert 'name="_undo"' not in as_ann.get(reverse("sharehub:share_list")).text


def test_without_an_account_nothing_is_asked(share):
    with pytest.raises(actions.ShareRefused, match="No account on Mastodon is connected"):
        actions.publish(share_id=share.pk)
    assert not Publication.objects.exists()


def test_the_sheet_offers_it_beside_the_share_page(share, ann, as_ann, monkeypatch):
    factories.connection(ann)
    page = reverse("sharehub:share_new", args=[share.piece_id])
    shown = as_ann.get(f"{page}?network=mastodon").content.decode()
    assert "Post it for me" in shown
    assert "Share on Mastodon" in shown
    said = {"network": "mastodon", "text": "I work at Example: look at this.", "for_me": "1"}
    response = as_ann.post(page, said, follow=True)
    made = Share.objects.exclude(pk=share.pk).get()
    assert made.publication.state == Publication.State.WAITING
    assert "We post it on Mastodon" in response.content.decode()
    assert made.state == Share.State.OPENED


def test_who_has_two_accounts_there_chooses_one(share, ann, bob, as_ann):
    first, last = factories.connection(ann), factories.connection(ann, account="18", name="@work@mastodon.example")
    other = factories.connection(bob, account="19")
    page = reverse("sharehub:share_new", args=[share.piece_id])
    shown = as_ann.get(f"{page}?network=mastodon").content.decode()
    assert f'<option value="{last.pk}" selected>@work@mastodon.example</option><option value="{first.pk}">' in shown
    said = {"network": "mastodon", "text": "I work at Example: look.", "for_me": "1"}
    as_ann.post(page, {**said, "account": first.pk})
    assert Publication.objects.get().connection == first
    refused = as_ann.post(page, {**said, "text": "I work at Example: again.", "account": other.pk})
    assert refused.status_code == 422
    assert Publication.objects.count() == 1


def test_who_goes_back_and_presses_again_posts_nothing_twice(share, asked, web, as_ann):
    page = reverse("sharehub:share_new", args=[share.piece_id])
    said = {"network": "mastodon", "text": TEXT, "for_me": "1"}
    posted = web.post(STATUSES).respond(json=status(share))
    Share.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert as_ann.post(page, said).url == reverse("sharehub:share_detail", args=[share.pk])  # it is on its way
    tasks.publish_share(share.pk)
    response = as_ann.post(page, said, follow=True)
    assert "so they were not posted again" in response.content.decode()
    assert Share.objects.get(pk=share.pk).state == "verified"
    assert (Share.objects.count(), Publication.objects.count(), posted.call_count) == (1, 1, 1)
    actions.withdraw_share(share=share)
    as_ann.post(page, said)
    assert Share.objects.count() == 2
    Share.objects.update(created_at=timezone.now() - timedelta(days=1))
    Publication.objects.update(asked_at=timezone.now() - timedelta(days=1, minutes=1))
    as_ann.post(page, said)
    assert Share.objects.count() == 3


def test_a_picture_goes_along_with_the_words_that_stand_for_it(share, ann, web, monkeypatch):
    monkeypatch.setattr("sharehub.networks.connecting.mastodon._PAUSE_SECONDS", 0)
    share.piece.picture = factories.picture(description="Forty pans on a stove")
    share.piece.save()
    factories.connection(ann)
    actions.publish(share_id=share.pk, shows_picture=True)
    media = web.post(f"{SERVER}/api/v2/media").respond(202, json={"id": "77", "url": None})
    web.get(f"{SERVER}/api/v1/media/77").mock(
        side_effect=[httpx.Response(206, json={"id": "77"}), httpx.Response(200, json={"id": "77", "url": "u"})]
    )
    posted = web.post(STATUSES).respond(json=status(share))
    tasks.publish_share(share.pk)
    assert b"Forty pans on a stove" in media.calls[0].request.content
    assert json.loads(posted.calls[0].request.content)["media_ids"] == ["77"]
