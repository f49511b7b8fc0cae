"""Reads RSS and Atom as things said."""

import calendar
import io
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser

from themes.listening.items import (
    Heard,
    Item,
    Unreadable,
    key_of,
    language_tag,
    not_later,
    one_line,
    plain,
    web_address,
    without_oddities,
)

_MOST_ITEMS = 1000


class NotAFeed(Unreadable):
    """The answer is neither RSS nor Atom; `is_web_page` when it is HTML."""

    def __init__(self, *, is_web_page: bool) -> None:
        super().__init__("a web page" if is_web_page else "no feed")
        self.is_web_page = is_web_page


def read(content: bytes, *, now: datetime) -> Heard:
    """Return the feed's items, the newest thousand; raises NotAFeed."""
    # As a stream: feedparser takes short bytes for the name of a file and opens it.
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise NotAFeed(is_web_page=_looks_like_a_page(content))
    owner = one_line(_text(parsed.feed, "title"), 120)
    language = language_tag(_text(parsed.feed, "language"))
    items: dict[str, Item] = {}
    for entry in parsed.entries[:_MOST_ITEMS]:
        item = _item(entry, owner, language, now)
        if item is not None:
            items.setdefault(item.guid, item)
    return Heard(tuple(items.values()))


def _item(entry: feedparser.FeedParserDict, owner: str, language: str, now: datetime) -> Item | None:
    bodies = [_text(part, "value") for part in _parts(entry, "content")]
    title = one_line(_text(entry, "title"), 240)
    text = plain(max([*bodies, _text(entry, "summary")], key=len))
    if not text and not title:
        return None
    url = web_address(_text(entry, "link"))
    author = one_line(_text(entry, "author"), 120)
    return Item(
        guid=key_of(_text(entry, "id"), url, f"{title}\n{text}"),
        url=url,
        author=author or owner,
        handle=urlsplit(url).hostname or "" if url else "",
        title=title,
        text=text or title,
        language=language_tag(next((_text(part, "language") for part in _parts(entry, "content")), "")) or language,
        said_at=_moment(entry, now),
        tags=tuple(tag for tag in (one_line(_text(part, "term"), 80) for part in _parts(entry, "tags")[:50]) if tag),
    )


def _text(of: feedparser.FeedParserDict, name: str) -> str:
    """Return a field as text; feeds put anything anywhere."""
    value = of.get(name)
    return without_oddities(value) if isinstance(value, str) else ""


def _parts(entry: feedparser.FeedParserDict, name: str) -> list[feedparser.FeedParserDict]:
    return [part for part in entry.get(name) or [] if isinstance(part, dict)]


def _moment(entry: feedparser.FeedParserDict, now: datetime) -> datetime:
    # Past feedparser's own `get`, which answers an unreadable day of publishing with the other day and a warning.
    parts = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return not_later(datetime.fromtimestamp(calendar.timegm(parts), UTC), now) if parts else now
    except (ValueError, OverflowError, OSError, TypeError):
        return now


def _looks_like_a_page(content: bytes) -> bool:
    start = content[:2000].lower()
    return b"<html" in start or b"<!doctype html" in start
