"""The key of a day is at hand before its first click, and no click waits for Valkey."""

from datetime import UTC, datetime, timedelta

import pytest
import redis
from django.conf import settings

from sharehub.edge.day_keys import DAY_MICROSECONDS, DayKeys
from sharehub.edge.visitor_keys import day_key_name

AWAY = "redis://127.0.0.1:1/0"


def _day(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) // DAY_MICROSECONDS


@pytest.fixture
def valkey():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture
def keys():
    made = [DayKeys(settings.REDIS_URL), DayKeys(settings.REDIS_URL)]
    yield made
    for one in made:
        one.close()


def test_all_workers_share_a_key(keys, valkey):
    now = datetime.now(UTC)
    for one in keys:
        one.refresh(now)
        one.refresh(now)
    assert keys[0].of(_day(now)) == keys[1].of(_day(now)) == valkey.get(day_key_name(now.date()))


def test_tomorrows_key_is_there_ten_minutes_ahead(keys, valkey):
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    keys[0].refresh(midnight - timedelta(minutes=11))
    assert not valkey.exists(day_key_name(midnight.date()))
    keys[0].refresh(midnight - timedelta(minutes=9))
    assert valkey.get(day_key_name(midnight.date())) == keys[0].of(_day(midnight))
    keys[1].refresh(midnight + timedelta(seconds=1))
    assert keys[1].of(_day(midnight)) == keys[0].of(_day(midnight))


def test_keys_of_days_gone_by_are_forgotten(keys):
    now = datetime.now(UTC)
    before = keys[0].of(_day(now) - 2)
    keys[0].refresh(now)
    assert keys[0].of(_day(now) - 2) != before


def test_without_valkey_a_worker_has_a_key_of_its_own_and_shares_it_later():
    now = datetime.now(UTC)
    away = DayKeys(AWAY)
    own = away.of(_day(now))
    away.refresh(now)
    assert away.of(_day(now)) == own
    away.close()
