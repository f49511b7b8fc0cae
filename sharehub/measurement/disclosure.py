"""Which figures may be shown: those about enough people, and not even by subtraction those about fewer."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from ambassadors import privacy, teams
from themes.metrics import Period, Scope

Key = TypeVar("Key", bound=Hashable)
# People behind the figures of a scope: by theme and by network; and by team, whatever team the scope names.
Sizes = Callable[[Scope, Period], tuple[Mapping[int | None, int], Mapping[str, int]]]
TeamSizes = Callable[[Scope, Period], Mapping[int | None, int]]
# People behind every place of a table of all that the scope names: of its programme by theme and network, for instance.
Crossed = Callable[[Scope, Period], Iterable[int]]


def may_show(people: int, minimum: int | None = None) -> bool:
    """Whether a figure with so many people behind it may be shown; nothing by nobody tells of no one."""
    return people == 0 or people >= (privacy.threshold() if minimum is None else minimum)


def shown(sizes: Mapping[Key, int], total: int, minimum: int) -> set[Key]:
    """Return the groups that may stand beside their total; none where the total itself may not be shown.

    They are themes, networks or weeks: one person can be in several.
    """
    nobody = {group for group, people in sizes.items() if people == 0}
    return nobody | privacy.groups_to_show(sizes, minimum, is_disjoint=False) if may_show(total, minimum) else nobody


def is_crossed(scope: Scope) -> bool:
    """Whether the scope names more than one of theme, network and team."""
    return bool(scope.theme_id) + bool(scope.network) + bool(scope.team_id) > 1


def scope_may_show(
    scope: Scope, period: Period, people: int, sizes: Sizes, by_team: TeamSizes, crossed: Crossed
) -> bool:
    """Whether a figure of one theme, network or team may be shown although those of its neighbours and their total are too.

    A figure of several at once stands in a table with rows and columns, where what is hidden in a row can be found from the columns:
    it may be shown only where no place of that table is about too few people, so that there is nothing to find.
    """
    if not teams.is_large_enough(scope):
        return False
    if not may_show(people) or people == 0:
        return people == 0
    if scope.team_id and not teams.may_show(scope, by_team(scope, period)):
        return False
    if is_crossed(scope) and not _all_may_show(crossed(scope, period)):
        return False
    if scope.theme_id:
        themes, _networks = sizes(replace(scope, theme_id=None), period)
        if scope.theme_id not in privacy.groups_to_show(themes, is_disjoint=False):
            return False
    if scope.network:
        _themes, networks = sizes(replace(scope, network=""), period)
        return scope.network in privacy.groups_to_show(networks, is_disjoint=False)
    return True


def _all_may_show(places: Iterable[int]) -> bool:
    minimum = privacy.threshold()
    return all(may_show(people, minimum) for people in places)
