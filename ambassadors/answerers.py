"""Whether a time to an answer may be shown, from who answered: the same rule as for what people share.

A theme, a network or a team stands in a period only where it may stand in the whole of time, and in that period as well
(docs/adr/0010), so that what one person answered is found neither beside its neighbours nor by comparing two periods. Where figures are told of
whole months each month decides for itself, and `ever` is empty.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

from ambassadors import privacy, teams
from themes.metrics import Scope


class Answerer(NamedTuple):
    """Somebody who answered about a theme, on a network; None or empty where there is none."""

    theme: int | None
    network: str
    team: int | None
    person: int


Answerers = Collection[Answerer]


def stands(scope: Scope, ever: Answerers) -> bool:
    """Whether the theme, the network and the team that a scope names may be shown in some period, from who ever answered.

    Of one that does not, not even is told that nobody answered: that would tell what a neighbour did.
    """
    for name, group in _named(scope):
        people = _people(ever, name)
        if people[group] and group not in privacy.groups_to_show(people, is_disjoint=False):
            return False
    by_team = _people(ever, "team")
    return not any(by_team[team] for team in teams.ids_of(scope)) or teams.may_show(scope, by_team)


def may_show(scope: Scope, now: Answerers, ever: Answerers) -> bool:
    """Whether what these answered may be shown beside its neighbours and their total; `now` is of every theme, network and team.

    A figure of several of them at once stands in a table where what is hidden in a row can be found from the columns: it may be
    shown only where no place of that table is about too few people.
    """
    if not privacy.is_large_enough(len({one.person for one in now})) or not stands(scope, ever):
        return False
    names = [name for name, _group in _named(scope)] + ["team"] * bool(scope.team_id)
    if len(names) > 1 and not all(privacy.is_large_enough(people) for people in _people(now, *names).values()):
        return False
    for name, group in _named(scope):
        order = _people(ever, name)
        if group not in privacy.groups_to_show(_people(now, name), is_disjoint=False, order=order):
            return False
    return teams.may_show(scope, _people(now, "team"))


def _named(scope: Scope) -> list[tuple[str, Any]]:
    """Return the theme and the network that a scope names."""
    return [(name, group) for name, group in (("theme", scope.theme_id), ("network", scope.network)) if group]


def _people(rows: Answerers, *names: str) -> Counter[Any]:
    """Return how many people there are in each group, by one name or by several at once."""
    pairs = {(*(getattr(row, name) for name in names), row.person) for row in rows}
    return Counter(pair[0] if len(names) == 1 else pair[:-1] for pair in pairs)
