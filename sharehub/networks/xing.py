"""Xing: the share page takes an address only."""

from sharehub.networks.module import NetworkModule, Post, address


def _page(post: Post) -> str:
    return address("https://www.xing.com/spi/shares/new?", url=post.url)


MODULE = NetworkModule(
    key="xing",
    name="Xing",
    place=110,
    limit=420,
    visible_before_more=420,
    takes_text=False,
    link_in_text=False,
    hosts=("xing.com",),
    page=_page,
)
