"""Reads schema.org JobPostings, one JSON object a line or all in one document, however untidy."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import cast

from bs4 import BeautifulSoup, Tag
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cms.imports import Remark
from cms.models import Vacancy
from cms.prose import prose

# Template remarks are set apart by rows of the same symbol: money announces one, any other symbol ends one.
_MARKER = re.compile(r"([\U0001F300-\U0001FAFF])\1{2,}")
_OPENS_REMARK = "💰"
_INSTRUCTION = re.compile(r"\b(delete|leave)\s+(the|this|that)\s+(following\s+|next\s+)?line\b", re.IGNORECASE)
_UNITS = {"HOUR": "HOUR", "MONTH": "MONTH", "YEAR": "YEAR"}
_LONGEST_LINE = 1_000_000


@dataclass
class Posting:
    """A job posting with the values of a vacancy, and what was noticed."""

    where: str
    values: dict[str, object]
    remarks: list[str] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return bool(self.values["description"])


class NotPostings(ValueError):
    """The document holds no job postings, and does not look as if it ever did."""

    def __init__(self, *, is_web_page: bool = False) -> None:
        super().__init__(_("There are no job postings in it."))
        self.is_web_page = is_web_page


@dataclass(frozen=True)
class Repeated(Remark):
    """A posting that is passed over because one with its reference was there before."""


def read(lines: Iterable[str]) -> Iterator[Posting | Remark]:
    """Yield each line's posting, or why it is none; empty lines are passed over."""
    numbered = enumerate(lines, 1)
    return _each((_("line %(line)d") % {"line": number}, line) for number, line in numbered if line.strip())


def read_document(content: bytes) -> Iterator[Posting | Remark]:
    """Return the postings of a document: a line each, a list, one posting, or a list within an object as feeds have it.

    Raises NotPostings. A list with nothing in it is one: there are no vacancies now.
    """
    text = content.decode("utf-8-sig", errors="replace")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        if not text.lstrip().startswith("{"):
            raise NotPostings(is_web_page=text.lstrip().startswith("<")) from None
        return read(text.split("\n"))
    rows = _rows(whole)
    if rows is None:
        raise NotPostings
    return _each((_("posting %(number)d") % {"number": number}, row) for number, row in enumerate(rows, 1))


def _rows(whole: object) -> list[object] | None:
    if isinstance(whole, dict) and not _is_posting(whole):
        # As JSON-LD, schema.org's ItemList, JSON Feed and the exports of applicant tracking systems call their list.
        lists = (whole.get(name) for name in ("@graph", "itemListElement", "items", "jobs", "postings", "vacancies"))
        whole = next((found for found in lists if isinstance(found, list)), None)
    if isinstance(whole, dict):
        return [whole]
    return [_unwrapped(row) for row in whole] if isinstance(whole, list) else None


def _unwrapped(row: object) -> object:
    """An ItemList has its things within a ListItem."""
    inside = row.get("item") if isinstance(row, dict) and not _is_posting(row) else None
    return inside if isinstance(inside, dict) else row


def _each(rows: Iterable[tuple[str, object]]) -> Iterator[Posting | Remark]:
    seen: set[str] = set()
    for where, row in rows:
        try:
            posting = _posting(_job(row), where)
        except ValueError as error:
            yield Remark(where, "", str(error))
            continue
        identifier = str(posting.values["identifier"])
        if identifier in seen:
            yield Repeated(where, str(posting.values["title"]), _("Its reference was there already in this file."))
            continue
        seen.add(identifier)
        yield posting


def _job(row: object) -> dict[str, object]:
    found = _decoded(row) if isinstance(row, str) else row
    if not isinstance(found, dict) or not _is_posting(found):
        raise ValueError(_("This is not a JobPosting."))
    return cast(dict[str, object], found)


def _decoded(line: str) -> object:
    if len(line) > _LONGEST_LINE:
        raise ValueError(_("The line is longer than a million characters."))
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(_("This is not JSON.")) from error


def _is_posting(found: Mapping[str, object]) -> bool:
    kinds = found.get("@type")
    return "JobPosting" in (kinds if isinstance(kinds, list) else [kinds])


def _posting(raw: dict[str, object], where: str) -> Posting:
    remarks: list[str] = []
    title = _words(raw.get("title"))
    if not title:
        raise ValueError(_("It has no title."))
    url = _words(raw.get("url"))
    if not url.startswith(("http://", "https://")) or len(url) > 500:
        url = ""
    identifier = raw.get("identifier")
    reference = _words(identifier.get("value") if isinstance(identifier, dict) else identifier) or url
    if not reference:
        raise ValueError(_("It has neither a reference (identifier) nor an address (url)."))
    posted, until = (_day(raw, name, remarks) for name in ("datePosted", "validThrough"))
    if posted and until and until < posted:
        remarks.append(_("Its last day (%(last)s) comes before its first.") % {"last": until})
    values: dict[str, object] = {
        "title": title[:240],
        "identifier": reference[:200],
        "description": _description(raw, remarks),
        "date_posted": posted,
        "valid_through": until,
        "employment_type": _employment_type(raw, remarks),
        "is_remote": raw.get("jobLocationType") == "TELECOMMUTE",
        "hiring_organisation": _words(_inside(raw, "hiringOrganization", "name"))[:160],
        "hours": _words(raw.get("workHours"))[:40],
        "url": url,
    }
    values |= _place(raw) | _salary(raw, remarks)
    return Posting(where, values, remarks)


def _description(raw: dict[str, object], remarks: list[str]) -> str:
    soup = BeautifulSoup(str(raw.get("description") or ""), "html.parser")
    if _without_remarks(soup):
        remarks.append(_("Remarks of its template were left out: read it over."))
    html = prose(str(soup), base=_words(raw.get("url"))).html
    qualifications = _words(raw.get("qualifications"))
    if not html:
        remarks.append(_("It has no text: it is a draft until someone writes it."))
    elif qualifications:
        html += f"<p><b>{_('Qualifications')}:</b> {BeautifulSoup('', 'html.parser').new_string(qualifications).output_ready()}</p>"
    return html


def _without_remarks(soup: BeautifulSoup) -> bool:
    """Take the instructions of a template out; returns whether there were any.

    They run from a row of money bags to the next row of other symbols, and from the start of a paragraph (or of the
    text, where no heading came before) to such a row.
    """
    blocks = [block for block in soup.find_all(recursive=False) if isinstance(block, Tag)]
    marked = [block for block in blocks if _MARKER.search(block.get_text())]
    inside = bool(marked) and not any(re.fullmatch(r"h\d", b.name) for b in blocks[: blocks.index(marked[0])])
    found = bool(marked)
    for block in blocks:
        marks = list(_MARKER.finditer(block.decode_contents()))
        if marks:
            last = marks[-1]
            inside = last.group(1) == _OPENS_REMARK
            rest = "" if inside else block.decode_contents()[last.end() :].strip()
            block.clear()
            block.append(BeautifulSoup(rest, "html.parser"))
        elif inside or (block.name == "p" and _INSTRUCTION.search(block.get_text())):
            block.decompose()
            found = True
    return found


def _employment_type(raw: dict[str, object], remarks: list[str]) -> str:
    given = raw.get("employmentType")
    text = _words(given[0] if isinstance(given, list) and given else given)
    key = text.upper().replace("-", "_").replace(" ", "_")
    if key in Vacancy.EmploymentType.values:
        return key
    if text:
        remarks.append(_("Its kind of employment (%(kind)s) is none of schema.org's.") % {"kind": text})
    return str(Vacancy.EmploymentType.OTHER)


def _place(raw: dict[str, object]) -> dict[str, object]:
    location = raw.get("jobLocation")
    location = location[0] if isinstance(location, list) and location else location
    address = location.get("address") if isinstance(location, dict) else None
    address = address if isinstance(address, dict) else {}
    country = address.get("addressCountry") or _inside(raw, "applicantLocationRequirements", "name")
    country = _words(country.get("name") if isinstance(country, dict) else country).upper()
    return {
        "locality": _words(address.get("addressLocality"))[:200],
        "country": country if re.fullmatch("[A-Z]{2}", country) else "",
    }


def _salary(raw: dict[str, object], remarks: list[str]) -> dict[str, object]:
    salary = raw.get("baseSalary")
    value = salary.get("value") if isinstance(salary, dict) else None
    if not isinstance(salary, dict) or not isinstance(value, dict):
        return {"salary_minimum": None, "salary_maximum": None}
    try:
        least, most = (
            Decimal(str(value[name])).quantize(Decimal("0.01")) if value.get(name) is not None else None
            for name in ("minValue", "maxValue")
        )
        if any(amount is not None and not 0 <= amount < 10**8 for amount in (least, most)):
            raise InvalidOperation
    except InvalidOperation:
        remarks.append(_("Its salary is not a number."))
        return {"salary_minimum": None, "salary_maximum": None}
    return {
        "salary_minimum": least,
        "salary_maximum": most,
        "salary_currency": _words(salary.get("currency"))[:3].upper() or "EUR",
        "salary_unit": _UNITS.get(_words(value.get("unitText")).upper(), "MONTH"),
    }


def _day(raw: dict[str, object], name: str, remarks: list[str]) -> date | None:
    text = _words(raw.get(name))
    try:
        day = parse_date(text[:10]) if text else None
    except ValueError:
        day = None
    if day is None:
        remarks.append(
            _("%(name)s is not a date: %(text)s.") % {"name": name, "text": text}
            if text
            else _("It has no %(name)s.") % {"name": name}
        )
    return day


def _inside(raw: dict[str, object], *names: str) -> object:
    found: object = raw
    for name in names:
        found = found[0] if isinstance(found, list) and found else found
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _words(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
