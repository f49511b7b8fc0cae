"""The funnel: visits through ambassadors' links → applications → conversations → hires, each counted from its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from ambassadors import teams
from ambassadors.models import Ambassador
from cms.models import Vacancy
from sharehub.measurement import figures
from sharehub.models import Application, ReachByGroup, ReferralBonus, StageChange
from sharehub.models.recruitment import ApplicationQuerySet
from sharehub.recruitment import bonuses
from sharehub.recruitment.visits import Withheld, withheld
from themes import networks
from themes.metrics import Period, Scope

Stage = Application.Stage


@dataclass(frozen=True)
class FunnelRow:
    """One source's way through the funnel; `source` is a network's key, or empty for people who came directly.

    `visits` is None where we do not measure them, because who comes directly passes no tracked link, and where they are withheld
    (`few_visits`), because they are those of too few colleagues.
    """

    source: str
    visits: int | None
    applied: int
    talked: int
    hired: int
    few_visits: bool = False

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
    visits: int = 0
    few_visits: bool = False

    @property
    def total(self) -> FunnelRow:
        """The sum; visits are those through ambassadors' links only."""
        return FunnelRow(
            source="",
            visits=None if self.few_visits else self.visits,
            applied=sum(row.applied for row in self.rows),
            talked=sum(row.talked for row in self.rows),
            hired=sum(row.hired for row in self.rows),
            few_visits=self.few_visits,
        )

    @property
    def unseen(self) -> int:
        """How many applied through ambassadors' links without a visit that was counted."""
        return sum(row.unseen for row in self.rows)

    @property
    def through_ambassadors(self) -> FunnelRow:
        """The part that came in through a tracked link."""
        return replace(self, rows=tuple(row for row in self.rows if row.source)).total


def of_vacancies(vacancies: Iterable[Vacancy], few: Withheld | None = None) -> dict[int, Funnel]:
    """Return the funnel of each vacancy by its id, as HR may read it, in a few queries however many they are."""
    few = few or withheld()
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
    return {pk: _funnel(pk, visits, counts, few) for pk in ids}


def together(funnels: Iterable[Funnel], few: Withheld) -> Funnel:
    """Return all of these as one; their visits are withheld only where all of them together are those of too few."""
    every = list(funnels)
    rows = tuple(row for one in every for row in one.rows)
    return Funnel(rows, sum(one.visits for one in every), few_visits=few.total)


def _funnel(
    pk: int,
    visits: dict[tuple[int, str], int],
    counts: Mapping[tuple[int, str], Mapping[str, Any]],
    few: Withheld,
) -> Funnel:
    sources = {source for vacancy, source in (*visits, *counts) if vacancy == pk}
    is_few = few.networks_of_one or pk in few.vacancies
    rows = [
        FunnelRow(
            source=source,
            visits=None if is_few or not source else visits.get((pk, source), 0),
            applied=counts.get((pk, source), {}).get("applied", 0),
            talked=counts.get((pk, source), {}).get("talked", 0),
            hired=counts.get((pk, source), {}).get("hired", 0),
            few_visits=is_few and bool(source),
        )
        for source in sources
    ]
    ordered = sorted(rows, key=lambda row: (not row.source, -(row.visits or 0), -row.applied, row.source))
    reached = sum(number for (vacancy, _source), number in visits.items() if vacancy == pk)
    return Funnel(tuple(ordered), reached, few_visits=pk in few.vacancies)


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
