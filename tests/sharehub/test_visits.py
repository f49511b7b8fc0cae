from datetime import UTC, date, datetime, timedelta

import pytest
import redis
from django.conf import settings
from django.test import RequestFactory

from sharehub.models import UserAgent, Visit
from sharehub.reach import visitors, visits
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)


@pytest.fixture
def link(ann):
    return factories.ShareFactory(ambassador=ann).link


@pytest.fixture
def valkey():
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture
def no_valkey(monkeypatch):
    away = redis.Redis.from_url("redis://127.0.0.1:1/0", socket_timeout=0.25, socket_connect_timeout=0.25)
    monkeypatch.setattr(visitors, "_valkey", lambda: away)


def record(link, **fields):
    given = {"ip": "192.0.2.7", "user_agent": FIREFOX, "referrer": "", "is_prefetch": False, "at": NOON}
    return visits.record(link=link, **(given | fields))


def test_a_visitor_is_the_same_within_a_day_and_another_the_day_after():
    today, tomorrow = date(2026, 9, 7), date(2026, 9, 8)
    key = visitors.visitor_key("192.0.2.7", FIREFOX, today)
    assert len(key) == 16
    assert visitors.visitor_key("192.0.2.7", FIREFOX, today) == key
    assert visitors.visitor_key("192.0.2.8", FIREFOX, today) != key
    assert visitors.visitor_key("192.0.2.7", "another", today) != key
    assert visitors.visitor_key("192.0.2.7", FIREFOX, tomorrow) != key


def test_a_day_key_expires_after_its_day(valkey):
    today = datetime.now(UTC).date()
    visitors.visitor_key("192.0.2.7", FIREFOX, today)
    assert 0 < valkey.ttl(f"reach:day-key:{today}") <= 26 * 3600
    visitors.visitor_key("192.0.2.7", FIREFOX, today - timedelta(days=30))
    assert 0 < valkey.ttl(f"reach:day-key:{today - timedelta(days=30)}") <= 2 * 3600


def test_the_first_to_make_a_day_key_wins(valkey):
    today = datetime.now(UTC).date()
    valkey.set(f"reach:day-key:{today}", b"k" * 32)
    assert visitors._day_key(today) == b"k" * 32


def test_a_lost_day_key_makes_visitors_new_and_loses_no_visit(link, valkey):
    first = record(link)
    valkey.flushdb()
    second = record(link)
    assert bytes(first.visitor) != bytes(second.visitor)
    assert Visit.objects.count() == 2


def test_a_visit_is_kept_when_valkey_is_away(link, no_valkey):
    first, second = record(link), record(link)
    assert bytes(first.visitor) != bytes(second.visitor)
    assert not first.is_own
    visitors.remember_own(link.share.ambassador_id, b"k" * 16)


def test_a_visit_keeps_no_address_and_only_the_host_of_the_referrer(link):
    visit = record(link, referrer="https://News.Example.nl/private?q=1")
    assert visit.referrer == "news.example.nl"
    assert visit.kind == ""
    assert "192.0.2.7" not in str(list(Visit.objects.values()) + list(UserAgent.objects.values()))


@pytest.mark.parametrize("referrer", ["", "-", "http://[broken", "android-app"])
def test_a_referrer_without_a_host_is_empty(link, referrer):
    assert record(link, referrer=referrer).referrer == ""


def test_a_user_agent_is_written_once(link):
    record(link)
    record(link, ip="192.0.2.9")
    record(link, user_agent="x" * 9000)
    record(link, user_agent="nul\x00")
    assert sorted(len(text) for text in UserAgent.objects.values_list("text", flat=True)) == [3, len(FIREFOX), 500]


def test_a_click_with_the_sharers_own_browser_is_known_as_own(link, bob):
    key = visitors.visitor_key("192.0.2.7", FIREFOX, NOON.date())
    visitors.remember_own(bob.pk, key, NOON.date())
    assert not record(link).is_own
    visitors.remember_own(link.share.ambassador_id, key, NOON.date())
    assert record(link).is_own
    assert not record(link, ip="192.0.2.8").is_own


def test_only_a_trusted_proxy_is_believed(settings):
    def address(remote, forwarded):
        request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
        return visitors.client_address(request)

    assert address("198.51.100.4", "192.0.2.7") == "198.51.100.4"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert address("10.0.0.1", "192.0.2.7") == "192.0.2.7"
    assert address("10.0.0.1", "6.6.6.6, 192.0.2.7, 10.0.0.9") == "192.0.2.7"
    assert address("198.51.100.4", "192.0.2.7") == "198.51.100.4"
    assert address("10.0.0.1", "") == "10.0.0.1"
