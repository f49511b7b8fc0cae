"""Two posts of one person leave half an hour apart, also where a network held them up; what they post by hand leaves at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import respx
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from sharehub import actions, due, publishing, tasks, turns
from sharehub.models import PlannedShare, Publication, Share
from tests import factories

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
STATUSES = "https://mastodon.example/api/v1/statuses"
POSTED = {"id": "1145", "url": "https://mastodon.example/@ann/1145", "content": ""}


def at(clock, day=19):
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _wednesday_noon(time_machine):
    cache.clear()
    time_machine.move_to(at("12:00", day=18), tick=False)


@pytest.fixture
def web():
    with respx.mock() as mock:
        yield mock


@pytest.fixture
def ours(ann, theme):
    """Somebody with a connected account and two pieces to share."""
    factories.connection(ann)
    return [
        factories.article(title=title, themes=[theme], disclosure_required=False) for title in ("Kitchens", "Roofs")
    ]


def plan(ann, piece, clock):
    made = actions.plan_share(
        ambassador=ann, piece=piece, at=at(clock), network="mastodon", text="I was there.", language="en"
    )
    PlannedShare.objects.filter(pk=made.pk).update(posts_for_me=True)
    return made.share


def by_hand(ann, piece):
    share = factories.ShareFactory(ambassador=ann, piece=piece, network="mastodon", state="opened", confirmed_at=None)
    actions.publish(share_id=share.pk)
    return share


def sweep():
    """Beat does what it does each minute, and the workers what it sends."""
    due.carry_out()
    for share in publishing.due():
        tasks.publish_share(share)
        tasks.publish_share(share)  # redelivered


def states(*shares):
    return [Share.objects.get(pk=share.pk).state for share in shares]


def turn_of(share):
    return Publication.objects.get(share=share).due_at.astimezone(AMSTERDAM)


def test_what_a_network_held_up_leaves_half_an_hour_apart_all_the_same(ann, ours, web, time_machine):
    first, second = plan(ann, ours[0], "09:30"), plan(ann, ours[1], "10:00")
    answers = web.post(STATUSES).respond(429, headers={"Retry-After": "10800"}, json={"error": "Too many requests"})
    for clock in ("09:30", "10:00"):
        time_machine.move_to(at(clock), tick=False)
        sweep()
    assert (answers.call_count, states(first, second)) == (1, ["planned", "planned"])
    moments = [PlannedShare.objects.get(share=share).due_at for share in (first, second)]
    assert [turn_of(first), turn_of(second)] == moments
    assert moments[0] == at("12:30") and moments[1] >= at("13:00")
    answers.respond(json=POSTED)
    # However late a worker comes, and whatever the rows say: they do not leave together.
    Publication.objects.update(due_at=at("12:30"))
    time_machine.move_to(at("12:31"), tick=False)
    cache.clear()
    sweep()
    assert states(first, second) == ["verified", "planned"]
    assert turn_of(second) >= at("13:01")
    assert Publication.objects.get(share=second).attempts == 0
    time_machine.move_to(turn_of(second), tick=False)
    sweep()
    assert states(first, second) == ["verified", "verified"]
    assert answers.call_count == 3


def test_what_was_posted_by_hand_just_before_keeps_a_plan_waiting(ann, ours, web, time_machine):
    planned = plan(ann, ours[0], "09:30")
    posted = web.post(STATUSES).respond(json=POSTED)
    time_machine.move_to(at("09:20"), tick=False)
    by_hand(ann, ours[1])
    sweep()
    time_machine.move_to(at("09:30"), tick=False)
    sweep()
    assert (posted.call_count, states(planned), turn_of(planned)) == (1, ["planned"], at("09:50"))
    assert Publication.objects.get(share=planned).attempts == 0
    time_machine.move_to(at("09:50"), tick=False)
    sweep()
    assert (posted.call_count, states(planned)) == (2, ["verified"])


def test_what_somebody_posts_by_hand_leaves_at_once(ann, ours, web):
    posted = web.post(STATUSES).respond(json=POSTED)
    shares = [by_hand(ann, piece) for piece in ours]
    sweep()
    assert (posted.call_count, states(*shares)) == (2, ["verified"] * 2)


def test_of_two_that_workers_have_in_hand_at_once_one_gives_way(ann, ours, web, time_machine):
    first, second = plan(ann, ours[0], "09:30"), plan(ann, ours[1], "10:00")
    posted = web.post(STATUSES).respond(json=POSTED)
    time_machine.move_to(at("10:00"), tick=False)
    PlannedShare.objects.update(due_at=timezone.now())
    due.carry_out()
    Publication.objects.filter(share=second).update(claimed_at=timezone.now())
    tasks.publish_share(first.pk)
    assert (posted.call_count, states(first, second)) == (0, ["planned"] * 2)
    assert turn_of(first) == at("10:01")
    assert Publication.objects.get(share=first).attempts == 0
    Publication.objects.filter(share=second).update(claimed_at=None)
    sweep()
    assert (posted.call_count, states(first, second)) == (1, ["planned", "verified"])


def test_what_left_between_a_look_and_the_lock_is_seen_as_well(ann, ours, time_machine):
    first, second = plan(ann, ours[0], "09:30"), plan(ann, ours[1], "10:00")
    time_machine.move_to(at("10:00"), tick=False)
    PlannedShare.objects.update(due_at=timezone.now())
    due.carry_out()
    for share in (first, second):
        Publication.objects.filter(share=share).claim()
    seen = Publication.objects.select_related("share").annotate(**turns.beside()).get(share=first)
    Share.objects.filter(pk=second.pk).update(state=Share.State.VERIFIED, confirmed_at=timezone.now())
    Publication.objects.filter(share=second).update(state=Publication.State.POSTED, claimed_at=None)
    assert turns.makes_room(seen)
    assert turn_of(first) == at("10:01")


def test_a_plan_held_up_into_the_quiet_hours_leaves_in_the_morning_and_its_page_says_so(
    ann, ours, web, time_machine, as_ann
):
    share = plan(ann, ours[0], "19:50")
    web.post(STATUSES).respond(429, headers={"Retry-After": "1800"}, json={"error": "Too many requests"})
    time_machine.move_to(at("19:50"), tick=False)
    sweep()
    morning = at("08:00", day=20)
    assert (turn_of(share), PlannedShare.objects.get().due_at) == (morning, morning)
    page = as_ann.get(reverse("sharehub:share_detail", args=[share.pk])).content.decode()
    assert "We try again by ourselves" in page
    page = as_ann.get(reverse("sharehub:plan_list")).content.decode()
    assert "Mastodon, 12\N{NO-BREAK SPACE}hours from now" in page


def test_a_network_that_is_asked_too_often_to_delete_is_left_alone_by_all(ann, ours, web):
    web.post(STATUSES).respond(json=POSTED)
    shares = [by_hand(ann, piece) for piece in ours]
    sweep()
    for share in shares:
        actions.withdraw_with_post(share=share)
    asked = web.delete("https://mastodon.example/api/v1/statuses/1145")
    asked.respond(429, headers={"Retry-After": "3600"}, json={"error": "Too many requests"})
    for share in (*shares, *shares):
        tasks.remove_post(share.pk)
    assert asked.call_count == 1
    for share in shares:
        kept = Publication.objects.get(share=share)
        assert (kept.removed_at, kept.claimed_at) == (None, None)
        assert kept.due_at >= timezone.now() + timedelta(minutes=59)
    later = by_hand(ann, ours[0])
    sweep()
    assert states(later) == ["opened"]
    assert turn_of(later) >= timezone.now() + timedelta(minutes=59)
