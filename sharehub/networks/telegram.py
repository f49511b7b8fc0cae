"""Telegram: the link first, the words below it."""

from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://t.me/share/url?", url=post.url, text=post.text.strip())


MODULE = NetworkModule(key=Network.TELEGRAM, limit=4096, visible_before_more=4096, hosts=("t.me",), page=_page)
