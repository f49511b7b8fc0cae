"""Reddit: a link post has a title and no text; the words go into the first comment, or in place of the title."""

from sharehub.networks.module import NetworkModule, Post, address


def _page(post: Post) -> str:
    return address("https://www.reddit.com/submit?", url=post.url, title=post.title)


MODULE = NetworkModule(
    key="reddit",
    name="Reddit",
    place=100,
    limit=10000,
    visible_before_more=300,
    takes_text=False,
    link_in_text=False,
    hosts=("reddit.com", "redd.it"),
    hashtags=0,
    shows_link=True,
    page=_page,
)
