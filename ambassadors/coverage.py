"""Who covers which theme: linked people, open questions and roles, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from ambassadors.models import Ambassador, Role, RoleAssignment, ThemeLink
from ambassadors.models.links import MONTHS, RoleAssignmentQuerySet
from themes.kept import kept
from themes.models import Programme, Theme

_STATES = ThemeLink.State
MANY_ROLES = 3
MUCH_A_MONTH = 8
# How many people stand in one place of the matrix, in one that is opened, and in the list of those who carry much.
_IN_CELL, _IN_OPEN_CELL, _LOADS = 3, 12, 24
_NOBODY = (0, 0, 0, 0)
_HELD = "held"  # stands for a role where the others are states of links


@dataclass(frozen=True)
class ThemeCoverage:
    """How many people a theme has, and how many answers are waited for on either side."""

    theme: Theme
    linked: int
    invited: int
    proposed: int
    roles: int


def per_theme(programme: Programme, themes: Sequence[Theme] | None = None) -> list[ThemeCoverage]:
    """Return every live theme (those at hand) with the active people behind it, the least covered first."""
    counts = _kept_counts(programme)
    live = programme.themes.live() if themes is None else themes
    rows = [ThemeCoverage(theme, *counts.get(theme.pk, _NOBODY)) for theme in live]
    return sorted(rows, key=lambda row: (row.linked, row.theme.name))


def of(theme: Theme) -> ThemeCoverage:
    """Return the active people behind one theme."""
    return ThemeCoverage(theme, *_counts([theme.pk]).get(theme.pk, _NOBODY))


def _kept_counts(programme: Programme) -> dict[int, tuple[int, int, int, int]]:
    themes = programme.themes.order_by().values("pk")
    return kept(f"coverage:{programme.pk}", lambda: _counts(themes)).value


def _counts(themes: Sequence[int] | QuerySet[Theme, Any]) -> dict[int, tuple[int, int, int, int]]:
    """Return how many are linked, asked and waiting, and how many roles are held, by theme, in one question."""
    links = ThemeLink.objects.filter(theme__in=themes, ambassador__left_at=None).order_by()
    roles = RoleAssignment.objects.planned().filter(theme__in=themes).order_by()
    by_state = links.values_list("theme", "state").annotate(number=Count("pk"))
    by_theme = roles.annotate(state=Value(_HELD)).values_list("theme", "state").annotate(number=Count("pk"))
    found = {(theme, state): number for theme, state, number in by_state.union(by_theme, all=True)}
    columns = (_STATES.ACCEPTED, _STATES.INVITED, _STATES.PROPOSED, _HELD)
    return {
        theme: tuple(found.get((theme, column), 0) for column in columns)  # type: ignore[misc]
        for theme, _state in found
    }


@dataclass
class Cell:
    """Who holds one role on one theme, or is asked for it."""

    role: Role
    theme: Theme
    assignments: list[RoleAssignment] = field(default_factory=list)
    more: int = 0


@dataclass
class MatrixRow:
    """A theme with a cell for every role."""

    theme: Theme
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.assignments for cell in self.cells)


def matrix(programme: Programme) -> tuple[list[Role], list[MatrixRow]]:
    """Return the roles that can be given or are held, and who holds them on each live theme: the first few of them."""
    themes = list(programme.themes.live())
    planned = RoleAssignment.objects.planned().filter(theme__in=themes)
    counts = _in_cells(planned)
    held: dict[tuple[int, int], list[RoleAssignment]] = {}
    for assignment in _first_of_cells(planned):
        held.setdefault((assignment.theme_id, assignment.role_id), []).append(assignment)
    roles = list(Role.objects.filter(Q(retired_at=None) | Q(pk__in={role for _theme, role in counts})))
    return roles, [MatrixRow(theme, [_cell(theme, role, held, counts) for role in roles]) for theme in themes]


def cell(theme: Theme, role: Role, *, is_open: bool = False) -> Cell:
    """Return one place of the matrix as it is now; one that is opened shows more people."""
    planned = RoleAssignment.objects.planned().filter(theme=theme, role=role)
    first = list(_first_of_cells(planned, _IN_OPEN_CELL if is_open else _IN_CELL))
    return _cell(theme, role, {(theme.pk, role.pk): first}, _in_cells(planned))


def _cell(
    theme: Theme, role: Role, held: dict[tuple[int, int], list[RoleAssignment]], counts: dict[tuple[int, int], int]
) -> Cell:
    here = held.get((theme.pk, role.pk), [])
    return Cell(role, theme, here, counts.get((theme.pk, role.pk), 0) - len(here))


def _in_cells(planned: RoleAssignmentQuerySet) -> dict[tuple[int, int], int]:
    rows = planned.order_by().values_list("theme", "role").annotate(Count("pk"))
    return {(theme, role): number for theme, role, number in rows}


def _first_of_cells(planned: RoleAssignmentQuerySet, most: int = _IN_CELL) -> RoleAssignmentQuerySet:
    """Return the first few of each place of the matrix, those who were there first, with their people."""
    place = Window(RowNumber(), partition_by=["theme", "role"], order_by="pk")
    first = planned.order_by().annotate(place=place).filter(place__lte=most).values_list("pk", flat=True)
    return RoleAssignment.objects.filter(pk__in=list(first)).select_related("ambassador__user", "role", "theme")


@dataclass(frozen=True)
class Load:
    """Somebody who carries much: how many roles, and how often a month they ask for something."""

    ambassador: Ambassador
    roles: int
    a_month: float


def much_carried(programme: Programme) -> list[Load]:
    """Return who has more than three roles or is asked for more than eight things a month; the names in their order."""
    planned = RoleAssignment.objects.planned().filter(theme__in=programme.themes.live()).order_by()
    share_of_month = Case(
        *(When(role__expected_per=per, then=Value(1 / months)) for per, months in MONTHS.items()),
        output_field=FloatField(),
    )
    asked = Coalesce(F("role__expected_number"), 0) * share_of_month
    sums = planned.values("ambassador").annotate(roles=Count("pk"), a_month=Sum(asked, output_field=FloatField()))
    heavy = sums.filter(Q(roles__gt=MANY_ROLES) | Q(a_month__gt=MUCH_A_MONTH)).order_by("-a_month", "ambassador")
    found = {row["ambassador"]: row for row in heavy[:_LOADS]}
    people = Ambassador.objects.filter(pk__in=found).select_related("user")
    loads = (Load(one, found[one.pk]["roles"], found[one.pk]["a_month"]) for one in people)
    return sorted(loads, key=lambda load: str(load.ambassador))


def carried_by_nobody(roles: list[Role], rows: list[MatrixRow]) -> tuple[list[Theme], list[Role]]:
    """Return the themes on which nobody has a role, and the roles that nobody has on any theme."""
    used = {place.role.pk for row in rows for place in row.cells if place.assignments}
    return [row.theme for row in rows if row.is_empty], [role for role in roles if role.pk not in used]
