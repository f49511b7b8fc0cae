"""Copied text: anywhere else, by hand."""

from sharehub.networks.module import NetworkModule, Post
from themes.networks import Network


def _page(post: Post) -> str:
    return ""


MODULE = NetworkModule(
    key=Network.COPY,
    limit=10000,
    visible_before_more=10000,
    takes_text=False,
    supports_share_sheet_only=True,
    page=_page,
)
