"""Telegram: the link first, the words below it."""

import re

from sharehub.networks.module import NetworkModule, Post, Preview, address


def _page(post: Post) -> str:
    return address("https://t.me/share/url?", url=post.url, text=post.text.strip())


MODULE = NetworkModule(
    key="telegram",
    name="Telegram",
    place=90,
    limit=4096,
    visible_before_more=4096,
    hosts=("t.me",),
    mention=re.compile(r"@\w{5,32}"),
    mention_example="@username",
    preview=Preview.CHAT,
    page=_page,
)
