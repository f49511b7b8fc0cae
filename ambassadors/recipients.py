"""Who is to be invited: read from pasted addresses or from a CSV file, with a reason for every line that cannot be used."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ambassadors.models import Team
from ambassadors.sheets import Unreadable, decoded, delimiter_of, field_of, language_of, names_of
from themes.models import Programme, Theme

MAX_BYTES = 1_000_000
MAX_PEOPLE = 5_000

# A name and an address between < and >, a name and a bare address, or something that is neither.
_PERSON = re.compile(
    r"""
    (?: "(?P<quoted>[^"]*)" | (?P<plain>[^<>@;"]*?) ) \s* <(?P<inside>[^\s<>]*)>
    | (?: (?P<words>[^<>@;,"]+?) \s+ )? (?P<bare>[^\s<>,;"]+@[^\s<>,;"]+)
    | (?P<rest>[^\s,;][^,;]*)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Recipient:
    """One person to invite, and the line that says so."""

    line: int
    email: str
    first_name: str = ""
    last_name: str = ""
    job_title: str = ""
    team: Team | None = None
    language: str = "nl"
    themes: tuple[Theme, ...] = ()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Problem:
    """A line that cannot be used, and why."""

    line: int
    text: str
    reason: str


@dataclass
class Recipients:
    """What was read: people to invite, and problems by line."""

    people: list[Recipient] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def decode(data: bytes) -> str:
    """Return the text of a file that a spreadsheet wrote; raises Unreadable when it is too large or no text."""
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 1 MB. Split it into smaller ones."))
    return decoded(data)


def read(text: str, *, programme: Programme, language: str = "nl") -> Recipients:
    """Return the people in a text, be it a table with headings or loose addresses; every address counts once."""
    reader = _Reader(programme, language)
    lines = text.lstrip("\ufeff").splitlines()
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    delimiter = delimiter_of(lines[first]) if lines else ""
    found = Recipients()
    seen: dict[str, int] = {}
    items = reader.table(lines, first, delimiter) if delimiter else reader.loose(lines)
    for item in items:
        if isinstance(item, Problem):
            found.problems.append(item)
        elif item.email in seen:
            reason = _("occurs already on line %(line)s") % {"line": seen[item.email]}
            found.problems.append(Problem(item.line, item.email, reason))
        elif len(found.people) >= MAX_PEOPLE:
            found.problems.append(Problem(item.line, item.email, _("too many people for one time")))
        else:
            seen[item.email] = item.line
            found.people.append(item)
    return found


class _Reader:
    """Reads for one programme: its themes and the organisation's teams are looked up once."""

    def __init__(self, programme: Programme, language: str) -> None:
        self.programme = programme
        self.language = language

    @cached_property
    def teams(self) -> dict[str, Team]:
        return {key.lower(): team for team in Team.objects.all() for key in (team.slug, team.name)}

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {
            key.lower(): theme
            for theme in self.programme.themes.live()
            for key in (theme.slug, *theme.in_every_language("name"))
        }

    def loose(self, lines: Iterable[str]) -> Iterator[Recipient | Problem]:
        """Addresses with or without a name, separated by commas, semicolons or new lines."""
        for number, line in enumerate(lines, start=1):
            for match in _PERSON.finditer(line):
                name = match["quoted"] or match["plain"] or match["words"] or ""
                email = match["inside"] if match["inside"] is not None else match["bare"] or match["rest"]
                yield self.person(number, match[0].strip(), {"email": email, "name": name.strip(" ,'")})

    def table(self, lines: list[str], first: int, delimiter: str) -> Iterator[Recipient | Problem]:
        """Rows under headings."""
        rows = csv.reader(io.StringIO("\n".join(lines[first:])), delimiter=delimiter)
        headings = [field_of(heading) for heading in next(rows)]
        try:
            for row in rows:
                if any(cell.strip() for cell in row):
                    values = {name: cell.strip() for name, cell in zip(headings, row, strict=False) if name}
                    yield self.person(first + rows.line_num, delimiter.join(row), values)
        except csv.Error:
            yield Problem(first + rows.line_num, "", _("cannot be read as a row of a table"))

    def person(self, line: int, text: str, values: dict[str, str]) -> Recipient | Problem:
        """Return the person a line names, or what is wrong with it."""
        try:
            return self._person(line, values)
        except ValidationError as error:
            return Problem(line, text[:120], error.messages[0])

    def _person(self, line: int, values: dict[str, str]) -> Recipient:
        email = values.get("email", "").lower()
        if not email:
            raise ValidationError(_("there is no e-mail address"))
        try:
            validate_email(email)
        except ValidationError:
            raise ValidationError(_("this is not an e-mail address")) from None
        first_name, last_name = names_of(values)
        job_title = values.get("job_title", "")
        if len(first_name) > 150 or len(last_name) > 150 or len(job_title) > 120:
            raise ValidationError(_("the name or the job title is too long"))
        return Recipient(
            line=line,
            email=email,
            first_name=first_name,
            last_name=last_name,
            job_title=job_title,
            team=self._team(values.get("team", "")),
            language=self._language(values.get("language", "")),
            themes=tuple(self._themes(values.get("themes", ""))),
        )

    def _team(self, name: str) -> Team | None:
        if name and name.lower() not in self.teams:
            raise ValidationError(_("there is no team “%(name)s”") % {"name": name})
        return self.teams[name.lower()] if name else None

    def _language(self, name: str) -> str:
        if name and not language_of(name):
            raise ValidationError(_("the language “%(name)s” is not offered") % {"name": name})
        return language_of(name) if name else self.language

    def _themes(self, names: str) -> Iterator[Theme]:
        for name in filter(None, (part.strip() for part in re.split(r"[;|,]", names))):
            if name.lower() not in self.themes:
                raise ValidationError(_("there is no theme “%(name)s” in this programme") % {"name": name})
            yield self.themes[name.lower()]
