"""E-mail: the person's own mail program, with subject and text (RFC 6068: line breaks are %0D%0A)."""

import re

from django.utils.translation import gettext_lazy as _

from sharehub.networks.module import NetworkModule, Post, Preview, address


def _page(post: Post) -> str:
    body = post.whole.replace("\r\n", "\n").replace("\n", "\r\n")
    return address("mailto:?", subject=post.title, body=body)


MODULE = NetworkModule(
    key="email",
    name=_("E-mail"),
    place=130,
    limit=1800,
    visible_before_more=1800,
    has_profiles=False,
    handle=re.compile(r"^[^@\s/]+@[\w-]+(?:\.[\w-]+)+$"),
    is_usual=True,
    hashtags=0,
    preview=Preview.LETTER,
    shows_link=False,
    button=_("Share by e-mail"),
    hint=_("Your mail program opens with your text and link. You send it there yourself."),
    title=_("Send it by e-mail"),
    step=_("Open your mail program and send"),
    opens=_("Open your mail program"),
    asked=_("Did you send this by e-mail?"),
    page=_page,
)
