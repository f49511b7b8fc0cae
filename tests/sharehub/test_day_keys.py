"""A lost day key costs recognition on that day, and is said."""

from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.conf import settings

from sharehub import health, tasks
from sharehub.models import DailyReach, DayKey, ReachByGroup, Visit
from sharehub.reach import classification, day_keys, rollup, visitors, visits
from tests import factories
from themes.health import Level

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
DAY = NOON.date()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _that_day(time_machine):
    time_machine.move_to(NOON + timedelta(hours=2), tick=False)


@pytest.fixture
def valkey():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(f"reach:day-key:{DAY}")
        yield client
        client.delete(f"reach:day-key:{DAY}")


def marks():
    return list(DayKey.objects.values_list("day", "lost_at"))


def test_a_key_that_stays_is_nothing_to_speak_of(valkey):
    tasks.watch_day_key()
    assert marks() == []
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    tasks.watch_day_key()
    tasks.watch_day_key()
    assert marks() == [(DAY, None)]


def test_a_lost_key_is_said_once(valkey, programme, time_machine):
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    day_keys.watch()
    assert health.lost_day_keys(programme) is None
    valkey.flushdb()
    day_keys.watch()
    noticed = [(DAY, NOON + timedelta(hours=2))]
    assert marks() == noticed
    time_machine.shift(60)
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    day_keys.watch()
    assert marks() == noticed
    sign = health.lost_day_keys(programme)
    assert (sign.figure, sign.level) == (
        "On 7 September 2026 returning visitors were not recognised",
        Level.CARE,
    )
    piece = factories.article()
    for number, ago in ((5, 0), (94, 20)):
        ReachByGroup.objects.create(day=DAY - timedelta(days=ago), piece=piece, network="linkedin", visitors=number)
    assert health.lost_day_keys(programme).level == Level.CARE
    ReachByGroup.objects.filter(visitors=94).update(visitors=95)
    assert health.lost_day_keys(programme).level == Level.GOOD


def test_another_key_in_its_place_is_a_loss(valkey):
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    day_keys.watch()
    valkey.set(f"reach:day-key:{DAY}", b"k" * 32)
    day_keys.watch()
    assert DayKey.objects.lost(DAY, DAY).count() == 1
    assert DayKey.objects.lost(DAY + timedelta(days=1), DAY + timedelta(days=9)).count() == 0


def test_what_is_kept_of_a_key_is_not_the_key(valkey):
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    day_keys.watch()
    key, kept = valkey.get(f"reach:day-key:{DAY}"), bytes(DayKey.objects.get().fingerprint)
    assert (len(key), len(kept)) == (32, 8)
    assert kept not in key


def test_valkey_away_is_not_a_loss(valkey, monkeypatch):
    visitors.visitor_key("192.0.2.7", FIREFOX, DAY)
    day_keys.watch()
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_timeout=0.25, socket_connect_timeout=0.25)
    monkeypatch.setattr(visitors, "_valkey", lambda: away)
    day_keys.watch()
    assert marks() == [(DAY, None)]


def test_a_lost_key_costs_recognition_on_that_day_and_on_no_other(valkey, ann):
    link = factories.ShareFactory(ambassador=ann).link

    def come(at):
        visits.record(link=link, ip="192.0.2.7", user_agent=FIREFOX, referrer="", is_prefetch=False, at=at)

    yesterday, tomorrow = NOON - timedelta(days=1), NOON + timedelta(days=1)
    for at in (yesterday, yesterday + timedelta(minutes=1), NOON):
        come(at)
    valkey.delete(f"reach:day-key:{DAY}")
    for at in (NOON + timedelta(minutes=1), NOON + timedelta(minutes=2), tomorrow, tomorrow + timedelta(minutes=1)):
        come(at)
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass
    assert Visit.objects.count() == 7
    figures = DailyReach.objects.order_by("day").values_list("hits", "duplicate", "human", "visitors")
    assert list(figures) == [(2, 1, 1, 1), (3, 1, 2, 2), (2, 1, 1, 1)]
