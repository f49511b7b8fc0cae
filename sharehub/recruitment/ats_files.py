"""Applications in a CSV file from an ATS, kept for an hour between looking and taking them in."""

import csv
import io
import secrets
from datetime import UTC, datetime

from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from ambassadors.sheets import Unreadable, decoded, letters
from sharehub.recruitment.arrivals import Arrival

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5000
_SECONDS = 3600
# Headings are compared by their letters alone, without capitals.
_HEADINGS = {
    "external_id": ("id", "applicationid", "number", "candidateid", "sollicitatieid", "nummer", "sollicitatienummer"),
    "vacancy": ("vacancy", "vacancyid", "job", "jobid", "reference", "vacature", "vacatureid", "vacaturenummer"),
    "name": ("name", "candidate", "naam", "kandidaat"),
    "email": ("email", "emailaddress", "mail", "emailadres"),
    "stage": ("stage", "status", "state", "fase", "stap"),
    "applied_at": ("appliedat", "appliedon", "date", "applied", "datum", "gesolliciteerdop", "sollicitatiedatum"),
    "channel": ("source", "channel", "bron", "kanaal"),
    "reference": ("ref", "link", "trackedlink", "linkcode"),
}
_FIELD = {heading: name for name, headings in _HEADINGS.items() for heading in headings}


def read(data: bytes) -> list[Arrival]:
    """Return the applications of a file; raises Unreadable with the reason for what is no table of applications."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 5 MB. Split it into smaller ones."))
    text = decoded(data)
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable(_("The file cannot be read as a table.")) from error
    names = [_FIELD.get(letters(cell), "") for cell in rows[0]] if rows else []
    if "external_id" not in names or "vacancy" not in names:
        raise Unreadable(_("The first row has to name the columns; two of them are “id” and “vacancy”."))
    if len(rows) - 1 > MOST_ROWS:
        raise Unreadable(_("The file has more than 5,000 rows. Split it into smaller ones."))
    return [_arrival({name: cell.strip() for name, cell in zip(names, row, strict=False) if name}) for row in rows[1:]]


def _arrival(values: dict[str, str]) -> Arrival:
    email = values.get("email", "")
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    return Arrival(
        external_id=values.get("external_id", "")[:120],
        vacancy=values.get("vacancy", ""),
        name=values.get("name", "")[:160],
        email=email[:254],
        stage=values.get("stage", ""),
        applied_at=_moment(values.get("applied_at", "")),
        channel=values.get("channel", "")[:80],
        reference=values.get("reference", "").rpartition("/")[2][:16],
    )


def _moment(text: str) -> datetime | None:
    """Return a moment written as 2026-03-01, 01-03-2026 or with a time; None for anything else."""
    try:
        if found := parse_datetime(text):
            return found if timezone.is_aware(found) else timezone.make_aware(found)
        if day := parse_date(text):
            return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    except ValueError:
        return None
    for pattern in ("%d-%m-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, pattern).replace(hour=12, tzinfo=UTC)
        except ValueError:
            continue
    return None


def keep(arrivals: list[Arrival], *, owner: int) -> str:
    """Keep a file's rows for an hour, for this person alone; return the token. They are candidates: no table has them."""
    token = secrets.token_urlsafe(16)
    caches["state"].set(_key(token, owner), arrivals, _SECONDS)
    return token


def kept(token: str, *, owner: int) -> list[Arrival] | None:
    """Return the rows; None when the hour is over or they are somebody else's."""
    found: list[Arrival] | None = caches["state"].get(_key(token, owner))
    return found


def forget(token: str, *, owner: int) -> None:
    """Nothing is left of the file."""
    caches["state"].delete(_key(token, owner))


def _key(token: str, owner: int) -> str:
    return f"recruitment.file.{owner}.{token}"
