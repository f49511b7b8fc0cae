"""WhatsApp: words and link in one text."""

from sharehub.networks.module import NetworkModule, Post, Preview, address


def _page(post: Post) -> str:
    return address("https://wa.me/?", text=post.whole)


MODULE = NetworkModule(
    key="whatsapp",
    name="WhatsApp",
    place=50,
    limit=4096,
    visible_before_more=768,
    profile_hosts=("wa.me",),
    has_profiles=False,
    is_usual=True,
    hashtags=0,
    preview=Preview.CHAT,
    is_drawn=True,
    page=_page,
)
