"""Tables as pages show them and as files for spreadsheets, with exactly the same in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import tablib
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from themes.charts import words_of

Cell = str | int | float | Decimal | date | Promise | None
KINDS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A table: its key in addresses, its title, its head and its rows; None in a cell is a figure of too few people, a Decimal an amount with its cents."""

    key: str
    title: str
    head: list[str]
    rows: list[list[Cell]]

    @property
    def words(self) -> list[list[str]]:
        """The rows as they are read."""
        return [[_words(cell) for cell in row] for row in self.rows]

    def file(self, kind: str) -> bytes:
        """Return the table as a file; raises KeyError for a kind that there is not."""
        rows = [[_harmless(cell) for cell in row] for row in self.rows]
        data = tablib.Dataset(*rows, headers=self.head, title=self.key[:31])
        return {"csv": lambda: f"\ufeff{data.export('csv')}".encode(), "xlsx": lambda: bytes(data.export("xlsx"))}[
            kind
        ]()


def _words(cell: Cell) -> str:
    if isinstance(cell, date):
        return date_format(cell, "SHORT_DATE_FORMAT")
    if isinstance(cell, Decimal):
        return number_format(round(cell, 2), decimal_pos=2, use_l10n=True, force_grouping=True)
    return words_of(cell) if cell is None or isinstance(cell, int | float) else str(cell)


def _harmless(cell: Cell) -> str | int | float:
    """A figure with too few people stays away; a name that begins like a formula is made harmless."""
    if cell is None:
        return _("too few to show")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, int | float):
        return round(cell, 1) if isinstance(cell, float) else cell
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
