"""Whose doing a group's figures ever were: from that alone follows which groups are withheld, the same in every period.

Decided for each period anew, a group that is hidden in one and shown in another could be found by subtracting the two. So a group stands
in a period only where it may stand in the whole of time, and in that period as well (docs/adr/0010).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

from ambassadors import privacy
from themes import reporting
from themes.kept import Kept, kept, renew_slow
from themes.metrics import Period

Key = TypeVar("Key", bound=Hashable)
FRESH_SECONDS = 60
EVER = Period(date(1970, 1, 1), date(2999, 12, 31))


@dataclass(frozen=True)
class Circle:
    """How many people are behind the figures of each theme (None: without), each network and each team itself, of all time."""

    by_theme: dict[int | None, int] = field(default_factory=dict)
    by_network: dict[str, int] = field(default_factory=dict)
    by_team: dict[int | None, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Ever(Generic[Key]):
    """A table of all time: how many people are behind each group, and which of them are withheld in every period.

    They are those of too few people, and one beside them that is large enough to hide them in. They are withheld whether or not they
    did something in a period: that one did nothing would tell what the other did.
    """

    people: Mapping[Key, int] = field(default_factory=dict)
    withheld: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Circles:
    """The people whose links had a hit, those with a confirmed share, and those of whose posts a network told us."""

    reaching: Circle
    sharing: Circle
    engaging: Circle


def circles(programme_id: int, *, fresh_for: float = 0) -> Circles:
    """Return the circles of a programme, as they are now where that is quick to count, else as they were counted last.

    Whole months share no day, so each decides by who is behind it and nothing else: then there are none, and what was told of a month
    never changes with what is done after it (docs/adr/0011).
    """
    if not reporting.is_live():
        return Circles(Circle(), Circle(), Circle())
    found: Kept[Circles] = kept(
        _name(programme_id), lambda: count(programme_id), fresh_for=fresh_for, slow_for=settings.KEPT_SECONDS
    )
    return found.value


def renew(programme_id: int) -> None:
    """Where counting them takes long, nobody who opens a page has to wait for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        renew_slow(_name(programme_id), lambda: count(programme_id))


def ever(circle: Mapping[Key, int], minimum: int) -> Ever[Key]:
    """Return which groups of a table are withheld in every period, from how many people were ever behind each."""
    told = privacy.groups_to_show(circle, minimum, is_disjoint=False)
    return Ever(circle, frozenset(key for key, people in circle.items() if people and key not in told))


def count(programme_id: int) -> Circles:
    """Return them as they are now, in one query."""
    # A hit is looked up share by share: of most links there are many days, and one of them is enough.
    statement = """
        WITH shared AS (
            SELECT share.theme_id, share.network, person.team_id, share.ambassador_id,
                EXISTS (
                    SELECT FROM sharehub_trackedlink AS link
                    JOIN sharehub_dailyreach AS daily ON daily.link_id = link.id WHERE link.share_id = share.id
                ) AS reaching,
                share.state IN ('confirmed', 'verified') AND share.confirmed_at IS NOT NULL AS sharing,
                share.state IN ('confirmed', 'verified') AND share.confirmed_at IS NOT NULL AND EXISTS (
                    SELECT FROM sharehub_engagement AS told WHERE told.share_id = share.id AND told.read_at IS NOT NULL
                ) AS engaging
            FROM sharehub_share AS share JOIN ambassadors_ambassador AS person ON person.id = share.ambassador_id
            WHERE share.theme_id IS NULL
                OR share.theme_id IN (SELECT id FROM themes_theme WHERE programme_id = %(programme)s)
        ), people AS MATERIALIZED (
            SELECT theme_id, network, team_id, ambassador_id,
                bool_or(reaching) AS reaching, bool_or(sharing) AS sharing, bool_or(engaging) AS engaging
            FROM shared GROUP BY 1, 2, 3, 4
        )
        SELECT grouping(theme_id, network, team_id), theme_id, network, team_id,
            count(DISTINCT ambassador_id) FILTER (WHERE reaching),
            count(DISTINCT ambassador_id) FILTER (WHERE sharing),
            count(DISTINCT ambassador_id) FILTER (WHERE engaging)
        FROM people GROUP BY GROUPING SETS ((theme_id), (network), (team_id))
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, {"programme": programme_id})
        rows = cursor.fetchall()
    found = [
        Circle(
            {theme: people[kind] for by, theme, _network, _team, *people in rows if by == _THEME},
            {network: people[kind] for by, _theme, network, _team, *people in rows if by == _NETWORK},
            {team: people[kind] for by, _theme, _network, team, *people in rows if by == _TEAM},
        )
        for kind in range(3)
    ]
    return Circles(*found)


# What PostgreSQL's grouping() says: a bit for each column that a row is not grouped by.
_THEME, _NETWORK, _TEAM = 0b011, 0b101, 0b110


def _name(programme_id: int) -> str:
    return f"circles:{programme_id}"
