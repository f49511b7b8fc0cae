"""What can be wrong with a file of people or with a row of it.

Kept as a code with its values, and said in the language of whoever reads it: often another one than that of who brought the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.models import PeopleImport

_WORDS: dict[str, Promise] = {
    "no_text": _("This is no text file. Save the sheet as CSV and choose that file."),
    "no_headings": _("The first row has to name the columns; one of them is “e-mail”."),
    "no_table": _("The file cannot be read as a table."),
    "nobody": _("There is no one in this file."),
    "too_large": _("The workbook is too large. Split it into smaller ones."),
    "broken": _("The workbook cannot be read. Save it anew as XLSX or CSV."),
    "too_long": _("“%(text)s…” is longer than %(most)s characters"),
    "language": _("the language “%(name)s” is not offered"),
    "team_unreadable": _("the team “%(name)s” cannot be read"),
    "team_in_itself": _("the team “%(name)s” would be part of itself"),
    "team_several": _("there are several teams “%(name)s”: write the path, as in Noord > Assen"),
    "team_unknown": _("there is no team “%(name)s”"),
    "team_circle": _("“%(parent)s” is part of “%(team)s”, so “%(team)s” cannot be part of it: that would be a circle"),
    "team_elsewhere": _("“%(team)s” is not part of “%(parent)s” in the tree; move it on the page of teams first"),
    "no_email": _("there is no e-mail address"),
    "email": _("this is not an e-mail address"),
    "twice": _("occurs already on line %(line)s"),
    "closed": _("the account was closed; an administrator can open it"),
}


class RowProblem(ValueError):
    """A row cannot be used; as text it is its code with its values, because import-export passes on nothing but text."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(json.dumps({"code": code, "values": values}))


def coded(text: str) -> dict[str, Any]:
    """Return the code and values that import-export passed on; what it found itself has no code, only its words."""
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    return found if isinstance(found, dict) and "code" in found else {"code": "", "values": {"words": text}}


def in_words(code: str, values: Mapping[str, object] | None = None) -> str:
    """Return the problem in the active language; what has no code is said as it was kept."""
    phrase = _WORDS.get(code)
    if phrase is None:
        return str((values or {}).get("words", code))
    return str(phrase) % values if values else str(phrase)


@dataclass(frozen=True)
class Told:
    """A row that cannot be used, in words."""

    line: int
    reason: str
    text: str


def told(row: PeopleImport) -> list[Told]:
    """Return the rows of a file that cannot be used, in the active language."""
    return [Told(problem["line"], _reason(problem), problem["text"]) for problem in row.problems]


def _reason(problem: Mapping[str, Any]) -> str:
    whys = problem.get("whys") or [{"code": problem.get("reason", "")}]
    return "; ".join(in_words(why["code"], why.get("values")) for why in whys)
