"""Facebook: the share page takes an address only, and its policy forbids a text that is filled in."""

from sharehub.networks.module import NetworkModule, Post, address


def _page(post: Post) -> str:
    return address("https://www.facebook.com/sharer/sharer.php?", u=post.url)


MODULE = NetworkModule(
    key="facebook",
    name="Facebook",
    place=30,
    limit=63206,
    visible_before_more=477,
    takes_text=False,
    link_in_text=False,
    hosts=("facebook.com", "fb.com", "fb.watch"),
    is_drawn=True,
    page=_page,
)
