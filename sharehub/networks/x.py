"""X: weighted characters, every link counts 23 (twitter-text configuration v3); a single picture is shown whole at 16 to 9."""

import re

from sharehub.networks.connecting import x as connecting
from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, PictureSize, Post, address


def _page(post: Post) -> str:
    return address("https://x.com/intent/post?", text=post.text.strip(), url=post.url)


MODULE = NetworkModule(
    key="x",
    name="X",
    place=20,
    limit=280,
    counting=Counting.WEIGHTED,
    link_length=23,
    visible_before_more=280,
    hosts=("x.com", "twitter.com"),
    hashtags=2,
    mention=re.compile(r"@\w{1,15}"),
    mention_example="@name",
    pictures=(PictureSize(1200, 675),),
    connects=connecting.X(),
    is_drawn=True,
    page=_page,
)
