"""Advice on a text while one writes: short, friendly, and never a block."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.models import Shareable
from sharehub import wording
from sharehub.networks import NetworkModule
from sharehub.recognition.ledger import OWN_WORDS_FROM
from themes.listening.words import without_addresses

_HASHTAG = re.compile(r"(?<!\w)#(\w+)")
# Instagram takes no more since December 2025; more than three look like advertising elsewhere.
_MOST_HASHTAGS = {"instagram": 5}


@dataclass(frozen=True)
class Tip:
    """One thing about the text: done, or worth a thought."""

    done: bool
    text: str


def tips(text: str, piece: Shareable, module: NetworkModule, language: str) -> list[Tip]:
    """Return what is good about a text and what could be better."""
    own, _nearest = wording.compare(text, piece, language)
    found = [
        Tip(True, _("Your own words"))
        if text.strip() and own >= OWN_WORDS_FROM
        else Tip(False, _("Say it in your own words: what struck you?"))
    ]
    body = without_addresses(_HASHTAG.sub("", text)).strip()
    asks = body.rstrip(" \"'”’)…").endswith("?")
    found.append(Tip(True, _("Ends with a question")) if asks else Tip(False, _("Ask a question at the end?")))
    tags = _HASHTAG.findall(text)
    most = _MOST_HASHTAGS.get(module.key, 3)
    if len(tags) > most:
        found.append(Tip(False, _("%(count)s hashtags: %(most)s is plenty") % {"count": len(tags), "most": most}))
    elif any(len(tag) > 11 and tag.islower() for tag in tags):
        found.append(Tip(False, _("Write hashtags #LikeThis: screen readers can then read them")))
    elif tags:
        found.append(Tip(True, _("Hashtags")))
    return found
