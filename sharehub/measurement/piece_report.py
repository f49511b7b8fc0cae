"""What each piece did in a period, for the report in Wagtail: shares and visits of those that enough people shared.

Visits follow the rule of the page where every hit is explained, shares the same rule over who shared; a figure of too few people is
left out together with so many others that nobody finds it by subtracting from a total.
"""

from dataclasses import dataclass
from datetime import UTC, date

from django.conf import settings
from django.db.models import Count, Max
from django.db.models.functions import Coalesce, TruncDate

from ambassadors import privacy
from sharehub.measurement import figures
from sharehub.measurement.circles import EVER, circles
from sharehub.measurement.periods import Chosen
from sharehub.measurement.pieces import Row, behind_pieces, lasting, pieces, to_show
from sharehub.models import Share
from sharehub.recruitment.visits import withheld_originals
from themes import reporting
from themes.kept import kept
from themes.metrics import Period, Scope
from themes.models import Programme

FRESH_SECONDS = 60


@dataclass(frozen=True)
class Did:
    """What a piece did, its languages together; None where it is about too few people."""

    shares: int | None = 0
    visitors: int | None = 0
    last_on: date | None = None


def did(chosen: Chosen) -> dict[int, Did]:
    """Return what every piece did, by the key of the language it began in; counted at most a minute ago."""
    minimum = privacy.threshold()
    name = f"piece-report2:{chosen.key}:{minimum}:{reporting.is_live()}"
    return kept(name, lambda: _count(chosen, minimum), fresh_for=FRESH_SECONDS, slow_for=settings.KEPT_SECONDS).value


def _count(chosen: Chosen, minimum: int) -> dict[int, Did]:
    reached = pieces(chosen).value.now
    shared, last = _shared(chosen.period)
    ever_reached = behind_pieces(fresh_for=FRESH_SECONDS)
    ever_shared = [row[:3] for row in _shared(EVER)[0]] if reporting.is_live() else []
    # What was ever about people starts as withheld; a programme that may show it says so.
    no_visitors, no_shares = {row[0] for row in ever_reached}, {row[0] for row in ever_shared}
    visitors: dict[int, int | None] = {}
    shares: dict[int, int | None] = {}
    programmes = list(Programme.objects.prefetch_related("themes"))
    for programme in programmes:
        own: set[int | None] = {theme.pk for theme in programme.themes.all()}
        if len(programmes) == 1:  # what has no theme stands in the figures of every programme
            own.add(None)
        scope = Scope(programme.pk)
        circle = circles(programme.pk, fresh_for=FRESH_SECONDS)
        of_visitors = lasting(ever_reached, circle.reaching.by_theme, own, minimum)
        of_shares = lasting(ever_shared, circle.sharing.by_theme, own, minimum)
        no_visitors -= of_visitors.pieces or set()
        no_shares -= of_shares.pieces or set()
        visitors |= to_show(reached, figures.reach(scope, chosen.period), own, minimum, of_visitors)
        shares |= to_show(shared, figures.sharing(scope, chosen.period), own, minimum, of_shares)
    # What no programme may show is about too few people; so is that nobody came where too few shared.
    came, told = {row[0] for row in reached}, {row[0] for row in shared}
    found = {}
    # HR reads of vacancies here as well: no more than on its own pages.
    not_for_hr = withheld_originals(chosen.period, minimum)
    for piece in came | told | no_visitors | no_shares | not_for_hr:
        times = shares.get(piece) if piece in told else None if piece in no_shares else 0
        people = visitors.get(piece) if piece in came else None if times is None or piece in no_visitors else 0
        people = None if piece in not_for_hr else people
        # The day of the last share is one person's: of a whole month it is not told.
        found[piece] = Did(times, people, last.get(piece) if times and reporting.is_live() else None)
    return found


def _shared(period: Period) -> tuple[list[Row], dict[int, date]]:
    """Return how many people shared each piece on each theme and how often, and on which day last."""
    starts_at, ends_at = figures.bounds(period)
    told = Share.objects.counting().filter(confirmed_at__gte=starts_at, confirmed_at__lt=ends_at).order_by()
    told = told.annotate(original=Coalesce("piece__translation_of", "piece"))
    rows = told.values_list("original", "theme").annotate(
        Count("ambassador", distinct=True), Count("pk"), last=Max(TruncDate("confirmed_at", tzinfo=UTC))
    )
    last: dict[int, date] = {}
    found: list[Row] = []
    for piece, theme, people, times, day in rows:
        found.append((piece, theme, people, times))
        last[piece] = max(day, last.get(piece, day))
    return found, last
