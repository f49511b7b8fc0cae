"""Which visits HR may read: those that at least as many colleagues as the threshold brought, and never by subtraction those of fewer.

HR may know who shared a vacancy, so the visits of one that two colleagues shared would be their own figures. Which visits are withheld is
the same in every period and on every page, so two of them together tell nothing more.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from django.db import connection

from ambassadors import privacy

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
    """What stays away: the sum of all, networks, vacancies, and networks of one vacancy."""

    total: bool
    networks: frozenset[str]
    vacancies: frozenset[int]
    networks_of_one: bool


def withheld(minimum: int | None = None) -> Withheld:
    """Return which visits stay away now; one query."""
    minimum = privacy.threshold() if minimum is None else minimum
    with connection.cursor() as cursor:
        cursor.execute(_SHARERS)
        rows = cursor.fetchall()
    people = sum(row[6] for row in rows if row[:3] == (1, 1, 1))
    by_network = {row[3]: row[6] for row in rows if row[:3] == (0, 1, 1)}
    by_vacancy = {row[4]: row[6] for row in rows if row[:3] == (1, 0, 1)}
    by_theme = {(row[5], row[4]): row[6] for row in rows if row[:3] == (1, 0, 0)}
    places = [row[6] for row in rows if row[:3] == (0, 0, 1)]
    if people < minimum:
        return Withheld(people > 0, frozenset(by_network), frozenset(by_vacancy), bool(places))
    return Withheld(
        total=False,
        networks=frozenset(by_network.keys() - privacy.groups_to_show(by_network, minimum, is_disjoint=False)),
        vacancies=_hidden(by_vacancy, by_theme, minimum),
        networks_of_one=any(number < minimum for number in places),
    )


def _hidden(
    by_vacancy: Mapping[int, int], by_theme: Mapping[tuple[Hashable, int], int], minimum: int
) -> frozenset[int]:
    """Return the vacancies that may not stand beside the others, in all or about their theme, whose sums are shown as well."""
    shown = privacy.groups_to_show(by_vacancy, minimum, is_disjoint=False)
    hidden = {vacancy for vacancy in by_vacancy if vacancy not in shown}
    themes_of: dict[int, list[Hashable]] = {}
    for theme, vacancy in by_theme:
        themes_of.setdefault(vacancy, []).append(theme)
    for theme in {theme for theme, _vacancy in by_theme}:
        sizes = {vacancy: number for (of, vacancy), number in by_theme.items() if of == theme}
        shown = privacy.groups_to_show(sizes, minimum, is_disjoint=False)
        is_small = any(number < minimum for number in sizes.values())
        # One that was shared on several themes stands in several sums: then none of them may hold one of too few.
        hidden |= {one for one in sizes if one not in shown or (is_small and len(themes_of[one]) > 1)}
    return frozenset(hidden)
