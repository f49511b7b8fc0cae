"""Words with which an author leads their network to their own post: from the post itself, as long as each network bears."""

import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from cms import prose
from cms.models import BlogPost
from sharehub.networks import NetworkModule

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
# As much as a reader sees of a text before "more", where there is room for more than that.
_LONGEST = 600


@dataclass(frozen=True)
class Teaser:
    """A draft for one network."""

    module: NetworkModule
    text: str


def draft(post: BlogPost, module: NetworkModule, room: int) -> str:
    """Return the beginning of a post in its author's own words, and that there is more; never longer than the room."""
    sentences = [part for part in _SENTENCE.split(prose.plain(post.body)) if part] or [post.summary or post.title]
    with translation.override(post.language):
        end = _("I wrote about it: %(title)s") % {"title": post.title}
    most = min(room, _LONGEST)
    text = end if module.count(end) <= most else ""
    begin = ""
    for sentence in sentences[:4]:
        longer = f"{begin} {sentence}".strip()
        if module.count(f"{longer}\n\n{end}") > most:
            break
        begin = longer
    return f"{begin}\n\n{text}".strip()
