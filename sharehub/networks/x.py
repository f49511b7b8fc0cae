"""X: weighted characters, every link counts 23 (twitter-text configuration v3)."""

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://x.com/intent/post?", text=post.text.strip(), url=post.url)


MODULE = NetworkModule(
    key=Network.X,
    limit=280,
    counting=Counting.WEIGHTED,
    link_length=23,
    visible_before_more=280,
    hosts=("x.com", "twitter.com"),
    page=_page,
)
