"""A feed on a schedule is asked in its turn; what is new is proposed, drafted or live, and what goes wrong stands at it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx
from django.urls import reverse

from cms import feed_schedule, tasks
from cms.models import Article, FeedProposal, FeedSource, ImportedItem
from tests.cms.test_a_feed_is_imported import ITEM, RSS

URL = "https://93.184.215.14/heat.xml"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine, db):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


def _source(theme, **fields):
    fields = {"comes_in_as": "live", "name": "Heat", "location": URL, "next_try_at": NOW} | fields
    return FeedSource.objects.create(theme=theme, language="en", **fields)


def _rss(*names):
    return RSS.format(items="".join(ITEM.replace("kitchens", name) for name in names)).encode()


def _state(source):
    source.refresh_from_db()
    return str(source.health), source.problem, source.failures, source.next_try_at


@pytest.mark.parametrize(("comes_in_as", "live"), [("live", 2), ("draft", 0)])
def test_new_items_become_articles_once(theme, web, comes_in_as, live):
    source = _source(theme, comes_in_as=comes_in_as)
    route = web.get(URL).respond(content=_rss("one", "two"), headers={"ETag": '"v1"'})
    tasks.poll_feed(source.pk)
    tasks.poll_feed(source.pk)
    assert route.call_count == 1
    assert (Article.objects.count(), Article.objects.live().count()) == (2, live)
    assert _state(source) == ("good", "", 0, NOW + timedelta(hours=1))
    assert source.last_report["made"] == 2


def test_the_next_turn_says_what_it_knows_and_brings_only_what_is_new(theme, web, time_machine):
    source = _source(theme)
    web.get(URL).respond(content=_rss("one"), headers={"ETag": '"v1"'})
    tasks.poll_feed(source.pk)
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    web.get(URL).respond(304)
    tasks.poll_feed(source.pk)
    assert web.calls.last.request.headers["If-None-Match"] == '"v1"'
    assert _state(source) == ("good", "", 0, NOW + timedelta(hours=2))
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    web.get(URL).respond(content=_rss("one", "two"))
    tasks.poll_feed(source.pk)
    assert ImportedItem.objects.count() == 2


def test_proposals_wait_and_are_offered_once(as_ed, ed, theme, web, time_machine):
    source = _source(theme, comes_in_as="proposal")
    web.get(URL).respond(content=_rss("one", "two"))
    tasks.poll_feed(source.pk)
    assert not Article.objects.exists()
    one, two = FeedProposal.objects.order_by("guid")
    page = as_ed.get(reverse("cms_feed_proposals")).text
    assert page.count("Forty kitchens") or page.count("Forty one")
    answer = as_ed.post(reverse("cms_feed_proposal", args=[one.pk]), {"answer": "take"})
    article = Article.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert (article.live, article.owner, article.canonical_url) == (False, ed, one.link)
    as_ed.post(reverse("cms_feed_proposal", args=[one.pk]), {"answer": "take"})
    as_ed.post(reverse("cms_feed_proposal", args=[two.pk]), {"answer": "leave"})
    assert Article.objects.count() == 1
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    tasks.poll_feed(source.pk)
    assert (FeedProposal.objects.count(), FeedProposal.objects.open().count()) == (2, 0)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"status_code": 404}, "gone"),
        ({"status_code": 503}, "broken"),
        ({"content": b"<!doctype html><html>"}, "web_page"),
        ({"content": b"\x00\x01"}, "not_a_feed"),
        ({"content": b'{"version": "https://jsonfeed.org/version/1.1"}'}, "not_a_feed"),
    ],
)
def test_what_goes_wrong_stands_at_the_feed_and_it_is_left_alone_for_longer(theme, web, time_machine, answer, problem):
    source = _source(theme)
    web.get(URL).respond(**answer)
    tasks.poll_feed(source.pk)
    assert _state(source) == ("care", problem, 1, NOW + timedelta(hours=1))
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    tasks.poll_feed(source.pk)
    assert _state(source)[2:] == (2, NOW + timedelta(hours=3))
    assert not Article.objects.exists()


def test_a_silent_server_and_a_private_address_are_told_apart(theme, web):
    source = _source(theme)
    web.get(URL).mock(side_effect=httpx.ReadTimeout("slow"))
    tasks.poll_feed(source.pk)
    assert _state(source)[1] == "slow"
    inside = _source(theme, location="http://127.0.0.1/feed")
    with respx.mock(assert_all_mocked=False) as open_web:
        open_web.route(host="127.0.0.1").pass_through()
        tasks.poll_feed(inside.pk)
    assert _state(inside)[1] == "refused"


def test_feeds_by_hand_files_and_paused_ones_have_no_turn(theme):
    _source(theme, comes_in_as="", location="https://example.org/a")
    _source(theme, location="heat.xml")
    _source(theme, location="https://example.org/b", paused_at=NOW)
    mine = _source(theme, location="https://example.org/c")
    assert feed_schedule.due() == [mine.pk]


def test_each_feed_whose_turn_it_is_gets_its_own_message(theme, django_capture_on_commit_callbacks):
    _source(theme)
    _source(theme, location=f"{URL}?later", next_try_at=NOW + timedelta(minutes=1))
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.poll_feeds()
    assert len(callbacks) == 1


def test_of_very_many_new_items_the_rest_follows_at_the_next_turn(theme, web, monkeypatch, time_machine):
    monkeypatch.setattr(feed_schedule, "MOST_A_TURN", 2)
    source = _source(theme)
    web.get(URL).respond(content=_rss("one", "two", "three"), headers={"ETag": '"v1"'})
    tasks.poll_feed(source.pk)
    assert (Article.objects.count(), FeedSource.objects.get().etag) == (2, "")
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    tasks.poll_feed(source.pk)
    assert (Article.objects.count(), FeedSource.objects.get().etag) == (3, '"v1"')


def test_the_same_address_from_another_feed_is_not_brought_in_twice(theme, web):
    _source(theme)
    other = _source(theme, location=f"{URL}?b")
    web.get(URL).respond(content=_rss("one"))
    web.get(f"{URL}?b").respond(content=_rss("one").replace(b"<guid>", b"<guid>b"))
    for source in FeedSource.objects.all():
        tasks.poll_feed(source.pk)
    assert Article.objects.count() == 1
    other.refresh_from_db()
    assert other.last_report["noticed"][0][2] == "An article with this address is here already."


def test_an_editor_sets_the_schedule_and_nobody_else_does(as_ed, as_ann, as_hanna, theme, web):
    source = _source(theme, comes_in_as="")
    address = reverse("cms_feed_schedule", args=[source.pk])
    data = {"name": "Heat", "theme": theme.pk, "language": "en", "comes_in_as": "draft", "every_minutes": 360}
    for client in (as_ann, as_hanna):
        assert client.post(address, data).status_code in (302, 403)
        assert FeedSource.objects.get().comes_in_as == ""
    assert as_ed.get(address).status_code == 200
    as_ed.post(address, data)
    source.refresh_from_db()
    assert (source.comes_in_as, source.every_minutes, source.paused_at) == ("draft", 360, None)
    as_ed.post(address, data | {"is_paused": "on"})
    assert _state(source)[0] == "paused"
    assert "every six hours" in as_ed.get("/cms/feeds/").text


def _dated(**days):
    items = [ITEM.replace("kitchens", name).replace("Tue, 10 Feb 2026", day) for name, day in days.items()]
    return RSS.format(items="".join(items)).encode()


def test_of_the_archive_of_a_feed_only_the_newest_go_live_and_later_only_what_is_fresh(
    theme, web, monkeypatch, time_machine
):
    monkeypatch.setattr(feed_schedule, "MOST_LIVE", 1)
    monkeypatch.setattr(feed_schedule, "MOST_A_TURN", 2)
    archive = {"old": "Tue, 10 Feb 2026", "older": "Mon, 09 Feb 2026", "newest": "Thu, 19 Nov 2026"}
    source = _source(theme)
    web.get(URL).respond(content=_dated(**archive))
    tasks.poll_feed(source.pk)
    live = Article.objects.live().values_list("canonical_url", flat=True)
    assert (Article.objects.count(), list(live)) == (2, ["https://example.org/2026/newest/"])
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)
    web.get(URL).respond(content=_dated(**archive, fresh="Fri, 20 Nov 2026"))
    for _twice in range(2):
        tasks.poll_feed(source.pk)
    assert (Article.objects.count(), Article.objects.live().count()) == (4, 2)
    assert "https://example.org/2026/fresh/" in live.all()
