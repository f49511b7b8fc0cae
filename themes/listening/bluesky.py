"""Reads Bluesky's search: app.bsky.feed.searchPosts.

https://docs.bsky.app/docs/api/app-bsky-feed-search-posts. Asked at api.bsky.app: the cached public.api.bsky.app refuses
searches. Paging with a cursor is refused to those who are not logged in, so each turn reads the newest hundred.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from themes.listening.items import Heard, Item, Unreadable, key_of, language_tag, moment, one_line, plain
from themes.listening.json_answers import Fields, row

_SEARCH = "https://api.bsky.app/xrpc/app.bsky.feed.searchPosts"
_PROFILE = "https://bsky.app/profile"
_MOST = 100  # what the API gives at most
# What an author may ask of apps: not to be shown to people who are not logged in.
_ONLY_LOGGED_IN = "!no-unauthenticated"


def search_address(words: str) -> str:
    """Return where the newest posts with these words stand."""
    return f"{_SEARCH}?{urlencode({'q': words, 'sort': 'latest', 'limit': str(_MOST)})}"


def read(content: bytes, *, now: datetime) -> Heard:
    """Return the posts of authors who may be shown to everyone; raises Unreadable."""
    answer = row(content)
    if not answer.holds("posts") and answer.holds("error"):
        raise Unreadable(answer.text("error"))
    kept = (_item(post, now) for post in answer.objects("posts"))
    return Heard(tuple(item for item in kept if item))


def _item(post: Fields, now: datetime) -> Item | None:
    author, record = post.fields("author"), post.fields("record")
    text, uri = plain(_escaped(record.text("text"))), post.text("uri")
    hidden = any(label.text("val") == _ONLY_LOGGED_IN for label in author.objects("labels"))
    if not text or not uri or hidden:
        return None
    handle = author.text("handle")
    known = handle if handle and handle != "handle.invalid" else author.text("did")
    return Item(
        guid=key_of(uri),
        url=f"{_PROFILE}/{quote(known)}/post/{quote(uri.rsplit('/', 1)[-1])}"[:500],
        author=one_line(_escaped(author.text("displayName")), 120) or known[:120],
        handle=f"@{known}"[:200],
        title="",
        text=text,
        language=language_tag(next(iter(record.texts("langs")), "")),
        said_at=moment(record.text("createdAt"), now),
        tags=tuple(
            feature.text("tag")
            for facet in record.objects("facets")
            for feature in facet.objects("features")
            if feature.text("tag")
        )[:50],
    )


def _escaped(text: str) -> str:
    """Bluesky's texts are plain: a sign in them is a sign, never HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
