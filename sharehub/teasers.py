"""Words with which an author leads their network to their own post: from the post itself, as long as each network bears."""

import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms import prose
from cms.models import BlogPost, Shareable
from sharehub import networks
from sharehub.networks import NetworkModule
from themes import disclosure

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_MOST_SENTENCES = 4
# Most networks fold a text after some two hundred characters; twice as much leaves something to open.
_LONGEST = 420
# What the tracked link and the words that say where one works may take.
_KEPT_FREE = 110


@dataclass(frozen=True)
class Teaser:
    """A draft for one network."""

    module: NetworkModule
    text: str


def own_post(piece: Shareable, ambassador: Ambassador) -> BlogPost | None:
    """Return the piece as this person's own post; nothing where somebody else wrote it or it is no post."""
    if piece.specific_class is not BlogPost:
        return None
    return BlogPost.objects.filter(pk=piece.pk, author=ambassador).first()


def drafts(post: BlogPost) -> list[Teaser]:
    """Return a draft for each network of its author, or for those that most people have, where the post may be shared."""
    own = set(post.author.networks.values_list("network", flat=True))
    allowed = [module for module in networks.all() if post.allows(module.key)]
    wanted = [module for module in allowed if module.key in own] or [module for module in allowed if module.is_usual]
    return [Teaser(module, disclosure.put_in_front(draft(post, module), post.language)) for module in wanted]


def draft(post: BlogPost, module: NetworkModule) -> str:
    """Return the beginning of a post in its author's own words, and that there is more; never longer than the network takes."""
    sentences = [part for part in _SENTENCE.split(prose.plain(post.body)) if part] or [post.summary or post.title]
    with translation.override(post.language):
        end = _("I wrote about it: %(title)s") % {"title": post.title}
    most = max(min(module.limit - _KEPT_FREE, _LONGEST), 60)
    begin = ""
    for sentence in sentences[:_MOST_SENTENCES]:
        longer = f"{begin} {sentence}".strip()
        if module.count(f"{longer}\n\n{end}") > most:
            break
        begin = longer
    return f"{begin}\n\n{end}".strip()
