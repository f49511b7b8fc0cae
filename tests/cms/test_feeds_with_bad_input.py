"""Feeds say what was wrong with them: far too long, full of scripts, of another kind; nothing is half done."""

import json

import pytest

from cms import feeds
from cms.feed_imports import import_feed
from cms.models import Article, FeedSource
from tests.cms.test_a_feed_is_imported import RSS

pytestmark = pytest.mark.django_db


def _json(*items, **fields):
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Heat elsewhere", "items": list(items)} | fields
    return json.dumps(feed).encode()


def _import(content, theme):
    return import_feed(content=content, location="heat", theme=theme, language="en", publish=True)[1]


def test_of_ten_thousand_items_the_first_five_thousand_are_looked_at_and_it_is_said():
    items = "".join(f"<item><title>Item {n}</title><guid>{n}</guid></item>" for n in range(10_000))
    feed = feeds.read(RSS.format(items=items).encode())
    assert len(feed.items) == 5000
    assert [str(remark) for remark in feed.refused] == [
        "the rest: The feed holds 10000 items; the first 5000 were looked at."
    ]


def test_a_json_feed_becomes_articles_without_what_its_html_hides(theme):
    html = "<p onclick='bad()'>Warm <a href='javascript:bad()'>there</a>.</p><script>bad()</script><iframe src='x'></iframe>"
    item = {
        "id": "1",
        "url": "https://example.org/1",
        "title": "A street",
        "content_html": html,
        "summary": "Short.",
        "date_published": "2026-02-10T09:00:00+01:00",
        "authors": [{"name": "Ann"}],
    }
    for _time in range(2):
        report = _import(_json(item), theme)
    assert (report.made, report.unchanged) == (0, 1)
    article = Article.objects.get()
    assert (article.title, article.byline, str(article.published_on)) == ("A street", "Ann", "2026-02-10")
    body = json.dumps(list(article.body.raw_data))
    assert "Warm" in body
    assert not any(word in body for word in ("bad()", "onclick", "script", "iframe"))


def test_an_item_of_plain_text_keeps_its_lines_and_is_not_read_as_html(theme):
    _import(_json({"id": "1", "title": "Plain", "content_text": "One <b>line</b>.\n\nAnother."}), theme)
    (block,) = Article.objects.get().body.raw_data
    assert block["value"] == "<p>One &lt;b&gt;line&lt;/b&gt;.</p><p>Another.</p>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b"[]",
        b'{"version": "https://jsonfeed.org/version/1.1", "items": 3}',
        b'{"version": "1", "items": []}',
        b'{"a":' * 100_000,
        b"<html><body>hello</body></html>",
        b"\x89PNG",
    ],
)
def test_what_is_no_feed_is_refused_and_leaves_nothing_behind(theme, content):
    with pytest.raises(feeds.NotAFeed):
        _import(content, theme)
    assert not FeedSource.objects.exists()
    assert not Article.objects.exists()


def test_odd_items_of_a_json_feed_are_reported_and_the_others_come_in(theme):
    odd = [{"id": "1"}, "nonsense", {"id": 2, "title": "Fine", "date_published": "yesterday", "authors": "Ann"}]
    report = _import(_json(*odd), theme)
    assert (report.made, len(report.refused)) == (1, 1)
    assert Article.objects.get().title == "Fine"
