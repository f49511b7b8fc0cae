"""Copied text: anywhere else, by hand."""

from django.utils.translation import gettext_lazy as _

from sharehub.networks.module import NetworkModule, Post, Preview


def _page(post: Post) -> str:
    return ""


MODULE = NetworkModule(
    key="copy",
    name=_("Copied text"),
    place=140,
    limit=10000,
    visible_before_more=10000,
    takes_text=False,
    through_share_sheet=True,
    has_people=False,
    is_usual=True,
    preview=Preview.LETTER,
    shows_link=False,
    button=_("Copy text and link"),
    hint=_("With your own tracked link, to paste wherever you like."),
    title=_("Paste it where you like"),
    asked=_("Did you paste this somewhere?"),
    page=_page,
)
