"""Reads Mastodon: a hashtag's timeline or a server's public one, open to all on most servers.

https://docs.joinmastodon.org/methods/timelines/ · https://docs.joinmastodon.org/entities/Status/
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from themes.listening.items import Heard, Item, key_of, language_tag, moment, one_line, plain, web_address
from themes.listening.json_answers import Fields, rows

_A_PAGE = 40  # what the API gives at most


def tag_address(server: str, hashtag: str, since_id: str) -> str:
    """Return where a hashtag's newest statuses stand."""
    return f"https://{server}/api/v1/timelines/tag/{quote(hashtag, safe='')}?{_query(since_id)}"


def public_address(server: str, since_id: str) -> str:
    """Return where the newest statuses of the server's own people stand."""
    return f"https://{server}/api/v1/timelines/public?{_query(since_id, local='true')}"


def read(content: bytes, *, server: str, now: datetime) -> Heard:
    """Return the statuses; what is not public, a boost or a robot's is left out. Raises Unreadable."""
    statuses = rows(content)
    numbers = [status.text("id") for status in statuses if status.text("id").isdecimal()]
    kept = (_item(status, server, now) for status in statuses)
    return Heard(tuple(item for item in kept if item), since_id=max(numbers, key=int, default=""))


def _query(since_id: str, **more: str) -> str:
    return urlencode({"limit": str(_A_PAGE), **more, **({"since_id": since_id} if since_id else {})})


def _item(status: Fields, server: str, now: datetime) -> Item | None:
    account = status.fields("account")
    warning, text = status.text("spoiler_text"), plain(status.text("content"))
    if status.text("visibility") not in {"public", ""} or status.holds("reblog") or account.is_true("bot"):
        return None
    # Who asks not to be found by search (the profile's "indexable") does not want to be listened to either.
    if not text or account.is_false("indexable"):
        return None
    handle = account.text("acct")
    return Item(
        guid=key_of(status.text("uri"), status.text("url"), status.text("id")),
        url=web_address(status.text("url")) or web_address(status.text("uri")),
        author=one_line(account.text("display_name"), 120) or handle[:120],
        handle=f"@{handle if '@' in handle else f'{handle}@{server}'}"[:200] if handle else "",
        title="",
        text=f"{warning}\n{text}".strip(),
        language=language_tag(status.text("language")),
        said_at=moment(status.text("created_at"), now),
        tags=tuple(tag.text("name") for tag in status.objects("tags")[:50] if tag.text("name")),
    )
