"""Feeds as they are in the wild: whatever stands in them, something sensible comes out or a clear word why not."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms import feeds as imported
from themes.listening import feeds

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
# The tests of feedparser, unpacked from its source package (`pip download --no-binary :all: --no-deps feedparser`).
CORPUS = os.environ.get("FEEDPARSER_CORPUS", "")


def _rss(items, head=""):
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>{head}{items}</channel></rss>'.encode()


def _read(items, head=""):
    return feeds.read(_rss(items, head), now=NOW).items


def test_an_item_becomes_something_said():
    (item,) = _read(
        "<item><guid>1</guid><link>https://blog.example/1</link><title>Warm &amp; dry</title><author>Jo</author>"
        "<category>heat</category><pubDate>Fri, 20 Nov 2026 08:00:00 +0100</pubDate>"
        "<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two&lt;script&gt;x()&lt;/script&gt; three.&lt;/p&gt;</description></item>",
        head="<language>nl-NL</language>",
    )
    assert (item.guid, item.url, item.title, item.author) == ("1", "https://blog.example/1", "Warm & dry", "Jo")
    assert (item.text, item.language, item.tags) == ("One.\nTwo three.", "nl", ("heat",))
    assert item.said_at == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert item.handle == "blog.example"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<item></item>", []),
        ("<item><title>Only a title</title></item>", ["Only a title"]),
        ("<item><description>&lt;b&gt;Bold&lt;/b&gt; words</description></item>", ["Bold words"]),
        ("<item><guid>1</guid><title>A</title></item><item><guid>1</guid><title>B</title></item>", ["A"]),
        ("<item><title>A</title><pubDate>the day before</pubDate></item>", ["A"]),
        ("<item><title>A</title><pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate></item>", ["A"]),
        ("<item><title>&amp;#0;A&amp;#xD800;</title></item>", ["\ufffdA\ufffd"]),
        ("<item><title>A</title><link>javascript:alert(1)</link></item>", ["A"]),
        ("<item><title>A&lt;svg onload=x()&gt;</title></item>", ["A"]),
    ],
)
def test_odd_items_are_read_or_left_out(items, expected):
    read = _read(items)
    assert [item.text for item in read] == expected
    assert all(item.said_at <= NOW and item.url == "" for item in read)


def test_a_very_long_item_is_cut():
    (item,) = _read(
        f"<item><guid>{'g' * 900}</guid><title>{'t' * 900}</title><description>{'w ' * 40_000}</description></item>"
    )
    assert (len(item.title), len(item.text), len(item.guid)) == (240, 20_000, 64)


@pytest.mark.parametrize(
    ("content", "is_web_page"),
    [
        (b"<!DOCTYPE html><html><head><title>Blog</title></head><body><p>Hi</p></body></html>", True),
        (b"", False),
        (b"{}", False),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), False),
        (b"/etc/passwd", False),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", False),
    ],
)
def test_what_is_no_feed_is_refused(content, is_web_page):
    with pytest.raises(feeds.NotAFeed) as refused:
        feeds.read(content, now=NOW)
    assert refused.value.is_web_page is is_web_page


def test_a_feed_that_blows_itself_up_does_no_harm():
    bomb = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = f'<?xml version="1.0"?>{bomb}<rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>'
    assert len(feeds.read(content.encode(), now=NOW).items) <= 1


@pytest.mark.skipif(not CORPUS, reason="FEEDPARSER_CORPUS names no folder")
def test_every_feed_of_feedparsers_own_tests_is_read_or_refused():
    files = sorted(Path(CORPUS).rglob("*.xml"))
    assert len(files) > 2000
    for path in files:
        try:
            items = feeds.read(path.read_bytes(), now=NOW).items
        except feeds.NotAFeed:
            items = ()
        for item in items:
            assert len(item.guid) <= 500 and len(item.url) <= 500 and len(item.title) <= 240, path
            "".join((item.guid, item.url, item.title, item.author, item.text)).encode()
        try:
            imported.read(path.read_bytes())
        except imported.NotAFeed:
            continue
