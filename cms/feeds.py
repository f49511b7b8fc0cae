"""Reads RSS, Atom and JSON Feed into items that can become articles."""

import calendar
import hashlib
import io
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import feedparser
from django.utils.dateparse import parse_datetime
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from cms.imports import Remark
from cms.prose import plain

_LONGEST_TITLE = 240
_LONGEST_TAG, _MOST_TAGS = 80, 30
MOST_ITEMS = 5000


class NotAFeed(ValueError):
    """The content is no RSS, Atom or JSON Feed; the text says so, in words for people. `is_web_page` when it is HTML."""

    def __init__(self, *, is_web_page: bool = False) -> None:
        super().__init__(_("This is not an RSS or Atom feed."))
        self.is_web_page = is_web_page


@dataclass(frozen=True)
class Item:
    """An item of a feed, with what was noticed about it."""

    where: str
    guid: str
    title: str
    link: str
    author: str
    summary: str
    html: str
    published_at: datetime | None
    remarks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def content_hash(self) -> str:
        """Tells whether the item says something else than it did."""
        day = self.published_at.isoformat() if self.published_at else ""
        parts = (self.title, self.link, self.author, self.summary, self.html, day)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@dataclass
class Feed:
    """A feed's own name and its items; `refused` holds those that cannot become anything."""

    title: str
    items: list[Item] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)


def read(content: bytes) -> Feed:
    """Return the feed, its first five thousand items. Raises NotAFeed for what is neither RSS nor Atom nor JSON Feed."""
    if content.lstrip()[:1] == b"{":
        return _of_json(content)
    # As a stream: feedparser takes short bytes for the name of a file and opens it.
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise NotAFeed(is_web_page=b"<html" in content[:2000].lower())
    lines = _line_numbers(content, len(parsed.entries))
    return _feed(plain(parsed.feed.get("title", "")), list(zip(parsed.entries, lines, strict=True)))


def _of_json(content: bytes) -> Feed:
    """Read JSON Feed 1.1 (jsonfeed.org), by giving its items the names that feedparser gives those of the others."""
    try:
        data = json.loads(content)
        if not str(data["version"]).startswith("https://jsonfeed.org/version/"):
            raise NotAFeed
        found = [(_entry(item), 0) for item in data["items"] if isinstance(item, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAFeed from error
    return _feed(plain(str(data.get("title", ""))), found)


def _entry(item: dict[str, Any]) -> feedparser.FeedParserDict:
    authors = item.get("authors") or [item.get("author") or {}]
    try:
        day = parse_datetime(str(item.get("date_published") or ""))
    except ValueError:
        day = None
    html = str(item.get("content_html") or "") or linebreaks(escape(str(item.get("content_text") or "")))
    return feedparser.FeedParserDict(
        id=item.get("id"),
        title=item.get("title"),
        link=item.get("url") or item.get("external_url"),
        summary=escape(str(item.get("summary") or "")),
        author=authors[0].get("name") if isinstance(authors, list) and isinstance(authors[0], dict) else "",
        content=[{"value": html}] if html else [],
        published_parsed=day.astimezone(UTC).timetuple() if day and day.tzinfo else None,
        tags=[{"term": tag} for tag in item.get("tags") or [] if isinstance(tag, str)],
    )


def _feed(title: str, entries: list[tuple[feedparser.FeedParserDict, int]]) -> Feed:
    feed = Feed(title=title[:160])
    seen: set[str] = set()
    for number, (entry, line) in enumerate(entries[:MOST_ITEMS], 1):
        where = _("line %(line)d") % {"line": line} if line else _("item %(number)d") % {"number": number}
        item = _item(entry, where)
        if item is None:
            feed.refused.append(Remark(where, "", _("It has neither a title nor a text.")))
        elif item.guid in seen:
            feed.refused.append(Remark(where, item.title, _("Its GUID was there already in this feed.")))
        else:
            seen.add(item.guid)
            feed.items.append(item)
    if len(entries) > MOST_ITEMS:
        numbers = {"number": len(entries), "most": MOST_ITEMS}
        words = _("The feed holds %(number)d items; the first %(most)d were looked at.") % numbers
        feed.refused.append(Remark(_("the rest"), "", words))
    return feed


def _item(entry: feedparser.FeedParserDict, where: str) -> Item | None:
    bodies = [part.get("value", "") for part in entry.get("content", [])]
    description = str(entry.get("summary", "") or "")
    html = max([*bodies, ""], key=len) or description
    title = plain(str(entry.get("title", "") or ""))
    remarks = []
    if not title:
        title = plain(html)[:80]
        if not title:
            return None
        remarks.append(_("It has no title: its first words stand for one."))
    link = str(entry.get("link", "") or "").strip()
    if not link.startswith(("http://", "https://")) or len(link) > 500:
        link = ""
        remarks.append(_("It has no link: it is imported without the address where it was first published."))
    published_at = _moment(entry)
    if published_at is None:
        remarks.append(_("It has no date: it is imported without one."))
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 1].rstrip() + "…"
        remarks.append(_("Its title is longer than %(limit)d characters and was cut.") % {"limit": _LONGEST_TITLE})
    guid = str(entry.get("id", "") or "").strip() or link or hashlib.sha256(f"{title}\0{html}".encode()).hexdigest()
    if len(guid) > 500:
        guid = hashlib.sha256(guid.encode()).hexdigest()
    return Item(
        where=where,
        guid=guid,
        title=title,
        link=link,
        author=plain(str(entry.get("author", "") or ""))[:160],
        summary=_shortened(plain(description)) if bodies else "",
        html=html,
        published_at=published_at,
        remarks=tuple(remarks),
        tags=_tags(entry),
    )


def _tags(entry: feedparser.FeedParserDict) -> tuple[str, ...]:
    words = (plain(str(tag.get("term") or "")) for tag in entry.get("tags", [])[:_MOST_TAGS])
    return tuple(dict.fromkeys(tag for tag in words if tag and len(tag) <= _LONGEST_TAG))


def _moment(entry: feedparser.FeedParserDict) -> datetime | None:
    # Past feedparser's own `get`, which answers an unreadable day of publishing with the other day and a warning.
    parts = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
    except (ValueError, OverflowError, OSError):
        return None


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else text[:299].rsplit(" ", 1)[0] + "…"


def _line_numbers(content: bytes, items: int) -> list[int]:
    """Return the line where each item begins; zeros where that cannot be told."""
    starts = [match.start() for match in re.finditer(rb"<(?:item|entry)[\s>]", content)]
    if len(starts) != items:
        return [0] * items
    lines, line, at = [], 1, 0
    for start in starts:
        line += content.count(b"\n", at, start)
        at = start
        lines.append(line)
    return lines
