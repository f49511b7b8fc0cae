"""Bluesky counts what a reader sees as one character, and links in full (docs.bsky.app, intent links)."""

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://bsky.app/intent/compose?", text=post.whole)


MODULE = NetworkModule(
    key=Network.BLUESKY,
    limit=300,
    counting=Counting.GRAPHEMES,
    visible_before_more=300,
    hosts=("bsky.app",),
    profile_hosts=("bsky.social",),
    page=_page,
)
