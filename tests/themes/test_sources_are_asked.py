"""A source has its turn: what it says is heard once, and what goes wrong stands at the source, with nothing half done."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from themes import tasks
from themes.listening import asking
from themes.models import Conversation, ListeningSource

URL = "https://93.184.215.14/feed.xml"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Street</title><language>en</language>
<item><guid>1</guid><link>https://street.example/1</link><title>Is a heat network any good?</title>
<pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate><description>Who has one?</description></item>
<item><guid>2</guid><link>https://street.example/2</link><title>Bread</title>
<pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate><description>Bake it slowly.</description></item></channel></rss>"""


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def source(programme, theme):
    return ListeningSource.objects.create(
        programme=programme, name="Street", kind="feed", address=URL, every_minutes=60, next_try_at=NOW
    )


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


def _state(source):
    source.refresh_from_db()
    return source.health, source.problem, source.failures, source.next_try_at


def test_what_a_feed_says_is_heard_once(source, theme, web):
    route = web.get(URL).respond(
        content=RSS, headers={"ETag": '"v1"', "Last-Modified": "Fri, 20 Nov 2026 09:00:00 GMT"}
    )
    tasks.fetch_source(source.pk)
    tasks.fetch_source(source.pk)
    assert route.call_count == 1
    assert _state(source) == ("good", "", 0, NOW + timedelta(hours=1))
    assert (source.etag, source.last_modified) == ('"v1"', "Fri, 20 Nov 2026 09:00:00 GMT")
    bread, question = Conversation.objects.order_by("-guid").values_list(
        "title", "theme", "state", "is_question", "language"
    )
    assert question == ("Is a heat network any good?", theme.pk, "waiting", True, "en")
    assert bread == ("Bread", None, "heard", False, "en")
    match = Conversation.objects.get(guid="1").matches.get()
    assert (match.theme, match.words) == (theme, ["Heat networks"])


def test_the_next_turn_says_what_it_knows_and_hears_nothing_twice(source, web, time_machine):
    web.get(URL).respond(content=RSS, headers={"ETag": '"v1"'})
    tasks.fetch_source(source.pk)
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    web.get(URL).respond(304)
    tasks.fetch_source(source.pk)
    assert web.calls.last.request.headers["If-None-Match"] == '"v1"'
    assert _state(source) == ("good", "", 0, NOW + timedelta(hours=2))
    assert (source.etag, Conversation.objects.count()) == ('"v1"', 2)
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    web.get(URL).respond(content=RSS)
    tasks.fetch_source(source.pk)
    assert Conversation.objects.count() == 2


def test_the_same_address_from_two_sources_is_one_conversation(source, programme, web):
    other = ListeningSource.objects.create(
        programme=programme, name="B", kind="feed", address=f"{URL}?b", next_try_at=NOW
    )
    web.get(url__startswith=URL).respond(content=RSS)
    tasks.fetch_source(source.pk)
    tasks.fetch_source(other.pk)
    assert Conversation.objects.count() == 2
    assert not other.conversations.exists()


@pytest.mark.parametrize(
    ("answer", "problem", "wait"),
    [
        ({"status_code": 404}, "gone", timedelta(hours=1)),
        ({"status_code": 410}, "gone", timedelta(hours=1)),
        ({"status_code": 401}, "closed", timedelta(hours=1)),
        ({"status_code": 403}, "closed", timedelta(hours=1)),
        ({"status_code": 422}, "closed", timedelta(hours=1)),
        ({"status_code": 418}, "odd", timedelta(hours=1)),
        ({"status_code": 500}, "broken", timedelta(hours=1)),
        ({"status_code": 503, "headers": {"Retry-After": "7200"}}, "broken", timedelta(hours=2)),
        ({"status_code": 429, "headers": {"Retry-After": "Sat, 21 Nov 2026 12:00:00 GMT"}}, "busy", timedelta(days=1)),
        (
            {"status_code": 429, "headers": {"X-RateLimit-Reset": "2026-11-20T15:00:00.000Z"}},
            "busy",
            timedelta(hours=3),
        ),
        ({"status_code": 429, "headers": {"Retry-After": "999999999"}}, "busy", timedelta(days=7)),
        ({"status_code": 429, "headers": {"Retry-After": "soon"}}, "busy", timedelta(hours=1)),
        ({"content": b"<!doctype html><html><body>Hi</body></html>"}, "web_page", timedelta(hours=1)),
        ({"content": b"nothing"}, "not_a_feed", timedelta(hours=1)),
        ({"content": b"x" * (asking.LARGEST_ANSWER + 1)}, "too_large", timedelta(hours=1)),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_is_heard(source, web, answer, problem, wait):
    web.get(URL).respond(**answer)
    tasks.fetch_source(source.pk)
    assert _state(source) == ("care", problem, 1, NOW + wait)
    assert source.get_problem_display()
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (httpx.ConnectError("refused"), "unreachable"),
        (httpx.ReadTimeout("slow"), "slow"),
        (httpx.RemoteProtocolError("odd"), "unreachable"),
    ],
)
def test_a_server_that_does_not_answer_is_left_alone_for_a_while(source, web, error, problem):
    web.get(URL).mock(side_effect=error)
    tasks.fetch_source(source.pk)
    assert _state(source) == ("care", problem, 1, NOW + timedelta(hours=1))


def test_an_endless_redirect_is_said(source, web):
    web.get(URL).respond(302, headers={"Location": URL})
    tasks.fetch_source(source.pk)
    assert _state(source)[1] == "round"


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/feed", "http://[::1]/feed", "http://localhost/feed", "ftp://a.example/"]
)
def test_what_lies_behind_our_own_door_is_never_opened(source, address):
    ListeningSource.objects.filter(pk=source.pk).update(address=address)
    tasks.fetch_source(source.pk)
    assert _state(source) == ("care", "refused", 1, NOW + timedelta(hours=1))
    assert not Conversation.objects.exists()


def test_each_failure_doubles_the_wait_up_to_a_day_and_success_ends_it(source, web, time_machine):
    web.get(URL).respond(500)
    waits = []
    for _turn in range(7):
        tasks.fetch_source(source.pk)
        source.refresh_from_db()
        waits.append((source.next_try_at - datetime.now(UTC)) // timedelta(hours=1))
        time_machine.move_to(source.next_try_at, tick=False)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    assert source.health == "bad"
    web.get(URL).respond(content=RSS)
    tasks.fetch_source(source.pk)
    assert _state(source)[:3] == ("good", "", 0)


def test_only_one_of_two_asks(source, web):
    route = web.get(URL).respond(content=RSS)
    rival = ListeningSource.objects.get(pk=source.pk)
    assert rival.claim(NOW)
    assert not source.claim(NOW)
    tasks.fetch_source(source.pk)
    assert not route.called
    assert asking.due(NOW + timedelta(minutes=5)) == [source.pk]


@pytest.mark.parametrize("change", [{"paused_at": NOW}, {"next_try_at": NOW + timedelta(minutes=1)}])
def test_whose_turn_it_is_not_is_left_alone(source, web, change):
    route = web.get(URL).respond(content=RSS)
    ListeningSource.objects.filter(pk=source.pk).update(**change)
    tasks.fetch_source(source.pk)
    assert not route.called
    assert asking.due() == []


def test_the_sweep_asks_everyone_whose_turn_it_is(source, monkeypatch):
    queued = []
    monkeypatch.setattr(tasks.fetch_source, "delay_on_commit", queued.append)
    tasks.fetch_sources()
    tasks.fetch_sources()
    assert queued == [source.pk, source.pk]


def test_mastodon_is_asked_for_what_came_since(programme, web):
    source = ListeningSource.objects.create(
        programme=programme, name="T", kind="mastodon_tag", address="93.184.215.14", query="heat", next_try_at=NOW
    )
    web.get("https://93.184.215.14/api/v1/timelines/tag/heat?limit=40").respond(
        json=[
            {"id": "9", "content": "<p>Warm #heat</p>", "created_at": "2026-11-20T11:00:00Z", "account": {"acct": "a"}}
        ]
    )
    tasks.fetch_source(source.pk)
    assert _state(source)[0] == "good"
    assert source.since_id == "9"
    conversation = source.conversations.get()
    assert (conversation.network, conversation.author_handle) == ("mastodon", "@a@93.184.215.14")


def test_what_nobody_took_is_forgotten_after_a_year(source):
    def old(number, **fields):
        return Conversation.objects.create(
            programme=source.programme,
            guid=f"{number}",
            source=source,
            text="x",
            said_at=NOW,
            **{"heard_at": NOW - timedelta(days=366), **fields},
        )

    old(1, state="heard")
    old(2, state="waiting")
    kept = [old(3, state="taken"), old(4, state="answered"), old(5, state="heard", heard_at=NOW - timedelta(days=364))]
    tasks.forget_conversations()
    tasks.forget_conversations()
    assert set(Conversation.objects.all()) == set(kept)
