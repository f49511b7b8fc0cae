"""Instagram has no share page on the web: through the phone's share sheet, or by copying; at most five hashtags.

A picture is 1080 wide, and not taller than 5 to 4 (Instagram's help on the resolution of photos).
"""

import re

from django.utils.translation import gettext_lazy as _

from sharehub.networks.counting import Counting
from sharehub.networks.module import NetworkModule, PictureSize, Post, Preview


def _page(post: Post) -> str:
    return "https://www.instagram.com/"


MODULE = NetworkModule(
    key="instagram",
    name="Instagram",
    place=40,
    limit=2200,
    counting=Counting.UTF16,
    visible_before_more=125,
    takes_text=False,
    hosts=("instagram.com",),
    through_share_sheet=True,
    hashtags=5,
    most_hashtags=5,
    mention=re.compile(r"@[\w.]{1,30}"),
    mention_example="@name",
    preview=Preview.SQUARE,
    shows_link=False,
    pictures=(PictureSize(1080, 1080, _("square")), PictureSize(1080, 1350, _("upright"))),
    page=_page,
)
