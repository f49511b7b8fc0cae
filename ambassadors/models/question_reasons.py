"""Why a question went to somebody: kept as what it is, told in the language of whoever reads it."""

import json
from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.models.start_texts import shown

ROLE, WORDS, LANGUAGE, WAITING = "role", "words", "language", "waiting"
LONGEST = 240

Reason = tuple[str | int, ...]


def kept(reasons: Sequence[Reason]) -> str:
    """Return reasons as they are stored; of very long ones the last are left out."""
    found = list(reasons)
    while len(text := json.dumps(found, ensure_ascii=False, separators=(",", ":"))) > LONGEST and found:
        found.pop()
    return text


def told(text: str) -> str:
    """Return stored reasons in words; what was stored as words stays as it is."""
    try:
        return "; ".join(_in_words(*reason) for reason in json.loads(text))
    except (ValueError, TypeError):
        return text


def _in_words(kind: str, *values: str | int) -> str:
    match kind:
        case "role":
            role = shown(str(values[0]))
            words = _("%(role)s on %(theme)s") % {"role": role, "theme": values[1]} if values[1] else role
            return str(capfirst(words))
        case "language":
            return _("speaks your language")
        case "waiting" if values[0]:
            number = int(values[0])
            return ngettext("has %(n)s question waiting", "has %(n)s questions waiting", number) % {"n": number}
        case "waiting":
            return _("has no other question waiting")
    return str(values[0])
