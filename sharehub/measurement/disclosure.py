"""Which figures may be shown: those about enough people, and not even by subtraction those about fewer."""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from ambassadors import privacy, teams
from sharehub.measurement.circles import Circle, Ever, ever
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


def shown(sizes: Mapping[Key, int], total: int, minimum: int, always: Ever[Key] | None = None) -> set[Key]:
    """Return the groups that may stand beside their total; none where the total itself may not be shown.

    They are themes, networks or weeks: one person can be in several. `always` tells of themes and networks which are withheld in every
    period, and so which of the large ones hides the small ones in this one.
    """
    found = {group for group, people in sizes.items() if people == 0}
    if may_show(total, minimum):
        found |= privacy.groups_to_show(sizes, minimum, is_disjoint=False, order=always.people if always else None)
    return found - always.withheld if always else found


def is_told(key: Key, sizes: Container[Key], visible: Container[Key], always: Ever[Key]) -> bool:
    """Whether a group may be told of: shown, or without anything to show; one withheld in every period not even that it did nothing."""
    return key not in always.withheld and (key not in sizes or key in visible)


def team_stands(scope: Scope, people: Mapping[int | None, int]) -> bool:
    """Whether a figure of the team that a scope names may be shown in some period, from how many of each team are ever behind it."""
    mine = sum(people.get(team, 0) for team in teams.ids_of(scope))
    return not mine or teams.may_show(scope, people)


def stands(scope: Scope, circle: Circle) -> bool:
    """Whether a figure of the theme, the network and the team that a scope names may be shown in some period."""
    minimum = privacy.threshold()
    if scope.theme_id and scope.theme_id in ever(circle.by_theme, minimum).withheld:
        return False
    if scope.network and scope.network in ever(circle.by_network, minimum).withheld:
        return False
    return team_stands(scope, circle.by_team)


def is_crossed(scope: Scope) -> bool:
    """Whether the scope names more than one of theme, network and team."""
    return bool(scope.theme_id) + bool(scope.network) + bool(scope.team_id) > 1


def scope_may_show(
    scope: Scope, period: Period, people: int, circle: Circle, sizes: Sizes, by_team: TeamSizes, crossed: Crossed
) -> bool:
    """Whether a figure of one theme, network or team may be shown although those of its neighbours and their total are too.

    A figure of several at once stands in a table with rows and columns, where what is hidden in a row can be found from the columns:
    it may be shown only where no place of that table is about too few people, so that there is nothing to find.
    """
    if not teams.is_large_enough(scope) or not stands(scope, circle):
        return False
    if is_crossed(scope) and not _all_may_show(crossed(scope, period)):
        return False
    if not may_show(people) or people == 0:
        return people == 0
    if scope.team_id and not teams.may_show(scope, by_team(scope, period)):
        return False
    if scope.theme_id:
        themes, _networks = sizes(replace(scope, theme_id=None), period)
        if scope.theme_id not in privacy.groups_to_show(themes, is_disjoint=False, order=circle.by_theme):
            return False
    if scope.network:
        _themes, networks = sizes(replace(scope, network=""), period)
        return scope.network in privacy.groups_to_show(networks, is_disjoint=False, order=circle.by_network)
    return True


def _all_may_show(places: Iterable[int]) -> bool:
    minimum = privacy.threshold()
    return all(may_show(people, minimum) for people in places)
