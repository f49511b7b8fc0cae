"""Which figures may be shown: those about enough people, and not even by subtraction those about fewer."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TypeVar

from ambassadors import privacy, teams
from themes.metrics import Period, Scope

Key = TypeVar("Key", bound=Hashable)
# People behind the figures of a scope: by theme and by network; and by team, whatever team the scope names.
Sizes = Callable[[Scope, Period], tuple[Mapping[int | None, int], Mapping[str, int]]]
TeamSizes = Callable[[Scope, Period], Mapping[int | None, int]]


def may_show(people: int, minimum: int | None = None) -> bool:
    """Whether a figure with so many people behind it may be shown; nothing by nobody tells of no one."""
    return people == 0 or people >= (privacy.threshold() if minimum is None else minimum)


def shown(sizes: Mapping[Key, int], total: int, minimum: int) -> set[Key]:
    """Return the groups that may stand beside their total; none where the total itself may not be shown."""
    nobody = {group for group, people in sizes.items() if people == 0}
    return nobody | privacy.groups_to_show(sizes, minimum) if may_show(total, minimum) else nobody


def scope_may_show(scope: Scope, period: Period, people: int, sizes: Sizes, by_team: TeamSizes) -> bool:
    """Whether a figure of one theme, network or team may be shown although those of its neighbours and their total are too."""
    if not teams.is_large_enough(scope):
        return False
    if not may_show(people) or people == 0:
        return people == 0
    if scope.team_id and not teams.may_show(scope, by_team(scope, period)):
        return False
    if scope.theme_id:
        themes, _networks = sizes(replace(scope, theme_id=None), period)
        if scope.theme_id not in privacy.groups_to_show(themes):
            return False
    if scope.network:
        _themes, networks = sizes(replace(scope, network=""), period)
        return scope.network in privacy.groups_to_show(networks)
    return True
