"""The pieces that reached most people, beside the period before, of those that enough people shared.

What may be shown of a piece follows the same rule as its own page where every hit is explained (`truth`), so this tells nothing that does
not stand there: a piece stands beside the others about its theme, whose total may be shown as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from ambassadors import privacy
from sharehub.measurement import periods
from sharehub.measurement.disclosure import may_show, shown
from sharehub.measurement.figures import Reaches, Sharings
from sharehub.measurement.periods import Chosen
from themes.kept import Kept, kept, renew_slow

FRESH_SECONDS = 60
MOST = 10
# A piece (its languages together), the theme it was shared on, how many people's links were followed, how many people came.
Row = tuple[int, int | None, int, int]


@dataclass(frozen=True)
class Pieces:
    """Every piece on every theme, in a period and in the one before."""

    now: list[Row]
    before: list[Row]


def pieces(chosen: Chosen) -> Kept[Pieces]:
    """Return what was counted last, at most a minute ago, or longer where it is slow to count."""
    slow_for = settings.KEPT_SECONDS
    return kept(_name(chosen), lambda: count(chosen), fresh_for=FRESH_SECONDS, slow_for=slow_for)


def renew(kind: str) -> None:
    """Where counting takes long, nobody who opens the page has to wait for it."""
    chosen = periods.chosen({"period": kind})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # the usual 4 MB would send the sums to the disk
        renew_slow(_name(chosen), lambda: count(chosen))


def _name(chosen: Chosen) -> str:
    return f"pieces:{chosen.period.start}:{chosen.period.end}"


def count(chosen: Chosen) -> Pieces:
    """Return the figures of both periods as they are now, in one query."""
    # Added up by link first: of very many days there are far fewer links, and of these few pairs of a person and a piece.
    statement = """
        WITH of_link AS (
            SELECT link_id, day >= %(start)s AS is_now, sum(visitors) AS visitors
            FROM sharehub_dailyreach WHERE day BETWEEN %(before)s AND %(end)s GROUP BY 1, 2
        ), of_person AS (
            SELECT is_now, coalesce(piece.translation_of_id, piece.page_ptr_id) AS piece, share.theme_id,
                share.ambassador_id, sum(of_link.visitors) AS visitors
            FROM of_link
            JOIN sharehub_trackedlink AS link ON link.id = of_link.link_id
            JOIN sharehub_share AS share ON share.id = link.share_id
            JOIN cms_shareable AS piece ON piece.page_ptr_id = share.piece_id
            GROUP BY 1, 2, 3, 4
        )
        SELECT is_now, piece, theme_id, count(*), sum(visitors)::bigint FROM of_person GROUP BY 1, 2, 3
    """
    given = {"start": chosen.period.start, "end": chosen.period.end, "before": chosen.before.start}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    return Pieces(
        now=[(piece, theme, people, visitors) for is_now, piece, theme, people, visitors in rows if is_now],
        before=[(piece, theme, people, visitors) for is_now, piece, theme, people, visitors in rows if not is_now],
    )


def to_show(
    rows: Iterable[Row], reaches: Reaches | Sharings, own: set[int | None], minimum: int
) -> dict[int, int | None]:
    """Return the people reached (or the times it was shared) of every piece about a theme of the programme's own; None where too few people shared it.

    A piece that was shared on several themes stands in several of their rows: then none of their pieces may be about too few.
    """
    by_theme: dict[int | None, dict[int, int]] = defaultdict(dict)
    by_piece: dict[int, dict[int | None, int]] = defaultdict(dict)
    for piece, theme, people, visitors in rows:
        by_theme[theme][piece] = people
        by_piece[piece][theme] = visitors
    sizes = {theme: reach.people for theme, reach in reaches.by_theme.items()}
    themes = shown(sizes, reaches.total.people, minimum) & own
    visible = {theme: privacy.groups_to_show(by_theme[theme], minimum, is_disjoint=False) for theme in themes}
    large = {theme for theme, found in by_theme.items() if all(may_show(people, minimum) for people in found.values())}
    found: dict[int, int | None] = {}
    for piece, on in by_piece.items():
        if not on.keys() & own:
            continue
        is_shown = on.keys() <= large if len(on) > 1 else all(piece in visible.get(theme, ()) for theme in on)
        found[piece] = sum(on.values()) if is_shown else None
    return found
