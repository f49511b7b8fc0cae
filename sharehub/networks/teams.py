"""Microsoft Teams, for colleagues and guests."""

from sharehub.networks.module import NetworkModule, Post, address
from themes.networks import Network


def _page(post: Post) -> str:
    return address("https://teams.microsoft.com/share?", href=post.url, msgText=post.text.strip())


MODULE = NetworkModule(
    key=Network.TEAMS,
    limit=10000,
    visible_before_more=2000,
    hosts=("teams.microsoft.com", "teams.cloud.microsoft"),
    page=_page,
)
