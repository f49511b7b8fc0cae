"""Advice on a text while one writes: short, friendly, and never a block."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.models import Shareable
from sharehub import originality, wording
from sharehub.networks import NetworkModule
from sharehub.recognition.ledger import OWN_WORDS_FROM
from themes.listening.words import without_addresses

_HASHTAG = re.compile(r"(?<!\w)#(\w+)")


@dataclass(frozen=True)
class Tip:
    """One thing about the text: done, or worth a thought."""

    done: bool
    text: str


def tips(
    text: str, piece: Shareable, module: NetworkModule, language: str, *, near_colleague: float | None = None
) -> list[Tip]:
    """Return what is good about a text and what could be better; `near_colleague` as `originality` tells it."""
    own, _nearest = wording.compare(text, piece, language)
    found = [
        Tip(True, _("Your own words: %(percent)s %%") % {"percent": round(own * 100)})
        if text.strip() and own >= OWN_WORDS_FROM
        else Tip(False, _("Say it in your own words: what struck you?"))
    ]
    if near_colleague is not None:
        found.append(_on_colleagues(near_colleague))
    body = without_addresses(_HASHTAG.sub("", text)).strip()
    asks = body.rstrip(" \"'”’)…").endswith("?")
    found.append(Tip(True, _("Ends with a question")) if asks else Tip(False, _("Ask a question at the end?")))
    return [*found, *_on_hashtags(text, module), *_on_mentions(text, module)]


def _on_colleagues(near: float) -> Tip:
    if near >= originality.SAME:
        return Tip(False, _("A colleague posted almost the same in the last two days: begin differently"))
    if near >= originality.NEAR:
        return Tip(False, _("Close to what a colleague posted: what did you see yourself?"))
    return Tip(True, _("Unlike what colleagues posted"))


def _on_hashtags(text: str, module: NetworkModule) -> list[Tip]:
    tags = _HASHTAG.findall(text)
    if not tags:
        return []
    values = {"count": len(tags), "most": module.most_hashtags or module.hashtags, "network": module.name}
    if module.most_hashtags and len(tags) > module.most_hashtags:
        return [Tip(False, _("%(count)s hashtags: %(network)s takes %(most)s") % values)]
    if not module.hashtags:
        return [Tip(False, _("Hashtags do nothing on %(network)s") % values)]
    if len(tags) > module.hashtags:
        return [Tip(False, _("%(count)s hashtags: %(most)s is plenty") % values)]
    if any(len(tag) > 11 and tag.islower() for tag in tags):
        return [Tip(False, _("Write hashtags #LikeThis: screen readers can then read them"))]
    return [Tip(True, _("Hashtags"))]


def _on_mentions(text: str, module: NetworkModule) -> list[Tip]:
    names = module.plain_names(text)
    if not names:
        return []
    if module.mention is None:
        words = _("%(name)s stays plain text when you paste it: type the name again on %(network)s")
        return [Tip(False, words % {"name": names[0], "network": module.name})]
    words = _("%(name)s is no mention on %(network)s: write %(example)s")
    return [Tip(False, words % {"name": names[0], "network": module.name, "example": module.mention_example})]
