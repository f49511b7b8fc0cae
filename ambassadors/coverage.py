"""Who covers which theme: linked people, open questions and roles, in a constant number of queries."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from ambassadors.models import Role, RoleAssignment, ThemeLink
from themes.models import Programme, Theme

_STATES = ThemeLink.State


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
    held = Count("role_assignments", filter=Q(role_assignments__ends_on=None), distinct=True)
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
    """Who holds one role on one theme."""

    role: Role
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
        RoleAssignment.objects.current().filter(theme__in=themes).select_related("ambassador__user", "role", "theme")
    )
    held: dict[tuple[int, int], list[RoleAssignment]] = {}
    for assignment in current:
        held.setdefault((assignment.theme_id, assignment.role_id), []).append(assignment)
    in_use = {role_id for _theme, role_id in held}
    roles = list(Role.objects.filter(Q(retired_at=None) | Q(pk__in=in_use)))
    rows = [MatrixRow(theme, [Cell(role, held.get((theme.pk, role.pk), [])) for role in roles]) for theme in themes]
    return roles, rows
