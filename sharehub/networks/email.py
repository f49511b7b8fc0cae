"""E-mail: the person's own mail program, with subject and text (RFC 6068: line breaks are %0D%0A)."""

from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    body = post.whole.replace("\r\n", "\n").replace("\n", "\r\n")
    return address("mailto:?", subject=post.title, body=body)


MODULE = NetworkModule(key=Network.EMAIL, limit=1800, visible_before_more=1800, page=_page)
