"""The funnel: visits through ambassadors' links → applications → conversations → hires, each counted from its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from ambassadors import teams
from ambassadors.models import Ambassador
from cms.models import Vacancy
from sharehub.measurement import figures
from sharehub.models import Application, ReachByGroup, ReferralBonus, StageChange
from sharehub.models.recruitment import ApplicationQuerySet
from sharehub.recruitment import bonuses
from themes import networks
from themes.metrics import Period, Scope

Stage = Application.Stage


@dataclass(frozen=True)
class FunnelRow:
    """One source's way through the funnel; `source` is a network's key, or empty for people who came directly.

    `visits` is None where we do not measure them: who comes directly passes no tracked link.
    """

    source: str
    visits: int | None
    applied: int
    talked: int
    hired: int

    @property
    def name(self) -> str:
        return networks.name_of(self.source)

    @property
    def unseen(self) -> int:
        """How many applied beyond the visits that were counted; none where visits are not measured at all."""
        return 0 if self.visits is None else max(self.applied - self.visits, 0)


@dataclass(frozen=True)
class Funnel:
    """All sources of one vacancy, or of all of them."""

    rows: tuple[FunnelRow, ...]

    @property
    def total(self) -> FunnelRow:
        """The sum; visits are those through ambassadors' links only."""
        return FunnelRow(
            source="",
            visits=sum(row.visits or 0 for row in self.rows),
            applied=sum(row.applied for row in self.rows),
            talked=sum(row.talked for row in self.rows),
            hired=sum(row.hired for row in self.rows),
        )

    @property
    def unseen(self) -> int:
        """How many applied through ambassadors' links without a visit that was counted."""
        return sum(row.unseen for row in self.rows)

    @property
    def through_ambassadors(self) -> FunnelRow:
        """The part that came in through a tracked link."""
        return Funnel(tuple(row for row in self.rows if row.source)).total


def of_vacancies(vacancies: Iterable[Vacancy]) -> dict[int, Funnel]:
    """Return the funnel of each vacancy by its id, in two queries however many they are."""
    ids = [vacancy.pk for vacancy in vacancies]
    visits = {
        (row["piece_id"], row["network"]): row["people"] or 0
        for row in ReachByGroup.objects.filter(piece__in=ids)
        .values("piece_id", "network")
        .annotate(people=Sum("human"))
    }
    talked = Exists(StageChange.objects.filter(application=OuterRef("pk"), stage=Stage.INTERVIEW))
    counts = {
        (row["vacancy_id"], row["network"]): row
        for row in Application.objects.filter(vacancy__in=ids)
        .annotate(has_talked=talked)
        .values("vacancy_id", "network")
        .annotate(
            applied=Count("pk"),
            talked=Count("pk", filter=Q(stage__in=[Stage.INTERVIEW, Stage.HIRED]) | Q(has_talked=True)),
            hired=Count("pk", filter=Q(stage=Stage.HIRED)),
        )
    }
    return {pk: _funnel(pk, visits, counts) for pk in ids}


def _funnel(pk: int, visits: dict[tuple[int, str], int], counts: Mapping[tuple[int, str], Mapping[str, Any]]) -> Funnel:
    sources = {source for vacancy, source in (*visits, *counts) if vacancy == pk}
    rows = [
        FunnelRow(
            source=source,
            visits=visits.get((pk, source), 0) if source else None,
            applied=counts.get((pk, source), {}).get("applied", 0),
            talked=counts.get((pk, source), {}).get("talked", 0),
            hired=counts.get((pk, source), {}).get("hired", 0),
        )
        for source in sources
    ]
    return Funnel(tuple(sorted(rows, key=lambda row: (not row.source, -(row.visits or 0), row.source))))


@dataclass(frozen=True)
class Started:
    """What an ambassador may know of a candidate they brought in: the vacancy and a coarse state, never a name."""

    vacancy: str
    state: str
    bonus: str = ""


def started_by(ambassador: Ambassador) -> list[Started]:
    """Return the applications that came in through the person's shares, newest first."""
    # Two short lists: asked in one question, both tables would be gone through from end to end.
    shared = Application.objects.filter(share__ambassador=ambassador).order_by().values_list("pk", flat=True)
    owed = {bonus.application_id: bonuses.told(bonus) for bonus in ReferralBonus.objects.filter(ambassador=ambassador)}
    applications = Application.objects.filter(pk__in={*shared, *owed})
    return [
        Started(vacancy, str(Stage(stage).label), owed.get(pk, ""))
        for pk, vacancy, stage in applications.values_list("pk", "vacancy__title", "stage")
    ]


def applications_in(scope: Scope, period: Period) -> int:
    """Return the number of applications that shares brought in."""
    starts_at, ends_at = figures.bounds(period)
    return _caused(scope).filter(created_at__gte=starts_at, created_at__lt=ends_at).count()


def hires_in(scope: Scope, period: Period) -> int:
    """Return the number of hires that shares brought in, by the day the procedure ended."""
    starts_at, ends_at = figures.bounds(period)
    return _caused(scope).filter(stage=Stage.HIRED, closed_at__gte=starts_at, closed_at__lt=ends_at).count()


def _caused(scope: Scope) -> ApplicationQuerySet:
    found = Application.objects.exclude(share=None)
    if scope.theme_id:
        found = found.filter(share__theme_id=scope.theme_id)
    else:
        found = found.filter(Q(share__theme__programme_id=scope.programme_id) | Q(share__theme=None))
    if scope.network:
        found = found.filter(network=scope.network)
    if scope.team_id:
        found = found.filter(share__ambassador__team_id__in=teams.ids_of(scope))
    return found
