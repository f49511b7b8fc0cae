"""Bluesky counts what a reader sees as one character, and links in full (docs.bsky.app, intent links).

A text has 3,000 bytes at most besides (lexicon app.bsky.feed.post).
"""

import json
import re

from sharehub.networks.connecting import bluesky as connecting
from sharehub.networks.counting import Counting
from sharehub.networks.module import Lookup, NetworkModule, Post, address


def _page(post: Post) -> str:
    return address("https://bsky.app/intent/compose?", text=post.whole)


_POST = re.compile(r"https?://(?:www\.)?bsky\.app/profile/(?P<who>[\w.:-]+)/post/(?P<key>[\w-]+)/?(?:[?#].*)?")


def _where(post: str) -> str:
    """The thread, not the post alone: only there somebody may be named by handle (docs.bsky.app, getPostThread)."""
    if not (found := _POST.fullmatch(post)):
        return ""
    uri = f"at://{found['who']}/app.bsky.feed.post/{found['key']}"
    base = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?"
    return address(base, uri=uri, depth="0", parentHeight="0")


def _read(content: bytes) -> str:
    try:
        record = json.loads(content)["thread"]["post"]["record"]
        facets = [feature.get("uri", "") for facet in record.get("facets", []) for feature in facet["features"]]
        card = record.get("embed", {}).get("external", {}).get("uri", "")
        return "\n".join([record["text"], *facets, card])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no post of Bluesky") from error


MODULE = NetworkModule(
    key="bluesky",
    name="Bluesky",
    place=60,
    limit=300,
    counting=Counting.GRAPHEMES,
    most_bytes=3000,
    visible_before_more=300,
    hosts=("bsky.app",),
    profile_hosts=("bsky.social",),
    mention=re.compile(r"@[\w-]+(?:\.[\w-]+)+"),
    mention_example="@name.bsky.social",
    looks_up=Lookup(_where, _read),
    connects=connecting.Bluesky(),
    is_drawn=True,
    page=_page,
)
