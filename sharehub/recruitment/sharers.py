"""How many colleagues are behind what vacancies' links and applications brought: of all time, and in each month that is over.

Of all time whoever shared a vacancy counts; in a month only whose links brought somebody then, and whose link brought an application.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from themes import reporting
from themes.kept import kept, renew_slow

FRESH_SECONDS = 60
_EVER = "vacancy_sharers4"

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

# The same of each month before a day: those whose links brought somebody in it, and how many people came.
_BY_MONTH = """
    WITH behind AS (
        SELECT date_trunc('month', daily.day::timestamp)::date AS month, share.piece_id, share.network, share.theme_id,
            share.ambassador_id, true AS visits, sum(daily.human) AS human
        FROM sharehub_dailyreach AS daily
        JOIN sharehub_trackedlink AS link ON link.id = daily.link_id
        JOIN sharehub_share AS share ON share.id = link.share_id
        JOIN cms_vacancy AS vacancy ON vacancy.shareable_ptr_id = share.piece_id
        WHERE daily.day < %(day)s AND daily.human > 0
        GROUP BY 1, 2, 3, 4, 5
        UNION ALL SELECT DISTINCT date_trunc('month', application.created_at AT TIME ZONE 'UTC')::date,
            share.piece_id, share.network, share.theme_id, share.ambassador_id, false, 0
        FROM sharehub_application AS application JOIN sharehub_share AS share ON share.id = application.share_id
        WHERE application.created_at < %(moment)s
    )
    SELECT month, grouping(network), grouping(piece_id), grouping(theme_id), grouping(team_id),
        network, piece_id, theme_id, team_id,
        count(DISTINCT ambassador_id) FILTER (WHERE visits), count(DISTINCT ambassador_id), sum(human)
    FROM behind JOIN ambassadors_ambassador AS person ON person.id = behind.ambassador_id
    GROUP BY GROUPING SETS (
        (month), (month, network), (month, piece_id), (month, theme_id), (month, team_id),
        (month, theme_id, piece_id), (month, network, piece_id), (month, network, theme_id)
    )
"""
_REACHED_BY_MONTH = """
    SELECT date_trunc('month', reach.day::timestamp)::date, reach.theme_id, reach.team_id, sum(reach.human)
    FROM sharehub_reachbygroup AS reach JOIN cms_vacancy AS vacancy ON vacancy.shareable_ptr_id = reach.piece_id
    WHERE reach.day < %(day)s AND reach.human > 0 GROUP BY 1, 2, 3
"""
# Where the columns stand in such a row, after those that say by which it is grouped.
_NETWORK, _VACANCY, _THEME, _TEAM = range(4)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Behind:
    """How many people are behind the visits, and behind all that a group brought, of which applications are a part."""

    visits: int
    all: int


@dataclass(frozen=True)
class Sharers:
    """Who is behind what; themes and teams may be None, for what has none."""

    people: int = 0
    by_network: Mapping[str, int] = field(default_factory=dict)
    by_vacancy: Mapping[int, int] = field(default_factory=dict)
    by_theme: Mapping[int | None, Behind] = field(default_factory=dict)
    by_team: Mapping[int | None, Behind] = field(default_factory=dict)
    by_theme_and_vacancy: Mapping[tuple[int | None, int], int] = field(default_factory=dict)
    by_network_of_vacancy: tuple[int, ...] = ()
    by_network_of_theme: tuple[int, ...] = ()


def ever() -> Sharers:
    """Return who is behind what of all time, now, or by what was counted last where counting takes long."""
    return kept(_EVER, _count_ever, slow_for=settings.KEPT_SECONDS).value


def by_month() -> Mapping[date, Sharers]:
    """Return the same of each month that figures are told of and in which somebody did something, by its first day."""
    until = reporting.told_until()
    slow_for = settings.KEPT_SECONDS
    return kept(_name(until), lambda: _count_by_month(until), fresh_for=FRESH_SECONDS, slow_for=slow_for).value


def renew() -> None:
    """Where counting them takes long, nobody who opens a page has to wait for it."""
    renew_slow(_EVER, _count_ever)
    if not reporting.is_live():
        until = reporting.told_until()
        renew_slow(_name(until), lambda: _count_by_month(until))


def _name(until: datetime) -> str:
    return f"vacancy_sharers_by_month1:{until:%Y-%m}"


def _count_ever() -> Sharers:
    with connection.cursor() as cursor:
        cursor.execute(_SHARERS)
        rows = cursor.fetchall()
        cursor.execute(_REACHED)
        reached = cursor.fetchall()
    found = _sharers(rows)
    return _with(
        found,
        _with_reached(found.by_theme, {theme for theme, _team in reached}),
        _with_reached(found.by_team, {team for _theme, team in reached}),
    )


def _count_by_month(until: datetime) -> dict[date, Sharers]:
    given = {"day": until.date(), "moment": until}
    rows: dict[date, list[Row]] = defaultdict(list)
    reached: dict[date, list[Row]] = defaultdict(list)
    with connection.cursor() as cursor:
        for statement, found in ((_BY_MONTH, rows), (_REACHED_BY_MONTH, reached)):
            cursor.execute(statement, given)
            for month, *row in cursor.fetchall():
                found[month].append(tuple(row))
    return {month: _of_month(rows[month], reached[month]) for month in sorted({*rows, *reached})}


def _of_month(rows: list[Row], reached: list[Row]) -> Sharers:
    """Return who is behind what of a month, in which people who came can stand with a team that who brought them has left.

    Then that team's figure, and the other's, is of other people than those counted: it is as if one person were behind it.
    """
    found = _sharers(rows)
    groups = []
    for column, known in ((_THEME, found.by_theme), (_TEAM, found.by_team)):
        came: dict[int | None, int] = defaultdict(int)
        for row in reached:
            came[row[column - _THEME]] += row[2]
        brought = {row[column]: row[6] for row in _grouped(rows, column)}
        moved = {key for key in came.keys() | brought.keys() if came.get(key, 0) != brought.get(key, 0)}
        counted = {key: Behind(1, one.all) if key in moved else one for key, one in known.items()}
        groups.append(_with_reached(counted, set(came)))
    return _with(found, *groups)


def _sharers(rows: list[Row]) -> Sharers:
    return Sharers(
        people=sum(row[4] for row in _grouped(rows)),
        by_network={row[_NETWORK]: row[4] for row in _grouped(rows, _NETWORK) if row[4]},
        by_vacancy={row[_VACANCY]: row[4] for row in _grouped(rows, _VACANCY) if row[4]},
        by_theme={row[_THEME]: Behind(*row[4:6]) for row in _grouped(rows, _THEME)},
        by_team={row[_TEAM]: Behind(*row[4:6]) for row in _grouped(rows, _TEAM)},
        by_theme_and_vacancy={
            (row[_THEME], row[_VACANCY]): row[4] for row in _grouped(rows, _THEME, _VACANCY) if row[4]
        },
        by_network_of_vacancy=tuple(row[4] for row in _grouped(rows, _NETWORK, _VACANCY) if row[4]),
        by_network_of_theme=tuple(row[5] for row in _grouped(rows, _NETWORK, _THEME)),
    )


def _grouped(rows: Iterable[Row], *columns: int) -> list[Row]:
    """Return the rows that are grouped by these columns and no others."""
    return [row[4:] for row in rows if all((row[place] == 0) == (place in columns) for place in range(4))]


def _with(found: Sharers, themes: Mapping[int | None, Behind], teams: Mapping[int | None, Behind]) -> Sharers:
    return replace(found, by_theme=themes, by_team=teams)


def _with_reached(groups: Mapping[int | None, Behind], reached: set[int | None]) -> dict[int | None, Behind]:
    """Return the groups with those that somebody once reached people for who is behind another by now: there is one at least."""
    nobody = Behind(visits=0, all=0)
    found = {key: groups.get(key, nobody) for key in groups.keys() | reached}
    return {key: Behind(max(one.visits, 1), max(one.all, 1)) if key in reached else one for key, one in found.items()}
