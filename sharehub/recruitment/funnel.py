"""The funnel: visits through ambassadors' links → applications → conversations → hires, each counted from its rows."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncMonth

from ambassadors import teams
from ambassadors.models import Ambassador
from cms.models import Vacancy
from sharehub.measurement import figures
from sharehub.models import Application, ReachByGroup, ReferralBonus, StageChange
from sharehub.models.recruitment import ApplicationQuerySet
from sharehub.recruitment import bonuses
from sharehub.recruitment.visits import Withheld, withheld_by_month
from themes import networks, reporting
from themes.metrics import Period, Scope

Stage = Application.Stage


@dataclass(frozen=True)
class FunnelRow:
    """One source's way through the funnel; `source` is a network's key, or empty for people who came directly.

    `visits` is None where we do not measure them, because who comes directly passes no tracked link, and where they are withheld
    (`few_visits`), because they are those of too few colleagues. Where months are told they are those of the months in which they may be
    told (not `is_whole`): then they are no measure of how many applied without one.
    """

    source: str
    visits: int | None
    applied: int
    talked: int
    hired: int
    few_visits: bool = False
    is_whole: bool = True

    @property
    def name(self) -> str:
        return networks.name_of(self.source)

    @property
    def unseen(self) -> int:
        """How many applied beyond the visits that were counted; none where visits are not measured, or not told, at all."""
        return 0 if self.visits is None or not self.is_whole else max(self.applied - self.visits, 0)


@dataclass(frozen=True)
class Funnel:
    """All sources of one vacancy, or of all of them; `in_sum` are the visits that the sum of all vacancies has of this one."""

    rows: tuple[FunnelRow, ...]
    visits: int = 0
    few_visits: bool = False
    in_sum: int = 0

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
            is_whole=all(row.is_whole for row in self.rows),
        )

    @property
    def unseen(self) -> int:
        """How many applied through ambassadors' links without a visit that was counted."""
        return sum(row.unseen for row in self.rows)

    @property
    def through_ambassadors(self) -> FunnelRow:
        """The part that came in through a tracked link."""
        return replace(self, rows=tuple(row for row in self.rows if row.source)).total


def of_vacancies(vacancies: Iterable[Vacancy], few: Mapping[date | None, Withheld] | None = None) -> dict[int, Funnel]:
    """Return the funnel of each vacancy by its id, as HR may read it, in a few queries however many they are.

    Where months are told, visits are those of the months that are over and in which they may be told.
    """
    few = withheld_by_month() if few is None else few
    ids = [vacancy.pk for vacancy in vacancies]
    visits = _visits(ids)
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


def together(funnels: Iterable[Funnel], few: Mapping[date | None, Withheld]) -> Funnel:
    """Return all of these as one; their visits are withheld only where all of them together are those of too few."""
    every = list(funnels)
    rows = tuple(row for one in every for row in one.rows)
    visits = sum(one.in_sum for one in every)
    return Funnel(rows, visits, few_visits=not visits and any(one.total for one in few.values()), in_sum=visits)


def _visits(ids: list[int]) -> dict[tuple[int, str], dict[date | None, int]]:
    """Return the visits of each network of each vacancy by the first day of the month; live, all of them (None)."""
    reach = ReachByGroup.objects.filter(piece__in=ids)
    rows: Iterable[tuple[int, str, date | None, int | None]]
    if reporting.is_live():
        summed = reach.values_list("piece_id", "network").annotate(Sum("human"))
        rows = ((vacancy, network, None, people) for vacancy, network, people in summed)
    else:
        until = reporting.told_until().date()
        reach = reach.filter(day__lt=until).annotate(month=TruncMonth("day"))
        rows = reach.values_list("piece_id", "network", "month").annotate(Sum("human"))
    found: dict[tuple[int, str], dict[date | None, int]] = defaultdict(dict)
    for vacancy, network, month, people in rows:
        found[vacancy, network][month] = people or 0
    return found


def _funnel(
    pk: int,
    visits: Mapping[tuple[int, str], Mapping[date | None, int]],
    counts: Mapping[tuple[int, str], Mapping[str, Any]],
    few: Mapping[date | None, Withheld],
) -> Funnel:
    mine = {source: number for (vacancy, source), number in visits.items() if vacancy == pk}
    is_live = None in few
    hidden = {month for month, one in few.items() if pk in one.vacancies}
    hidden_by_network = hidden | {month for month, one in few.items() if one.networks_of_one}
    hidden_in_sum = {month for month, one in few.items() if one.total}
    rows = []
    for source in {*mine, *(source for vacancy, source in counts if vacancy == pk)}:
        told = _told(mine.get(source, {}), hidden_by_network)
        is_few = bool(hidden_by_network and not told and source)
        rows.append(
            FunnelRow(
                source=source,
                visits=None if is_few or not source else told,
                applied=counts.get((pk, source), {}).get("applied", 0),
                talked=counts.get((pk, source), {}).get("talked", 0),
                hired=counts.get((pk, source), {}).get("hired", 0),
                few_visits=is_few,
                is_whole=is_live,
            )
        )
    ordered = sorted(rows, key=lambda row: (not row.source, -(row.visits or 0), -row.applied, row.source))
    reached = sum(_told(number, hidden) for number in mine.values())
    in_sum = sum(_told(number, hidden_in_sum) for number in mine.values())
    return Funnel(tuple(ordered), reached, few_visits=bool(hidden) and not reached, in_sum=in_sum)


def _told(by_month: Mapping[date | None, int], hidden: Container[date | None]) -> int:
    """Return the visits of the months that are told."""
    return sum(number for month, number in by_month.items() if month not in hidden)


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
    return _hired(scope, period).count()


def months_of_hires(scope: Scope, period: Period) -> set[date]:
    """Return the first days of the months in which those applied whom shares brought in and who were hired in the period."""
    applied = _hired(scope, period).order_by().values_list("created_at", flat=True)
    return {moment.astimezone(UTC).date().replace(day=1) for moment in applied}


def _hired(scope: Scope, period: Period) -> ApplicationQuerySet:
    starts_at, ends_at = figures.bounds(period)
    return _caused(scope).filter(stage=Stage.HIRED, closed_at__gte=starts_at, closed_at__lt=ends_at)


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
