from datetime import timedelta

import pytest
from django.utils import translation

from sharehub import actions
from sharehub.models import LedgerEntry
from sharehub.recognition import ledger
from tests import factories


@pytest.fixture
def noon(time_machine):
    time_machine.move_to("2026-03-10 11:00:00+00:00", tick=False)
    return time_machine


def share_of(ann, **fields):
    share = factories.ShareFactory(ambassador=ann, **fields)
    ledger.reward_share(share)
    return share


def test_an_entry_is_never_changed(ann):
    share_of(ann)
    entry = ann.ledger.get()
    entry.points = 1000
    with pytest.raises(TypeError):
        entry.save()
    assert ann.ledger.get().points == 10


def test_a_reward_says_what_it_is_for_and_is_given_once(ann, noon):
    share = share_of(ann, piece=factories.article(title="Forty kitchens"), own_words=0.3)
    ledger.reward_share(share)
    assert [(entry.points, entry.why) for entry in ann.ledger.order_by("pk")] == [
        (10, "Shared “Forty kitchens” on LinkedIn"),
        (5, "In your own words: “Forty kitchens”"),
    ]


def test_nearly_the_suggestion_gets_no_bonus(ann, noon):
    share_of(ann, own_words=0.29)
    assert ann.ledger.balance() == 10


def test_the_same_piece_again_counts_half_then_nothing(ann, noon):
    piece = factories.article()
    for network in ("linkedin", "x", "mastodon"):
        share_of(ann, piece=piece, network=network, own_words=0.9)
    assert list(ann.ledger.order_by("pk").values_list("rule", "points")) == [
        ("share", 10),
        ("own_words", 5),
        ("share", 5),
        ("own_words", 2),
        ("share", 0),
    ]


def test_a_day_has_a_cap_and_the_next_day_a_new_one(ann, noon):
    for _number in range(5):
        share_of(ann)
    assert [entry.points for entry in ann.ledger.order_by("pk")] == [10, 10, 10, 10, 0]
    assert "40 points a day" in ann.ledger.first().why
    noon.shift(timedelta(days=1))
    share_of(ann)
    assert ann.ledger.balance() == 50


def test_withdrawing_makes_no_new_room_under_the_cap(ann, noon):
    shares = [share_of(ann) for _number in range(4)]
    ledger.reverse_share(shares[0])
    share_of(ann)
    assert ann.ledger.balance() == 30


def test_a_reversal_answers_each_entry_once(ann, noon):
    share = share_of(ann, own_words=1)
    ledger.reverse_share(share)
    ledger.reverse_share(share)
    assert ann.ledger.balance() == 0
    counter = ann.ledger.filter(rule="withdrawal")
    assert sorted(entry.points for entry in counter) == [-10, -5]
    assert all(entry.reverses.points == -entry.points for entry in counter)


def test_a_published_blog_post_is_rewarded_once(ann, django_capture_on_commit_callbacks):
    post = factories.blog_post(author=ann, title="My first", live=False)
    for _time in range(2):
        post.save_revision().publish()
    entry = ann.ledger.get()
    assert (entry.rule, entry.points, entry.why) == ("blog", 25, "Published “My first”")


def test_thanks_are_rewarded_three_times_a_day(ann, bob, noon):
    for receiver in (bob, *(factories.AmbassadorFactory() for _number in range(3))):
        actions.give_kudos(giver=ann.user, receiver=receiver, text="Thanks")
    assert ann.ledger.balance() == 6
    assert not bob.ledger.exists()
    assert "more thanks than count on one day" in ann.ledger.first().why


def test_reasons_are_in_the_language_of_whoever_reads_them(ann, noon):
    share = share_of(ann, piece=factories.article(title="Forty kitchens"))
    ledger.reverse_share(share)
    counter, entry = ann.ledger.order_by("-pk")
    assert (entry.reason, entry.details) == ("share", {"piece": "Forty kitchens", "network": "linkedin"})
    assert counter.why == "Withdrawn: Shared “Forty kitchens” on LinkedIn"
    with translation.override("nl"):
        assert entry.why == "“Forty kitchens” gedeeld op LinkedIn"
        assert counter.why == "Ingetrokken: “Forty kitchens” gedeeld op LinkedIn"


def test_a_restored_share_tells_its_first_reason_again(ann, noon):
    share = share_of(ann, piece=factories.article(title="Forty kitchens"))
    ledger.reverse_share(share)
    ledger.reward_share(share)
    assert ann.ledger.first().why == "Shared “Forty kitchens” on LinkedIn"


def test_no_ledger_names_someone_who_left(ann, bob, noon):
    actions.give_kudos(giver=ann.user, receiver=bob, text="Thanks")
    assert ann.ledger.get().why == "Thanked Bob Jansen"
    for _time in range(2):
        ledger.forget(bob)
        assert ann.ledger.get().why == "Thanked a former colleague"
        assert ann.ledger.get().points == 2


def test_somebodys_own_words_stay_as_they_are(ann):
    LedgerEntry.objects.create(ambassador=ann, points=5, rule="share", reason="For the open day", key="x")
    assert ann.ledger.get().why == "For the open day"
