"""A pasted address is looked up where the network tells of its posts, and verifies only what stands there."""

from datetime import timedelta

import httpx
import pytest
import respx
from django.utils import timezone

from sharehub import actions, tasks, verification
from sharehub.models import Share
from tests import factories

POST = "https://mastodon.example/@ann/1145"
STATUS = "https://mastodon.example/api/v1/statuses/1145"


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def share(ann):
    return factories.ShareFactory(ambassador=ann, network="mastodon", state="opened", confirmed_at=None)


def confirmed(share, address=POST):
    actions.confirm_share(share=share, post_url=address)
    return share


def state_of(share):
    return Share.objects.get(pk=share.pk).state


def test_a_post_with_our_link_is_verified(share, web, monkeypatch):
    monkeypatch.setattr(tasks.look_up_post, "delay_on_commit", tasks.look_up_post)
    route = web.get(STATUS).respond(
        json={"content": f'<a href="{share.link.get_absolute_url()}">read</a>', "card": None}
    )
    confirmed(share)
    assert state_of(share) == Share.State.VERIFIED
    assert Share.objects.get().verified_at
    tasks.look_up_post(share.pk)
    assert route.call_count == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"content": "<p>Something else</p>", "card": None}),
        httpx.Response(404, json={"error": "Record not found"}),
        httpx.Response(200, text="<html>"),
        httpx.ConnectTimeout(""),
    ],
    ids=["another post", "gone", "no answer of Mastodon", "away"],
)
def test_anything_else_leaves_it_as_the_person_said(share, web, answer):
    effect = {"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}
    route = web.get(STATUS).mock(**effect)
    confirmed(share)
    for _time in range(2):
        tasks.look_up_post(share.pk)
    assert route.call_count == 1
    assert state_of(share) == Share.State.CONFIRMED


def test_the_sweep_finds_what_a_lost_message_left_and_gives_up_after_two_days(share, web, time_machine, monkeypatch):
    time_machine.move_to(timezone.now(), tick=False)
    monkeypatch.setattr(tasks.look_up_post, "delay_on_commit", tasks.look_up_post)
    web.get(STATUS).respond(404)
    confirmed(share)
    Share.objects.update(looked_up_at=None)
    tasks.look_up_posts()
    assert verification.due() == []
    time_machine.shift(timedelta(minutes=31))
    assert verification.due() == [share.pk]
    time_machine.shift(timedelta(days=2))
    assert verification.due() == []


def test_a_network_that_does_not_tell_is_not_asked(ann, web):
    share = factories.ShareFactory(ambassador=ann, network="linkedin", state="opened", confirmed_at=None)
    confirmed(share, "https://www.linkedin.com/posts/ann-1")
    assert verification.due() == []
    tasks.look_up_post(share.pk)
    assert not web.calls
    assert state_of(share) == Share.State.CONFIRMED


def test_another_address_is_looked_up_anew(share, web):
    web.get(STATUS).respond(404)
    second = web.get(f"{STATUS}6").respond(json={"content": share.link.get_absolute_url(), "card": None})
    confirmed(share)
    tasks.look_up_post(share.pk)
    confirmed(share, f"{POST}6")
    tasks.look_up_post(share.pk)
    assert second.call_count == 1
    assert state_of(share) == Share.State.VERIFIED


def test_a_share_withdrawn_meanwhile_stays_withdrawn(share, web):
    web.get(STATUS).respond(json={"content": share.link.get_absolute_url(), "card": None})
    confirmed(share)
    actions.withdraw_share(share=share)
    tasks.look_up_post(share.pk)
    assert state_of(share) == Share.State.WITHDRAWN
    assert not web.calls
