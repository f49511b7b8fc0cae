"""LinkedIn.

The documented share page takes an address only; the composer below takes a text as well (Microsoft Learn's own share
buttons use it), but not in every app, so people copy their text first. A picture is shown whole at 1.91 to 1 (LinkedIn's help on
sharing names 1200 by 627).
"""

from sharehub.networks.connecting import linkedin as connecting
from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, PictureSize, Post, address


def _page(post: Post) -> str:
    if not post.text.strip():
        return address("https://www.linkedin.com/sharing/share-offsite/?", url=post.url)
    return address("https://www.linkedin.com/feed/?shareActive=true&", text=post.whole)


MODULE = NetworkModule(
    key="linkedin",
    name="LinkedIn",
    place=10,
    limit=3000,
    counting=Counting.UTF16,
    visible_before_more=210,
    takes_text=False,
    hosts=("linkedin.com", "lnkd.in"),
    hashtags=3,
    is_usual=True,
    pictures=(PictureSize(1200, 627),),
    connects=connecting.LinkedIn(),
    is_drawn=True,
    page=_page,
)
