"""Which visits HR may read: those that at least as many colleagues as the threshold brought, and never by subtraction those of fewer.

HR may know who shared a vacancy, so the visits of one that two colleagues shared would be their own figures. Which visits are withheld is
the same in every period and on every page, so two of them together tell nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from ambassadors import privacy
from themes.kept import kept, renew_slow

_NAME = "vacancy_sharers"

# Whoever shared a vacancy: they confirmed it, or somebody asked for the link all the same.
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
    )
    SELECT grouping(network), grouping(piece_id), grouping(theme_id), network, piece_id, theme_id, count(DISTINCT ambassador_id)
    FROM sharers GROUP BY GROUPING SETS ((), (network), (piece_id), (theme_id, piece_id), (network, piece_id))
"""


@dataclass(frozen=True)
class Withheld:
    """What stays away: the sum of all, networks, vacancies, themes (None: without one), and networks of one vacancy."""

    total: bool
    networks: frozenset[str]
    vacancies: frozenset[int]
    themes: frozenset[int | None]
    networks_of_one: bool


def withheld(minimum: int | None = None) -> Withheld:
    """Return which visits stay away now, or by what was counted last where counting takes long."""
    minimum = privacy.threshold() if minimum is None else minimum
    rows = kept(_NAME, _count, slow_for=settings.KEPT_SECONDS).value
    people = sum(row[6] for row in rows if row[:3] == (1, 1, 1))
    by_network = {row[3]: row[6] for row in rows if row[:3] == (0, 1, 1)}
    by_vacancy = {row[4]: row[6] for row in rows if row[:3] == (1, 0, 1)}
    by_theme = {(row[5], row[4]): row[6] for row in rows if row[:3] == (1, 0, 0)}
    places = [row[6] for row in rows if row[:3] == (0, 0, 1)]
    if people < minimum:
        themes = frozenset(theme for theme, _vacancy in by_theme)
        return Withheld(people > 0, frozenset(by_network), frozenset(by_vacancy), themes, bool(places))
    networks = privacy.groups_to_show(by_network, minimum, is_disjoint=False)
    shown = privacy.groups_to_show(by_vacancy, minimum, is_disjoint=False)
    vacancies = frozenset(vacancy for vacancy in by_vacancy if vacancy not in shown)
    return Withheld(
        total=False,
        networks=frozenset(network for network in by_network if network not in networks),
        vacancies=vacancies,
        themes=_themes(by_theme, vacancies, minimum),
        networks_of_one=any(number < minimum for number in places),
    )


def renew() -> None:
    """Where counting who shared takes long, nobody who opens a page has to wait for it."""
    renew_slow(_NAME, _count)


def _count() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SHARERS)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


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
