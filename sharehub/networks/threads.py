"""Threads (developers.facebook.com, Threads web intents)."""

import re

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, Post, address


def _page(post: Post) -> str:
    return address("https://www.threads.com/intent/post?", text=post.text.strip(), url=post.url)


MODULE = NetworkModule(
    key="threads",
    name="Threads",
    place=80,
    limit=500,
    counting=Counting.GRAPHEMES,
    visible_before_more=500,
    hosts=("threads.com", "threads.net"),
    hashtags=1,
    mention=re.compile(r"@[\w.]{1,30}"),
    mention_example="@name",
    page=_page,
)
