"""What the measurement pages show of a period, counted together: at a large organisation that takes seconds, so it is kept."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from sharehub.measurement import figures, monthly, periods
from sharehub.measurement.figures import Engaged, Participation, Reach, Reaches, Sharing, Sharings
from sharehub.measurement.periods import Chosen
from themes.kept import Kept, kept, renew_slow
from themes.metrics import Scope
from themes.models import Programme


@dataclass(frozen=True)
class Teams:
    """How every team took part, in columns: to read thousands of small objects back takes longer than all else on a page."""

    ids: list[int]
    names: list[str]
    took_part: list[int]
    eligible: list[int]
    above: list[tuple[int | None, ...]]

    @classmethod
    def of(cls, found: dict[int, Participation]) -> "Teams":
        """Return the columns of these rows; a team of whom nobody knows how many they are counts as empty."""
        rows = found.values()
        return cls(
            list(found),
            [row.team for row in rows],
            [row.took_part for row in rows],
            [row.eligible or 0 for row in rows],
            [row.above for row in rows],
        )

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, index: int) -> Participation:
        """Return how one team took part."""
        return Participation(self.took_part[index], self.eligible[index], self.names[index])


@dataclass(frozen=True)
class Counted:
    """Every figure of a programme and a period, and the totals of the period before it; who may see what is decided later."""

    reach: Reaches
    sharing: Sharings
    before: Reach
    sharing_before: Sharing
    engaged: Engaged
    took_part: Participation
    teams: Teams


def counted(programme_id: int, chosen: Chosen, *, fresh_for: float = 0) -> Kept[Counted]:
    """Return the figures, as they are now (or were so many seconds ago) where that is quick, else as they were counted last."""
    slow_for = settings.KEPT_SECONDS
    return kept(
        _name(programme_id, chosen), lambda: count(programme_id, chosen), fresh_for=fresh_for, slow_for=slow_for
    )


def count(programme_id: int, chosen: Chosen) -> Counted:
    """Return the figures as they are now."""
    scope = Scope(programme_id)
    took_part, by_team = figures.participations(scope, chosen.period)
    return Counted(
        reach=figures.reach(scope, chosen.period),
        sharing=figures.sharing(scope, chosen.period),
        before=figures.reach_total(scope, chosen.before),
        sharing_before=figures.sharing_total(scope, chosen.before),
        engaged=figures.engagement(scope, chosen.period).total,
        took_part=took_part,
        teams=Teams.of(by_team),
    )


def renew(programme_id: int, kind: str) -> None:
    """Where counting a period takes long, nobody who opens a page has to wait for it."""
    chosen = periods.chosen({"period": kind})
    with transaction.atomic(), connection.cursor() as cursor:
        # Who is behind a figure is found by sorting people out in memory; the usual 4 MB would send that to the disk.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        renew_slow(_name(programme_id, chosen), lambda: count(programme_id, chosen))
        if chosen.is_month:
            monthly.renew(programme_id, chosen.period)


def running() -> list[tuple[int, str]]:
    """Return every running programme with every period that pages offer, the shortest first."""
    programmes = list(Programme.objects.running().values_list("pk", flat=True))
    return [(pk, kind) for kind in periods.usual() for pk in programmes]


def _name(programme_id: int, chosen: Chosen) -> str:
    # The number goes up with what a Counted holds: one that was kept before an upgrade would lack it.
    return f"measured3:{programme_id}:{chosen.key}"
