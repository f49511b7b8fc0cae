"""Microsoft Teams, for colleagues and guests."""

from sharehub.networks.module import NetworkModule, Post, Preview, address


def _page(post: Post) -> str:
    return address("https://teams.microsoft.com/share?", href=post.url, msgText=post.text.strip())


MODULE = NetworkModule(
    key="teams",
    name="Teams",
    place=120,
    limit=10000,
    visible_before_more=2000,
    hosts=("teams.microsoft.com", "teams.cloud.microsoft"),
    has_profiles=False,
    hashtags=0,
    preview=Preview.CHAT,
    page=_page,
)
