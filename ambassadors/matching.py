"""Who fits which theme, and why, in words that a manager can read and a person may hear.

The score of a person on a theme adds up, for every word of the theme (its name, keywords and hashtags in any language):
3 when it occurs in what the person knows about, 2 in the job title, 1 in what interests the person. A word counts where
another word begins with it, so that "warmtenet" finds "warmtenetten". Nothing else counts: no activity, no reach, no rank.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from themes.models import Theme

_WEIGHTS = {"expertise": 3, "job_title": 2, "interests": 1}
_CANDIDATES = 200


@dataclass(frozen=True)
class Suggestion:
    """A person who fits a theme; reasons begin with the heaviest."""

    ambassador: Ambassador
    score: int
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        return capfirst("; ".join(self.reasons))


def suggestions(theme: Theme, limit: int = 10) -> list[Suggestion]:
    """Return the active people who fit the theme and were not linked or asked yet, the best fit first."""
    words = _words(theme)
    if not words:
        return []
    holds = Q()
    for word in words:
        for field in _WEIGHTS:
            holds |= Q(**{f"{field}__icontains": word})
    people = Ambassador.objects.active().filter(holds).exclude(theme_links__theme=theme)
    scored = (_score(person, words) for person in people.select_related("user", "team")[:_CANDIDATES])
    return sorted((found for found in scored if found.score), key=lambda found: (-found.score, str(found.ambassador)))[
        :limit
    ]


def reason_for(ambassador: Ambassador, theme: Theme) -> str:
    """Return why the person fits the theme, empty when nothing says so."""
    return _score(ambassador, _words(theme)).reason


def _score(ambassador: Ambassador, words: Iterable[str]) -> Suggestion:
    score, reasons = 0, []
    phrases = {
        "expertise": _("knows about %(words)s"),
        "job_title": _("works as %(title)s"),
        "interests": _("is interested in %(words)s"),
    }
    for field, weight in _WEIGHTS.items():
        text = getattr(ambassador, field)
        found = [word for word in words if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]
        if found:
            score += weight * len(found)
            reasons.append(phrases[field] % {"words": ", ".join(found[:3]), "title": ambassador.job_title})
    return Suggestion(ambassador, score, tuple(reasons))


def _words(theme: Theme) -> list[str]:
    """Return the theme's words without capitals, each once; a hashtag in CamelCase counts as it is written."""
    return list(dict.fromkeys(word.lower() for word in (theme.name, *(term.text for term in theme.terms.all()))))
