"""Instagram has no share page on the web: through the phone's share sheet, or by copying; at most five hashtags."""

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, Post
from themes.networks import Network


def _page(post: Post) -> str:
    return "https://www.instagram.com/"


MODULE = NetworkModule(
    key=Network.INSTAGRAM,
    limit=2200,
    counting=Counting.UTF16,
    visible_before_more=125,
    takes_text=False,
    hosts=("instagram.com",),
    supports_share_sheet_only=True,
    page=_page,
)
