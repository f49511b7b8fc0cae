"""Threads (developers.facebook.com, Threads web intents)."""

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://www.threads.com/intent/post?", text=post.text.strip(), url=post.url)


MODULE = NetworkModule(
    key=Network.THREADS,
    limit=500,
    counting=Counting.GRAPHEMES,
    visible_before_more=500,
    hosts=("threads.com", "threads.net"),
    page=_page,
)
