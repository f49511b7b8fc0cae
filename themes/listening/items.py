"""What a source says, whatever its kind."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

import nh3

LONGEST_TEXT = 20_000
_ENDS_A_LINE = re.compile(r"<(?:br|/p|/h\d|/li|/blockquote|/div|/td|/th|/tr|/figcaption|/pre)\b[^>]*>", re.IGNORECASE)
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Unreadable(ValueError):
    """The answer is not what this kind of source answers with."""


@dataclass(frozen=True)
class Item:
    """One thing said; `language` is what the author or the source told, `tags` what they tagged it with."""

    guid: str
    url: str
    author: str
    handle: str
    title: str
    text: str
    language: str
    said_at: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heard:
    """The items of one answer, and the newest one's number where the source counts."""

    items: tuple[Item, ...]
    since_id: str = ""


def plain(html: str) -> str:
    """Return the words alone, a line per paragraph; scripts, styles and signs that nobody sees are gone."""
    spaced = _ENDS_A_LINE.sub(lambda found: f"{found[0]}\n", html.replace("\r", "")[: LONGEST_TEXT * 10])
    text = unescape(nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "svg", "template"}))
    lines = (" ".join(line.split()) for line in _NOT_PRINTED.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST_TEXT]


def one_line(html: str, longest: int) -> str:
    """Return the words on one line, cut with an ellipsis."""
    text = " ".join(plain(html).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def web_address(text: str, longest: int = 500) -> str:
    """Return an http(s) address that we can keep, else nothing."""
    text = text.strip()
    return text if text.startswith(("http://", "https://")) and len(text) <= longest and " " not in text else ""


def key_of(*parts: str) -> str:
    """Return the first part that is short enough to be a key; the print of all where none is."""
    for part in parts:
        part = part.strip()
        if part and len(part) <= 500:
            return part
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def moment(text: str, now: datetime) -> datetime:
    """Return an ISO moment as UTC; what is no moment, or lies in the future, becomes now."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return now
    return not_later(found if found.tzinfo else found.replace(tzinfo=UTC), now)


def not_later(found: datetime, now: datetime) -> datetime:
    """Return the moment, or now for one that has not come yet or that no calendar of ours holds."""
    try:
        return min(found.astimezone(UTC), now) if found.year > 1 else now
    except OverflowError:
        return now


def without_oddities(text: str) -> str:
    """Return the text without what no database keeps: zero bytes and halves of a sign."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def language_tag(text: str) -> str:
    """Return the first part of a language tag (nl-NL is nl); nothing for what is none."""
    first = text.strip().lower().replace("_", "-").split("-")[0]
    return first if 2 <= len(first) <= 3 and first.isascii() and first.isalpha() else ""
