"""Mastodon: the person's own server where it is known, else the page of joinmastodon.org that asks for it.

500 characters and 23 for each link are the defaults of a server (Mastodon's documentation of V1::Instance).
"""

from sharehub.networks.module import NetworkModule, Post, address, is_host
from themes.networks import Network


def _page(post: Post) -> str:
    server = post.server.strip().removeprefix("https://").removeprefix("http://").strip("/").lower()
    base = f"https://{server}/share?" if is_host(server) else "https://share.joinmastodon.org/#"
    return address(base, text=post.whole)


MODULE = NetworkModule(
    key=Network.MASTODON,
    limit=500,
    link_length=23,
    visible_before_more=500,
    on_any_host=True,
    needs_server=True,
    page=_page,
)
