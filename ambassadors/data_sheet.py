"""What is known about one person, in words on a page; the files they take along keep the keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ambassadors import privacy
from ambassadors.models import Ambassador

# More than anybody reads on a page; all of them are in the file.
_ROWS_SHOWN = 25


@dataclass(frozen=True)
class Sheet:
    """One kind of thing: how many there are, and the first of them as pairs of a word and a value."""

    title: str
    count: int
    rows: list[list[tuple[str, str]]]

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


def sheets(ambassador: Ambassador) -> list[Sheet]:
    """Return every part of the person's export as they read it, by title; what is empty is left out of a row."""
    parts = privacy.exports()
    found = [_sheet(parts[name], rows) for name, rows in privacy.personal_data(ambassador).items()]
    return sorted(found, key=lambda sheet: sheet.title.casefold())


def _sheet(part: privacy.Part, rows: privacy.Rows) -> Sheet:
    shown = [
        [
            (str(part.words.get(key, key)), words_of(value, part.choices.get(key, {})))
            for key, value in row.items()
            if value not in (None, "", [])
        ]
        for row in rows[:_ROWS_SHOWN]
    ]
    return Sheet(str(part.title), len(rows), shown)


def words_of(value: object, choices: Mapping[str, str | Promise]) -> str:
    """Return a value as people write it, in their language and time zone."""
    if isinstance(value, list | tuple):
        return ", ".join(words_of(one, choices) for one in value)
    if str(value) in choices:
        return str(choices[str(value)])
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            local = timezone.localtime(value)
            return f"{date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M}"
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
        case float():
            return number_format(round(value, 2), decimal_pos=2)
    return str(value)
