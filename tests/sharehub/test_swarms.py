"""Scanners in browsers' names are known by their crowd; people who come in numbers are not taken for one."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from sharehub.models import Visit
from sharehub.reach import classification, swarms, visits
from tests import factories

NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
# What Microsoft's scanner calls itself, to the letter a browser (gophish issue 2446).
SCANNER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.132 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _that_evening(time_machine):
    time_machine.move_to(NOON + timedelta(hours=6))


@pytest.fixture
def link(ann):
    return factories.ShareFactory(ambassador=ann).link


def come(link, second, visitor, *, agent=SCANNER, referrer="", is_prefetch=False):
    at = NOON + timedelta(seconds=second)
    ip = f"10.0.{visitor // 250}.{visitor % 250}"
    return visits.record(link=link, ip=ip, user_agent=agent, referrer=referrer, is_prefetch=is_prefetch, at=at)


def judged():
    while classification.classify_visits():
        pass
    return Counter(Visit.objects.values_list("kind", "reason"))


def test_ten_alike_visitors_in_ten_seconds_are_a_swarm(link):
    for visitor in range(10):
        come(link, visitor * 10 / 9, visitor)
    assert judged() == {("bot", "swarm"): 10}


def test_nine_are_not_and_ten_in_more_time_are_not(link, bob):
    for visitor in range(9):
        come(link, 0, visitor)
    slow = factories.ShareFactory(ambassador=bob).link
    for visitor in range(10):
        come(slow, visitor * 1.2, visitor)
    assert judged() == {("human", ""): 19}


def test_the_same_visitor_ten_times_is_no_swarm(link):
    for second in range(10):
        come(link, second, 1)
    assert judged() == {("human", ""): 1, ("duplicate", "same visitor within 30 minutes"): 9}


def test_ten_visitors_of_ten_links_are_no_swarm(ann):
    for visitor in range(10):
        come(factories.ShareFactory(ambassador=ann).link, 0, visitor)
    assert judged() == {("human", ""): 10}


def test_who_comes_from_a_page_belongs_to_no_swarm(link):
    for visitor in range(30):
        come(link, visitor / 5, visitor, referrer="https://www.linkedin.com/feed/")
    assert judged() == {("human", ""): 30}


def test_people_beside_a_swarm_stay_people(link):
    for visitor in range(12):
        come(link, visitor / 2, visitor)
    come(link, 3, 50, agent=FIREFOX)
    come(link, 3, 51, referrer="https://bsky.app/")
    come(link, 60, 52)
    assert judged() == {("bot", "swarm"): 12, ("human", ""): 3}


def test_a_hundred_under_invented_names_are_a_swarm_and_ninety_nine_are_not(link, bob):
    for visitor in range(100):
        come(link, visitor / 10, visitor, agent=f"Mozilla/5.0 (Windows NT 10.0; rv:{visitor}) Firefox/{visitor}")
    other = factories.ShareFactory(ambassador=bob).link
    for visitor in range(99):
        come(other, visitor / 10, visitor, agent=f"Mozilla/5.0 (Windows NT 10.0; rv:{visitor}) Firefox/{visitor}")
    assert judged() == {("bot", "swarm"): 100, ("human", ""): 99}


def test_a_swarms_later_visits_are_its_own(link):
    for visitor in range(10):
        come(link, 0, visitor)
        come(link, 7200, visitor)
    assert judged() == {("bot", "swarm"): 20}


def test_known_robots_and_fetches_ahead_make_no_swarm_of_people(link):
    for visitor in range(9):
        come(link, 0, visitor, agent="curl/8.5.0")
        come(link, 0, 20 + visitor, is_prefetch=True)
    come(link, 0, 50)
    assert judged() == {("bot", "program"): 9, ("prefetch", "fetched ahead"): 9, ("human", ""): 1}


def test_the_last_to_be_found_may_make_it_a_swarm_and_another_end_it(link):
    for visitor in range(9):
        come(link, 5, visitor)
    assert judged() == {("human", ""): 9}
    come(link, 0, 9)
    assert judged() == {("bot", "swarm"): 10}
    come(link, 9, 9, referrer="https://example.org/")
    assert judged() == {("human", ""): 10, ("duplicate", "same visitor within 30 minutes"): 1}


def test_a_very_popular_link_has_no_swarm(link):
    """Three hundred people in five minutes, as after a post that half the country reads: all of them count."""
    chance = random.Random("popular")
    browsers = [f"Mozilla/5.0 (Windows NT 10.0) Chrome/{number}.0.0.0 Safari/537.36" for number in range(12)]
    weights = [20, 15, 12, 10, 10, 8, 7, 6, 5, 3, 2, 2]
    for visitor in range(300):
        referrer = chance.choice(["", "https://www.linkedin.com/"])
        agent = chance.choices(browsers, weights)[0]
        come(link, chance.uniform(0, 300), visitor, agent=agent, referrer=referrer)
    assert judged() == {("human", ""): 300}


def test_the_thresholds_are_those_that_the_documentation_gives():
    assert (10, 100, timedelta(seconds=10)) == (swarms.ALIKE, swarms.MIXED, swarms.WITHIN)
