"""Tables of people as spreadsheets write them: CSV in any encoding and separator, or XLSX, with headings in two languages."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

import tablib
from django.utils.functional import Promise

from ambassadors.import_problems import in_words

# Headings are compared without capitals and without anything that is not a letter: "E-mail address" is "emailaddress".
HEADINGS = {
    "email": ("email", "mail", "emailaddress", "emailadres", "mailadres", "mailaddress"),
    "name": ("name", "naam", "fullname", "volledigenaam"),
    "first_name": ("firstname", "voornaam", "givenname", "roepnaam"),
    "last_name": ("lastname", "achternaam", "surname", "familyname"),
    "job_title": ("jobtitle", "title", "function", "functie", "functietitel", "functienaam"),
    "team": ("team", "department", "afdeling"),
    "location": ("location", "place", "plaats", "locatie", "vestiging", "standplaats"),
    "language": ("language", "taal"),
    "languages": ("languages", "talen"),
    "expertise": ("expertise", "knowledge", "kennis", "knowsabout", "weetveelvan"),
    "interests": ("interests", "interesses", "interest", "belangstelling"),
    "themes": ("themes", "theme", "thema", "themas"),
}
_FIELD = {heading: name for name, headings in HEADINGS.items() for heading in headings}
_LANGUAGES = {
    **dict.fromkeys(("en", "english", "engels", "engb", "enus"), "en"),
    **dict.fromkeys(("nl", "dutch", "nederlands", "nlnl", "nlbe"), "nl"),
}
_MOST_UNPACKED = 300_000_000
_ZIP = b"PK\x03\x04"


class Unreadable(Exception):
    """The file is too large, or no table of people; `code` says why to whoever keeps it."""

    def __init__(self, reason: str | Promise, code: str = "") -> None:
        super().__init__(reason)
        self.code = code


def field_of(heading: str) -> str:
    """Return what a heading stands for; empty when it is none of ours."""
    return _FIELD.get(letters(heading), "")


def letters(text: str) -> str:
    """Return only the letters, without capitals."""
    return "".join(letter for letter in text.lower() if letter.isalpha())


def language_of(name: str) -> str:
    """Return the code of a language written in any way; empty when it is not offered."""
    return _LANGUAGES.get(letters(name), "")


def delimiter_of(line: str) -> str:
    """Return what separates the headings; nothing when the line holds no headings."""
    for delimiter in (";", "\t", ","):
        if "email" in [field_of(cell) for cell in line.split(delimiter)]:
            return delimiter
    return ""


def names_of(values: dict[str, str]) -> tuple[str, str]:
    """Return first and last name; "Jansen, Piet" and "Piet Jansen" are the same person."""
    first, last = values.get("first_name", ""), values.get("last_name", "")
    whole = values.get("name", "")
    if whole and not first and not last:
        if "," in whole:
            last, _comma, first = (part.strip() for part in whole.partition(","))
        else:
            first, _space, last = whole.partition(" ")
    return first, last.strip()


def decoded(data: bytes) -> str:
    """Return the text of a file in the encodings that spreadsheets write; raises Unreadable for what is no text."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused("no_text")


def read(data: bytes) -> tablib.Dataset:
    """Return the table, its headings named as ours and one more column `line`; raises Unreadable with the reason.

    Columns that are none of ours are left out. Rows without any value are passed over.
    """
    rows = _sheet(data) if data.startswith(_ZIP) else _text(data)
    found = None
    try:
        for line, cells in rows:
            if found is None:
                headings = [field_of(cell) for cell in cells]
                if "email" in headings:
                    found = tablib.Dataset(headers=["line", *dict.fromkeys(filter(None, headings))])
                elif any(cells):
                    raise _refused("no_headings")
            elif any(cells):
                values = {name: cell for name, cell in zip(headings, cells, strict=False) if name}
                found.append([line, *(values.get(name, "") for name in found.headers[1:])])
    except csv.Error as error:
        raise _refused("no_table") from error
    if not found:
        raise _refused("nobody")
    return found


def _text(data: bytes) -> Iterator[tuple[int, list[str]]]:
    lines = decoded(data).splitlines()
    delimiter = next((found for line in lines[:20] if (found := delimiter_of(line))), ",")
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    for row in reader:
        yield reader.line_num, [cell.strip() for cell in row]


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows of the first sheet of a workbook; one that unpacks to more than 300 MB is refused before it is read."""
    from import_export.formats.base_formats import XLSX  # with openpyxl: too much for processes that read no workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise _refused("too_large")
        table = XLSX().create_dataset(data)
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken workbook makes the reader stumble over
        raise _refused("broken") from error
    yield 1, [_cell(cell) for cell in table.headers or ()]
    for line, row in enumerate(table, start=2):
        yield line, [_cell(cell) for cell in row]


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def _refused(code: str) -> Unreadable:
    return Unreadable(in_words(code), code)
