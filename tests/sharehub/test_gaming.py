"""Ways to game the points, as docs/recognition.md lists them, each with the ledger's answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sharehub import actions
from sharehub.models import Visit
from sharehub.reach import classification, visits
from sharehub.recognition import ledger
from tests import factories


@pytest.fixture
def noon(time_machine):
    time_machine.move_to("2026-03-10 11:00:00+00:00", tick=False)
    return time_machine


def confirmed(person, **fields):
    share = factories.ShareFactory(ambassador=person, state="opened", confirmed_at=None, **fields)
    return actions.confirm_share(share=share)


def record(link, number, agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"):
    at = timezone.now() - timedelta(hours=2)
    ip = f"192.0.2.{number}"
    visits.record(link=link, ip=ip, user_agent=agent, referrer="", is_prefetch=False, at=at)


def test_clicks_of_ones_own_earn_nothing(ann):
    share = confirmed(ann)
    for number in range(50):
        record(share.link, number)
    Visit.objects.update(is_own=True)
    assert classification.classify_visits() == 50
    assert set(Visit.objects.values_list("kind", flat=True)) == {"own"}
    assert ann.ledger.balance() == 10


def test_clicks_of_robots_earn_nothing(ann):
    share = confirmed(ann)
    for number in range(50):
        record(share.link, number, agent="Googlebot/2.1 (+http://www.google.com/bot.html)")
    assert classification.classify_visits() == 50
    assert set(Visit.objects.values_list("kind", flat=True)) == {"bot"}
    assert ann.ledger.balance() == 10


def test_sharing_everything_ends_at_the_cap_of_the_day(ann, noon):
    for _number in range(30):
        confirmed(ann, own_words=1)
    assert ann.ledger.balance() == 40


def test_one_piece_on_every_network_counts_one_and_a_half_times(ann, noon):
    piece = factories.article()
    for network in ("linkedin", "x", "mastodon", "bluesky", "threads", "facebook", "telegram"):
        confirmed(ann, piece=piece, network=network)
    assert ann.ledger.balance() == 15


def test_a_ring_that_thanks_each_other_day_after_day_earns_once_a_month(ann, bob, noon):
    for _day in range(20):
        actions.give_kudos(giver=ann.user, receiver=bob, text="Thanks, Bob")
        actions.give_kudos(giver=bob.user, receiver=ann, text="Thanks, Ann")
        noon.shift(86_400)
    assert (ann.ledger.balance(), bob.ledger.balance()) == (2, 2)
    assert ann.ledger.first().why == "Thanked Bob Jansen (no points: you thanked this colleague lately)"


def test_thanking_everybody_ends_after_the_third_of_a_day(ann, noon):
    for _number in range(10):
        actions.give_kudos(giver=ann.user, receiver=factories.AmbassadorFactory(), text="Thanks")
    assert ann.ledger.balance() == 6


def test_being_thanked_earns_nothing_so_asking_for_it_does_not_pay(ann, bob):
    actions.give_kudos(giver=ann.user, receiver=bob, text="Thanks")
    assert not bob.ledger.exists()


def test_deleting_and_sharing_again_earns_once(ann, noon):
    piece = factories.article()
    for _time in range(3):
        actions.withdraw_share(share=confirmed(ann, piece=piece))
    confirmed(ann, piece=piece)
    assert ann.ledger.balance() == 10


def test_withdrawing_and_restoring_earns_nothing_more(ann, noon):
    share = confirmed(ann)
    for _time in range(4):
        actions.withdraw_share(share=share)
        actions.restore_share(share=share)
        actions.reopen_share(share=share)
        actions.confirm_share(share=share)
    assert ann.ledger.balance() == 10


def test_publishing_a_post_again_and_again_earns_once(ann):
    post = factories.blog_post(author=ann, live=False)
    for _time in range(3):
        post.save_revision().publish()
        post.unpublish()
    assert ann.ledger.balance() == 25
    ledger.reward_blog(post)
    assert ann.ledger.balance() == 25
