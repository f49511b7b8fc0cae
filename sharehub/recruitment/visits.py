"""What HR may read of ambassadors: visits that at least as many colleagues as the threshold brought, and never by subtraction those of fewer.

HR may know who shared a vacancy, so the visits of one that two colleagues shared would be their own figures; so would be the applications of
a theme or a team of two. What is withheld is the same in every period and on every page, so two of them together tell nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models.functions import Coalesce

from ambassadors import privacy
from cms.models import Vacancy
from themes.kept import kept, renew_slow

_NAME = "vacancy_sharers3"

# Whoever shared a vacancy: they confirmed it, or somebody asked for the link all the same; and whose link to anything brought an application.
_SHARERS = """
    WITH shared AS (
        SELECT share.id, share.piece_id, share.network, share.theme_id, share.ambassador_id,
            share.state IN ('confirmed', 'verified') AS counts
        FROM sharehub_share AS share JOIN cms_vacancy AS vacancy ON vacancy.shareable_ptr_id = share.piece_id
    ), sharers AS (
        SELECT piece_id, network, theme_id, ambassador_id FROM shared WHERE counts
        UNION SELECT piece_id, network, theme_id, ambassador_id
            FROM shared
            JOIN sharehub_trackedlink AS link ON link.share_id = shared.id
            JOIN sharehub_dailyreach AS daily ON daily.link_id = link.id
            WHERE NOT counts
    ), behind AS (
        SELECT piece_id, network, theme_id, ambassador_id, true AS visits FROM sharers
        UNION ALL SELECT DISTINCT share.piece_id, share.network, share.theme_id, share.ambassador_id, false
            FROM sharehub_application AS application JOIN sharehub_share AS share ON share.id = application.share_id
    )
    SELECT grouping(network), grouping(piece_id), grouping(theme_id), grouping(team_id), network, piece_id, theme_id, team_id,
        count(DISTINCT ambassador_id) FILTER (WHERE visits), count(DISTINCT ambassador_id)
    FROM behind JOIN ambassadors_ambassador AS person ON person.id = behind.ambassador_id
    GROUP BY GROUPING SETS (
        (), (network), (piece_id), (theme_id), (team_id), (theme_id, piece_id), (network, piece_id), (network, theme_id)
    )
"""
# What came in before somebody moved to another team stands with the team they were in.
_REACHED = """
    SELECT DISTINCT reach.theme_id, reach.team_id FROM sharehub_reachbygroup AS reach
    JOIN cms_vacancy AS vacancy ON vacancy.shareable_ptr_id = reach.piece_id
"""


@dataclass(frozen=True)
class Behind:
    """How many people are behind the visits, and behind all that a group brought, of which applications are a part."""

    visits: int
    all: int


@dataclass(frozen=True)
class Sharers:
    """Who is behind what, of all time; themes and teams may be None, for what has none."""

    people: int = 0
    by_network: Mapping[str, int] = field(default_factory=dict)
    by_vacancy: Mapping[int, int] = field(default_factory=dict)
    by_theme: Mapping[int | None, Behind] = field(default_factory=dict)
    by_team: Mapping[int | None, Behind] = field(default_factory=dict)
    by_theme_and_vacancy: Mapping[tuple[int | None, int], int] = field(default_factory=dict)
    by_network_of_vacancy: tuple[int, ...] = ()
    by_network_of_theme: tuple[int, ...] = ()


@dataclass(frozen=True)
class Withheld:
    """What stays away: visits of all, of networks, vacancies, themes (None: without one), teams, and of networks of one vacancy.

    Of the themes and teams in `few_themes` and `few_teams` nothing is told, applications neither; of networks of one theme (`few_networks_of_one_theme`)
    only where everywhere enough people are behind them.
    """

    total: bool
    networks: frozenset[str]
    vacancies: frozenset[int]
    themes: frozenset[int | None]
    teams: frozenset[int | None]
    networks_of_one: bool
    few_themes: frozenset[int | None]
    few_teams: frozenset[int | None]
    few_networks_of_one_theme: bool


def withheld(minimum: int | None = None) -> Withheld:
    """Return what stays away now, or by what was counted last where counting takes long."""
    minimum = privacy.threshold() if minimum is None else minimum
    found = kept(_NAME, _count, slow_for=settings.KEPT_SECONDS).value
    few_themes = _few({key: one.all for key, one in found.by_theme.items()}, minimum)
    few_teams = _few({key: one.all for key, one in found.by_team.items()}, minimum, is_disjoint=True)
    few_networks_of_one_theme = any(number < minimum for number in found.by_network_of_theme)
    if found.people < minimum:
        return Withheld(
            total=found.people > 0,
            networks=frozenset(found.by_network),
            vacancies=frozenset(found.by_vacancy),
            themes=frozenset(found.by_theme),
            teams=frozenset(found.by_team),
            networks_of_one=bool(found.by_network_of_vacancy),
            few_themes=few_themes,
            few_teams=few_teams,
            few_networks_of_one_theme=few_networks_of_one_theme,
        )
    vacancies = _few(found.by_vacancy, minimum)
    teams = _few({key: one.visits for key, one in found.by_team.items()}, minimum, is_disjoint=True)
    return Withheld(
        total=False,
        networks=_few(found.by_network, minimum),
        vacancies=vacancies,
        themes=_themes(found.by_theme_and_vacancy, vacancies, minimum) | few_themes,
        teams=teams | few_teams,
        networks_of_one=any(number < minimum for number in found.by_network_of_vacancy),
        few_themes=few_themes,
        few_teams=few_teams,
        few_networks_of_one_theme=few_networks_of_one_theme,
    )


def withheld_originals(minimum: int | None = None) -> frozenset[int]:
    """Return the vacancies of which HR reads no visits in one of their languages, by the key of the language they began in.

    HR edits vacancies in Wagtail, and reads there as well what each did: the sum of languages less one that is shown would tell of the other.
    """
    few = withheld(minimum).vacancies
    keys = Vacancy.objects.filter(pk__in=few).order_by().values_list(Coalesce("translation_of", "pk"), flat=True)
    return frozenset(keys) if few else few


def renew() -> None:
    """Where counting who shared takes long, nobody who opens a page has to wait for it."""
    renew_slow(_NAME, _count)


def _few(sizes: Mapping[Any, int], minimum: int, *, is_disjoint: bool = False) -> frozenset[Any]:
    """Return the groups that too few people are behind, and those that stay away with them."""
    shown = privacy.groups_to_show(sizes, minimum, is_disjoint=is_disjoint)
    return frozenset(key for key, people in sizes.items() if people and key not in shown)


def _count() -> Sharers:
    with connection.cursor() as cursor:
        cursor.execute(_SHARERS)
        rows = cursor.fetchall()
        cursor.execute(_REACHED)
        reached = cursor.fetchall()

    def of(*columns: int) -> list[tuple[Any, ...]]:
        """Return the rows that are grouped by these columns and no others."""
        return [row[4:] for row in rows if all((row[place] == 0) == (place in columns) for place in range(4))]

    network, vacancy, theme, team = range(4)
    themes = {row[2]: Behind(*row[4:]) for row in of(theme)}
    teams = {row[3]: Behind(*row[4:]) for row in of(team)}
    return Sharers(
        people=sum(row[4] for row in of()),
        by_network={row[0]: row[4] for row in of(network) if row[4]},
        by_vacancy={row[1]: row[4] for row in of(vacancy) if row[4]},
        by_theme=_with_reached(themes, {key for key, _team in reached}),
        by_team=_with_reached(teams, {key for _theme, key in reached}),
        by_theme_and_vacancy={(row[2], row[1]): row[4] for row in of(theme, vacancy) if row[4]},
        by_network_of_vacancy=tuple(row[4] for row in of(network, vacancy) if row[4]),
        by_network_of_theme=tuple(row[5] for row in of(network, theme)),
    )


def _with_reached(groups: Mapping[int | None, Behind], reached: set[int | None]) -> dict[int | None, Behind]:
    """Return the groups with those that somebody once reached people for who is behind another by now: there is one at least."""
    nobody = Behind(visits=0, all=0)
    found = {key: groups.get(key, nobody) for key in groups.keys() | reached}
    return {key: Behind(max(one.visits, 1), max(one.all, 1)) if key in reached else one for key, one in found.items()}


def _themes(
    by_theme: Mapping[tuple[int | None, int], int], vacancies: frozenset[int], minimum: int
) -> frozenset[int | None]:
    """Return the themes whose sum, less the vacancies that are shown, would tell of one that is not, or of a part of one by a few.

    A vacancy that was shared on several themes has such parts.
    """
    parts: dict[int, list[int]] = {}
    for (_theme, vacancy), number in by_theme.items():
        parts.setdefault(vacancy, []).append(number)
    telling = {vacancy for vacancy, found in parts.items() if vacancy in vacancies or min(found) < minimum}
    return frozenset(theme for theme, vacancy in by_theme if vacancy in telling)
