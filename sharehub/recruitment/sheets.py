"""The tables of HR's report as files for spreadsheets, with exactly what stands on the page."""

import tablib
from django.utils.translation import gettext as _

from sharehub.recruitment.impact import TABLES, Impact, Line

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | int


def sheet(found: Impact, table: str, kind: str) -> bytes:
    """Return one table as CSV or XLSX; raises KeyError for a table or a kind that does not exist."""
    head = [str(TABLES[table]), _("Visits"), _("Applied"), _("In conversation"), _("Hired")]
    data = tablib.Dataset(*[_cells(line) for line in found.tables[table]], headers=head, title=table)
    return {"csv": lambda: f"\ufeff{data.export('csv')}".encode(), "xlsx": lambda: bytes(data.export("xlsx"))}[kind]()


def _cells(line: Line) -> list[Cell]:
    """A figure with too few people stays away; a name that begins like a formula is made harmless."""
    name = f"'{line.name}" if line.name.startswith(("=", "+", "-", "@", "\t", "\r")) else line.name
    if line.is_few:
        return [name, *[_("too few to show")] * 4]
    unknown = _("too few to show") if line.few_visits else _("not measured")
    visits: Cell = unknown if line.visits is None else line.visits
    return [name, visits, line.applied or 0, line.talked or 0, line.hired or 0]
