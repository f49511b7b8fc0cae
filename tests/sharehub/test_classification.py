from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from sharehub import tasks
from sharehub.models import DirtyDay, UserAgent, Visit
from sharehub.reach import agents, classification, visits
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_evening(time_machine):
    time_machine.move_to(NOON + timedelta(hours=6))


@pytest.fixture
def link(ann):
    return factories.ShareFactory(ambassador=ann).link


def record(link, *, minute=0, ip="192.0.2.7", agent=FIREFOX, **fields):
    at = NOON + timedelta(minutes=minute)
    given = {"link": link, "ip": ip, "user_agent": agent, "referrer": "", "is_prefetch": False, "at": at}
    return visits.record(**(given | fields))


def kinds():
    return list(Visit.objects.order_by("at", "pk").values_list("kind", flat=True))


def test_each_visit_gets_the_first_kind_that_fits(link, ann):
    record(link)
    record(link, ip="192.0.2.8", agent="Barracuda Sentinel (EE)", is_prefetch=True)
    record(link, ip="192.0.2.9", is_prefetch=True)
    Visit.objects.filter(pk=record(link, ip="192.0.2.10").pk).update(is_own=True)
    record(link, minute=1)
    assert classification.classify_visits() == 5
    assert kinds() == ["human", "bot", "prefetch", "own", "duplicate"]
    assert list(Visit.objects.order_by("at", "pk").values_list("reason", flat=True)) == [
        "",
        "mail scanner",
        "fetched ahead",
        "own click",
        "same visitor within 30 minutes",
    ]


def test_a_duplicate_is_measured_from_the_last_visit_that_counted(link):
    for minute in (0, 20, 40, 69, 70, 100):
        record(link, minute=minute)
    classification.classify_visits()
    assert kinds() == ["human", "duplicate", "human", "duplicate", "human", "human"]


def test_another_link_another_visitor_and_another_day_are_no_duplicates(link, bob):
    other = factories.ShareFactory(ambassador=bob).link
    record(link, minute=719)
    record(link, minute=719, ip="192.0.2.8")
    record(other, minute=719)
    record(link, minute=721)
    classification.classify_visits()
    assert kinds() == ["human"] * 4


def test_a_robots_visit_makes_no_duplicate(link):
    record(link, is_prefetch=True)
    record(link, minute=1)
    classification.classify_visits()
    assert kinds() == ["prefetch", "human"]


def test_the_order_of_arrival_does_not_matter(link):
    late = record(link, minute=10)
    classification.classify_visits()
    assert late.kind == ""
    record(link, minute=0)
    classification.classify_visits()
    assert kinds() == ["human", "duplicate"]


def test_batches_and_runs_do_not_change_the_outcome(link):
    for minute in (0, 10, 20, 30, 35):
        record(link, minute=minute)
    while classification.classify_visits(limit=2):
        pass
    once = kinds()
    assert once == ["human", "duplicate", "duplicate", "human", "duplicate"]
    for part in classification.parts(date(2026, 9, 7), date(2026, 9, 7)):
        classification.reclassify(part)
    assert kinds() == once
    assert classification.classify_visits() == 0


def test_classified_days_wait_to_be_rolled_up(link):
    record(link)
    record(link, minute=720)
    record(link, minute=1)
    classification.classify_visits()
    days = [(link.pk, date(2026, 9, 7)), (link.pk, date(2026, 9, 8))]
    assert list(DirtyDay.objects.order_by("day").values_list("link_id", "day")) == days


def test_new_rules_judge_history_anew(link):
    record(link, agent="Brand new previewer")
    classification.classify_visits()
    assert kinds() == ["human"]
    UserAgent.objects.update(bot_reason="a new reason", rules_version=agents.rules_version())
    call_command("rebuild_reach", "--from", "2026-09-07", "--to", "2026-09-07", verbosity=0)
    assert kinds() == ["bot"]
    UserAgent.objects.update(rules_version="old")
    call_command("rebuild_reach", "--from", "2026-09-07", "--to", "2026-09-07", verbosity=0)
    assert kinds() == ["human"]


def test_the_task_runs_twice_to_the_same_world(link):
    record(link)
    record(link, minute=1)
    tasks.classify_visits()
    once = list(Visit.objects.order_by("pk").values())
    tasks.classify_visits()
    assert list(Visit.objects.order_by("pk").values()) == once


@pytest.mark.django_db(transaction=True)
def test_two_classifiers_at_once_do_not_disturb_each_other(link):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    for number in range(60):
        record(link, minute=number % 6, ip=f"192.0.2.{number % 10}")

    def work(_number):
        try:
            while classification.classify_visits(limit=7) or Visit.objects.unclassified().exists():
                pass
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert kinds().count("human") == 10
    assert kinds().count("duplicate") == 50
