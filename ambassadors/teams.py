"""Figures of a team with all that is part of it: which teams that are, and whether such a figure may be shown.

A team stands in a tree. Its figure may be shown only where nobody can find one of too few people by subtraction: at every level,
from the whole down to the team, it has to stand among the groups that may be shown beside their total.
"""

from collections.abc import Mapping, Sequence

from ambassadors import privacy
from ambassadors.models import Ambassador, Team
from themes import divisions
from themes.divisions import Division
from themes.metrics import Scope


def register() -> None:
    """KPIs can be limited to a team."""
    divisions.register(tree)


def tree() -> list[Division]:
    """Return every team below the one it is part of."""
    return [Division(team.pk, team.name, team.depth) for team in Team.objects.all().as_tree()]


def summed(teams: Sequence[Team]) -> Sequence[Team]:
    """Teams in the order of the tree count, as `people` and `joined`, everybody in all that is part of them too."""
    known = {team.pk: team for team in teams}
    for team in reversed(teams):
        if above := known.get(team.parent_id or 0):
            above.people += team.people  # type: ignore[attr-defined]
            above.joined += team.joined  # type: ignore[attr-defined]
    return teams


def ids_of(scope: Scope) -> list[int]:
    """Return the teams whose members the scope means; none where it names no team."""
    if scope.team_id is None:
        return []
    return sorted(Team.objects.ids_within(scope.team_id)) if scope.with_subteams else [scope.team_id]


def is_large_enough(scope: Scope) -> bool:
    """Whether so many people belong to the team that even a figure of nothing tells of no one; a scope without a team always is."""
    if scope.team_id is None:
        return True
    return privacy.is_large_enough(Ambassador.objects.eligible().filter(team__in=ids_of(scope)).count())


def may_show(scope: Scope, people: Mapping[int | None, int]) -> bool:
    """Whether a figure about a team and its parts may be shown, from how many people of each team are behind it.

    `people` counts those of each team itself (None: of no team) for the scope without its team. A scope that names no team
    always may; a team that is gone never may.
    """
    if scope.team_id is None:
        return True
    parents: dict[int, int | None] = dict(Team.objects.order_by().values_list("pk", "parent_id"))
    if scope.team_id not in parents:
        return False
    within = _with_parts(parents, people)
    team: int | None = scope.team_id
    while team is not None:
        above = parents[team]
        # What stands directly in the team above, or in no team, is a group of its own beside the teams.
        sizes: dict[int | None, int] = {pk: within.get(pk, 0) for pk, parent in parents.items() if parent == above}
        sizes[None] = people.get(above, 0)
        if team not in privacy.groups_to_show(sizes):
            return False
        team = above
    return True


def own_to_show(
    people: Mapping[int | None, int], minimum: int, known: Mapping[int, int | None] | None = None
) -> set[int | None]:
    """Return the teams of whose own members a figure may stand in a list of all teams, from how many those are (None: of no team).

    The same rule as for a team with its parts, so that nobody finds a hidden one between the two: at every level of the tree, from the
    whole down, what stands directly in a team is one group and each of its parts is another. `known` are teams with the team they are
    part of, where the caller has read them.
    """
    parents: Mapping[int, int | None] = known or {}
    if not {*people, *parents.values()} <= {None, *parents}:
        parents = dict(Team.objects.order_by().values_list("pk", "parent_id"))
    within, parts = _with_parts(parents, people), _parts(parents)
    shown: set[int | None] = set()
    levels: list[int | None] = [None]
    while levels:
        above = levels.pop()
        sizes: dict[int | None, int] = {pk: within.get(pk, 0) for pk in parts.get(above, [])}
        sizes[None] = people.get(above, 0)
        visible = privacy.groups_to_show(sizes, minimum)
        if None in visible:
            shown.add(above)
        levels += [pk for pk in visible if pk is not None]
    return shown


def _parts(parents: Mapping[int, int | None]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for pk, parent in parents.items():
        found.setdefault(parent, []).append(pk)
    return found


def _with_parts(parents: Mapping[int, int | None], people: Mapping[int | None, int]) -> dict[int, int]:
    """Return how many people each team has with all that is part of it."""
    found: dict[int, int] = {}
    for pk, number in people.items():
        team = pk
        while team is not None and team in parents:
            found[team] = found.get(team, 0) + number
            team = parents[team]
    return found
