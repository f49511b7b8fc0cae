"""Who covers which theme: linked people, open questions and roles, in a constant number of queries."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone

from ambassadors.models import Ambassador, Role, RoleAssignment, ThemeLink
from themes.models import Programme, Theme

_STATES = ThemeLink.State
MANY_ROLES = 3
MUCH_A_MONTH = 8


@dataclass(frozen=True)
class ThemeCoverage:
    """How many people a theme has, and how many answers are waited for on either side."""

    theme: Theme
    linked: int
    invited: int
    proposed: int
    roles: int


def per_theme(programme: Programme) -> list[ThemeCoverage]:
    """Return every live theme with the active people behind it, the least covered first."""
    here = Q(theme_links__ambassador__left_at=None)
    counts = {
        state: Count("theme_links", filter=here & Q(theme_links__state=state), distinct=True)
        for state in (_STATES.ACCEPTED, _STATES.INVITED, _STATES.PROPOSED)
    }
    open_ended = Q(role_assignments__ends_on=None) | Q(role_assignments__ends_on__gt=timezone.localdate())
    held = Count("role_assignments", filter=open_ended & Q(role_assignments__declined_at=None), distinct=True)
    themes = programme.themes.live().annotate(
        linked=counts[_STATES.ACCEPTED], invited=counts[_STATES.INVITED], proposed=counts[_STATES.PROPOSED], held=held
    )
    rows = [
        ThemeCoverage(theme, theme.linked, theme.invited, theme.proposed, theme.held)  # type: ignore[attr-defined]
        for theme in themes
    ]
    return sorted(rows, key=lambda row: (row.linked, row.theme.name))


@dataclass
class Cell:
    """Who holds one role on one theme, or is asked for it."""

    role: Role
    theme: Theme
    assignments: list[RoleAssignment] = field(default_factory=list)


@dataclass
class MatrixRow:
    """A theme with a cell for every role."""

    theme: Theme
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.assignments for cell in self.cells)


def matrix(programme: Programme) -> tuple[list[Role], list[MatrixRow]]:
    """Return the roles that can be given or are held, and who holds them on each live theme."""
    themes = list(programme.themes.live())
    current = (
        RoleAssignment.objects.planned().filter(theme__in=themes).select_related("ambassador__user", "role", "theme")
    )
    held: dict[tuple[int, int], list[RoleAssignment]] = {}
    for assignment in current:
        held.setdefault((assignment.theme_id, assignment.role_id), []).append(assignment)
    in_use = {role_id for _theme, role_id in held}
    roles = list(Role.objects.filter(Q(retired_at=None) | Q(pk__in=in_use)))
    rows = [
        MatrixRow(theme, [Cell(role, theme, held.get((theme.pk, role.pk), [])) for role in roles]) for theme in themes
    ]
    return roles, rows


def cell(theme: Theme, role: Role) -> Cell:
    """Return one place of the matrix as it is now."""
    rows = RoleAssignment.objects.planned().filter(theme=theme, role=role)
    return Cell(role, theme, list(rows.select_related("ambassador__user", "role", "theme")))


@dataclass(frozen=True)
class Load:
    """Somebody who carries much: how many roles, and how often a month they ask for something."""

    ambassador: Ambassador
    roles: int
    a_month: float


def much_carried(rows: list[MatrixRow]) -> list[Load]:
    """Return who has more than three roles or is asked for more than eight things a month; the names in their order."""
    held: dict[int, list[RoleAssignment]] = {}
    for row in rows:
        for place in row.cells:
            for assignment in place.assignments:
                held.setdefault(assignment.ambassador_id, []).append(assignment)
    loads = (
        Load(of[0].ambassador, len(of), sum(assignment.role.expected_a_month for assignment in of))
        for of in held.values()
    )
    heavy = (load for load in loads if load.roles > MANY_ROLES or load.a_month > MUCH_A_MONTH)
    return sorted(heavy, key=lambda load: str(load.ambassador))


def carried_by_nobody(roles: list[Role], rows: list[MatrixRow]) -> tuple[list[Theme], list[Role]]:
    """Return the themes on which nobody has a role, and the roles that nobody has on any theme."""
    used = {place.role.pk for row in rows for place in row.cells if place.assignments}
    return [row.theme for row in rows if row.is_empty], [role for role in roles if role.pk not in used]
