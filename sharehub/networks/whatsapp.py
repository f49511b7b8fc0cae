"""WhatsApp: words and link in one text."""

from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://wa.me/?", text=post.whole)


MODULE = NetworkModule(key=Network.WHATSAPP, limit=4096, visible_before_more=768, profile_hosts=("wa.me",), page=_page)
