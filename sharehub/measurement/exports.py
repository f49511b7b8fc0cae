"""The tables of the measurement page as CSV, with exactly what may be seen there."""

import csv
import io
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from sharehub.measurement.dashboard import Dashboard, Group

Cell = str | int | float | None


def as_csv(dashboard: Dashboard, table: str) -> str:
    """Return one table with a line of headings; raises KeyError for a table that does not exist."""
    head, rows = TABLES[table](dashboard)
    target = io.StringIO()
    target.write("\ufeff")  # tells spreadsheets that this is UTF-8
    writer = csv.writer(target)
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return target.getvalue()


def _cell(cell: Cell) -> str | int | float:
    """A figure with too few people stays away; a name that begins like a formula is made harmless."""
    if cell is None:
        return _("too few to show")
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return round(cell, 1) if isinstance(cell, float) else cell


def _groups(name: str, groups: Iterable[Group]) -> tuple[list[str], list[list[Cell]]]:
    head = [name, _("people reached"), _("clicks by people"), _("confirmed shares"), _("in own words, %")]
    return head, [
        [
            group.name,
            group.visitors,
            group.human,
            group.shares,
            "" if group.own_words is None and not group.few_shares else group.own_words,
        ]
        for group in groups
    ]


def _teams(dashboard: Dashboard) -> tuple[list[str], list[list[Cell]]]:
    head = [_("team"), _("eligible"), _("participation, %")]
    return head, [[row.name, row.eligible, row.percent] for row in dashboard.teams]


def _weeks(dashboard: Dashboard) -> tuple[list[str], list[list[Cell]]]:
    return [_("week from"), _("people reached")], [[day.isoformat(), value] for day, value in dashboard.weeks]


def _months(dashboard: Dashboard) -> tuple[list[str], list[list[Cell]]]:
    head = [_("month"), _("people reached"), _("confirmed shares")]
    return head, [[f"{month.first:%Y-%m}", month.visitors, month.shares] for month in dashboard.months]


def _hits(dashboard: Dashboard) -> tuple[list[str], list[list[Cell]]]:
    rows: list[list[Cell]] = [
        [str(part.name), None if dashboard.has_too_few else part.count] for part in dashboard.truth
    ]
    return [_("hits"), _("number")], rows


TABLES: dict[str, Callable[[Dashboard], tuple[list[str], list[list[Cell]]]]] = {
    "themes": lambda dashboard: _groups(_("theme"), dashboard.themes),
    "networks": lambda dashboard: _groups(_("network"), dashboard.networks),
    "teams": _teams,
    "weeks": _weeks,
    "months": _months,
    "hits": _hits,
}
