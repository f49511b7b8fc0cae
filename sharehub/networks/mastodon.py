"""Mastodon: the person's own server where it is known, else the page of joinmastodon.org that asks for it.

500 characters and 23 for each link are the defaults of a server (Mastodon's documentation of V1::Instance). A character is what a
reader sees as one (its StatusLengthValidator).
"""

import json
import re
from urllib.parse import urlsplit

from sharehub.networks.connecting import mastodon as connecting
from sharehub.networks.counting import Counting
from sharehub.networks.module import Limits, Lookup, NetworkModule, Post, ServerLimits, address, is_host

_HANDLE = re.compile(r"^(?:@[\w.-]+@[\w-]+(?:\.[\w-]+)+|https?://[\w.-]+/@[\w.-]+)$")
_STATUS = re.compile(r"/(?:@[\w.@-]+|users/[\w.-]+/statuses)/(?P<id>\d+)/?")


def _page(post: Post) -> str:
    server = post.server.strip().removeprefix("https://").removeprefix("http://").strip("/").lower()
    base = f"https://{server}/share?" if is_host(server) else "https://share.joinmastodon.org/#"
    return address(base, text=post.whole)


def _where(post: str) -> str:
    parts = urlsplit(post)
    found = _STATUS.fullmatch(parts.path)
    return f"https://{parts.hostname}/api/v1/statuses/{found['id']}" if found else ""


def _read(content: bytes) -> str:
    try:
        status = json.loads(content)
        return "\n".join([status["content"], (status.get("card") or {}).get("url", "")])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no status of Mastodon") from error


def _about(server: str) -> str:
    return f"https://{server}/api/v2/instance"


def _read_limits(content: bytes) -> Limits:
    """Read V2::Instance; a server that leaves something out has Mastodon's own default."""
    try:
        statuses = json.loads(content)["configuration"]["statuses"]
        limit, link_length = int(statuses["max_characters"]), int(statuses.get("characters_reserved_per_url", 23))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no instance of Mastodon") from error
    if not 100 <= limit <= 1_000_000 or not 1 <= link_length <= 100:
        raise ValueError("no limits that a post could keep")
    return Limits(limit, link_length)


MODULE = NetworkModule(
    key="mastodon",
    name="Mastodon",
    place=70,
    limit=500,
    counting=Counting.GRAPHEMES,
    link_length=23,
    visible_before_more=500,
    on_any_host=True,
    server_example="mastodon.nl",
    handle=_HANDLE,
    mention=re.compile(r"@[\w.-]+@[\w-]+(?:\.[\w-]+)+"),
    mention_example="@name@mastodon.nl",
    looks_up=Lookup(_where, _read),
    server_limits=ServerLimits(_about, _read_limits),
    connects=connecting.Mastodon(),
    is_drawn=True,
    page=_page,
)
