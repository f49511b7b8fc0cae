"""The pieces that reached most people, beside the period before, of those that enough people shared.

What may be shown of a piece follows the same rule as its own page where every hit is explained (`truth`), so this tells nothing that does
not stand there: a piece stands beside the others about its theme, whose total may be shown as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from ambassadors import privacy
from sharehub.measurement import periods
from sharehub.measurement.circles import Ever, ever
from sharehub.measurement.disclosure import may_show, shown
from sharehub.measurement.figures import Reaches, Sharings
from sharehub.measurement.periods import Chosen
from themes import reporting
from themes.kept import Kept, kept, renew_slow

FRESH_SECONDS = 60
MOST = 10
# A piece (its languages together), the theme it was shared on, how many people's links were followed, how many people came.
Row = tuple[int, int | None, int, int]
# The same of all time, without how many came.
Behind = tuple[int, int | None, int]


@dataclass(frozen=True)
class Pieces:
    """Every piece on every theme, in a period and in the one before."""

    now: list[Row]
    before: list[Row]


@dataclass(frozen=True)
class Lasting:
    """The pieces that may be shown in some period, with how many people were ever behind each on each theme, and the themes.

    Where figures are told of whole months each decides for itself, and `pieces` is None.
    """

    pieces: set[int] | None
    people: Mapping[int | None, Mapping[int, int]]
    themes: Ever[int | None]


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


def behind_pieces(*, fresh_for: float = 0) -> list[Behind]:
    """Return how many people's links to every piece on every theme were ever followed; nothing where each month decides for itself."""
    if not reporting.is_live():
        return []
    found: Kept[list[Behind]] = kept(_EVER, count_ever, fresh_for=fresh_for, slow_for=settings.KEPT_SECONDS)
    return found.value


def renew_ever() -> None:
    """Where counting that takes long, nobody who opens a page has to wait for it."""
    renew_slow(_EVER, count_ever)


_EVER = "pieces:ever"


def _name(chosen: Chosen) -> str:
    return f"pieces2:{chosen.key}"


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


def count_ever() -> list[Behind]:
    """Return how many people's links to every piece on every theme were ever followed."""
    statement = """
        SELECT coalesce(piece.translation_of_id, piece.page_ptr_id), share.theme_id, count(DISTINCT share.ambassador_id)
        FROM sharehub_share AS share JOIN cms_shareable AS piece ON piece.page_ptr_id = share.piece_id
        WHERE EXISTS (
            SELECT FROM sharehub_trackedlink AS link
            JOIN sharehub_dailyreach AS daily ON daily.link_id = link.id WHERE link.share_id = share.id
        )
        GROUP BY 1, 2
    """
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def to_show(
    rows: Iterable[Row], reaches: Reaches | Sharings, own: set[int | None], minimum: int, always: Lasting
) -> dict[int, int | None]:
    """Return the people reached (or the times it was shared) of every piece about a theme of the programme's own; None where too few people shared it.

    None as well for what is not among those that may be shown in some period (`always`).
    """
    rows = list(rows)
    sizes = {theme: reach.people for theme, reach in reaches.by_theme.items()}
    themes = shown(sizes, reaches.total.people, minimum, always.themes) & own
    visible = _visible([row[:3] for row in rows], themes, minimum, always.people)
    visible = visible if always.pieces is None else visible & always.pieces
    found: dict[int, int | None] = {}
    on: dict[int, set[int | None]] = defaultdict(set)
    for piece, theme, _people, visitors in rows:
        on[piece].add(theme)
        found[piece] = (found.get(piece) or 0) + visitors
    return {piece: number if piece in visible else None for piece, number in found.items() if on[piece] & own}


def lasting(rows: Iterable[Behind], circle: Mapping[int | None, int], own: set[int | None], minimum: int) -> Lasting:
    """Return the pieces that may be shown in some period; `circle` says how many people ever reached somebody about each theme."""
    if not reporting.is_live():
        return Lasting(None, {}, Ever())
    themes = ever(circle, minimum)
    people = people_behind(rows)
    told = {theme for theme, number in circle.items() if number} - themes.withheld
    return Lasting(_visible(rows, told & own, minimum, people), people, themes)


def people_behind(rows: Iterable[Behind]) -> dict[int | None, dict[int, int]]:
    """Return the rows by theme and piece."""
    found: dict[int | None, dict[int, int]] = defaultdict(dict)
    for piece, theme, people in rows:
        found[theme][piece] = people
    return found


def _visible(
    rows: Iterable[Behind], themes: set[int | None], minimum: int, order: Mapping[int | None, Mapping[int, int]]
) -> set[int]:
    """Return the pieces that may stand beside the others about their theme, of the themes that may be shown.

    A piece that was shared on several themes stands in several of their rows: then none of their pieces may be about too few.
    """
    by_theme = people_behind(rows)
    on: dict[int, set[int | None]] = defaultdict(set)
    for theme, found in by_theme.items():
        for piece in found:
            on[piece].add(theme)
    of_theme = {
        theme: privacy.groups_to_show(by_theme[theme], minimum, is_disjoint=False, order=order.get(theme, {}))
        for theme in themes & by_theme.keys()
    }
    large = {theme for theme, found in by_theme.items() if all(may_show(people, minimum) for people in found.values())}
    return {
        piece
        for piece, its in on.items()
        if (its <= large if len(its) > 1 else all(piece in of_theme.get(theme, ()) for theme in its))
    }
