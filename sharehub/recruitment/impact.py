"""What ambassadors did for recruitment in a period: everyone who applied in it, counted along every way that HR asks for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.models import Team
from cms.models import Vacancy
from sharehub.measurement import figures
from sharehub.models import Application, ReachByGroup, RecruitmentSettings, StageChange, Touch
from sharehub.recruitment import certainty, visits
from sharehub.recruitment.certainty import Interval, Ratio
from themes import networks
from themes.metrics import Period
from themes.models import Organisation, Theme

Stage = Application.Stage
TABLES = {
    "sources": gettext_lazy("Source"),
    "vacancies": gettext_lazy("Vacancy"),
    "themes": gettext_lazy("Theme"),
    "teams": gettext_lazy("Team"),
}


@dataclass(frozen=True)
class Line:
    """One way through the funnel; a figure is None where it is not measured or withheld, all of them where too few people are behind it.

    What came in is HR's own and always there; `few_visits` says that visits are withheld, because they are those of too few colleagues.
    """

    name: str
    visits: int | None
    applied: int | None
    talked: int | None
    hired: int | None
    is_few: bool = False
    through_ambassadors: bool = False
    few_visits: bool = False
    key: str = ""

    @property
    def hired_interval(self) -> Interval | None:
        """The share of those who applied that was hired, with 95 % certainty; None where they are too few to say."""
        if self.applied is None or self.hired is None or not certainty.may_say_percent(self.applied):
            return None
        return certainty.share_of(self.hired, self.applied)


@dataclass(frozen=True)
class Days:
    """How long something took: the middle one of so many, with the shortest and the longest."""

    count: int
    middle: float
    shortest: float
    longest: float


@dataclass(frozen=True)
class Saved:
    """Hires times what a hire cost before: the organisation's own figure."""

    hires: int
    cost: Decimal

    @property
    def amount(self) -> Decimal:
        """In euros."""
        return self.hires * self.cost


@dataclass(frozen=True)
class Compared:
    """The period beside the time before the programme, as rates per month of 30 days."""

    before: Period
    applications: Ratio
    hires: Ratio
    applications_before: int
    applications_now: int
    hires_before: int
    hires_now: int
    days_before: int
    days_now: int


@dataclass(frozen=True)
class Impact:
    """Every figure of HR's report."""

    period: Period
    total: Line
    through: Line
    tables: Mapping[str, list[Line]]
    to_apply: Days | None
    to_hire: Days | None
    saved: Saved | None
    compared: Compared | None


def impact(period: Period) -> Impact:
    """Return what the period brought; every application counts in the period in which it came."""
    applications = _applied_in(period)
    few = visits.withheld_in(period)
    sources = _sources(applications, period, few)
    through = _sum(_("through ambassadors"), [line for line in sources if line.through_ambassadors])
    total = _sum(_("all"), sources)
    cost = Organisation.load().baseline_cost_per_hire
    return Impact(
        period=period,
        total=_withheld(total) if few.total else total,
        through=_withheld(through) if few.total else through,
        tables={
            "sources": _by_size(_withheld(line) if line.key in few.networks else line for line in sources),
            "vacancies": _vacancies(applications, period, few),
            "themes": _themes(applications, period, few),
            "teams": _teams(applications, period, few),
        },
        to_apply=_to_apply(applications),
        to_hire=_to_hire(applications),
        saved=Saved(through.hired or 0, cost) if cost is not None else None,
        compared=_compared(period, total),
    )


def _applied_in(period: Period) -> QuerySet[Application]:
    starts_at, ends_at = figures.bounds(period)
    return Application.objects.order_by().filter(created_at__gte=starts_at, created_at__lt=ends_at)


def _counts(applications: QuerySet[Application], *by: str) -> dict[tuple[object, ...], tuple[int, int, int]]:
    """Return how many applied, talked and were hired per group; a stage once reached counts."""
    talked = Exists(StageChange.objects.filter(application=OuterRef("pk"), stage=Stage.INTERVIEW))
    rows = (
        applications.annotate(has_talked=talked)
        .values_list(*by)
        .annotate(
            applied=Count("pk"),
            talked=Count("pk", filter=Q(stage__in=[Stage.INTERVIEW, Stage.HIRED]) | Q(has_talked=True)),
            hired=Count("pk", filter=Q(stage=Stage.HIRED)),
        )
    )
    return {tuple(row[:-3]): tuple(row[-3:]) for row in rows}


def _visits(period: Period, by: str) -> dict[object, int]:
    """Return the visits by people to vacancies through ambassadors' links per group."""
    of_vacancies = ReachByGroup.objects.between(period.start, period.end).filter(piece__in=Vacancy.objects.values("pk"))
    return {row[0]: row[1] or 0 for row in of_vacancies.order_by().values_list(by).annotate(Sum("human"))}


def _sources(applications: QuerySet[Application], period: Period, few: visits.Withheld) -> list[Line]:
    """Return a line per network of ambassadors, per source that the ATS named, and for those who came directly."""
    seen = _visits(period, "network")
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (network, channel), counts in _counts(applications, "network", "channel").items():
        key = (str(network), "") if network else ("", str(channel))
        found[key] = [sum(pair) for pair in zip(found[key], counts, strict=True)]
    lines = []
    for network, channel in {*found, *((str(network), "") for network in (*seen, *few.networks))}:
        if network:
            name = _("Ambassadors on %(network)s") % {"network": networks.name_of(network)}
        else:
            name = channel or _("Directly")
        visited = seen.get(network, 0) if network else None
        applied, talked, hired = found[network, channel]
        lines.append(Line(name, visited, applied, talked, hired, through_ambassadors=bool(network), key=network))
    return lines


def _vacancies(applications: QuerySet[Application], period: Period, few: visits.Withheld) -> list[Line]:
    seen, counts = _visits(period, "piece"), _counts(applications, "vacancy")
    # Whose visits are withheld stands in the list whether or not it brought some, as with networks: its absence would tell.
    ids = {*seen, *(key[0] for key in counts), *few.vacancies}
    titles = Vacancy.objects.filter(pk__in=ids).values_list("pk", "title")
    lines = {pk: Line(title, seen.get(pk, 0), *counts.get((pk,), (0, 0, 0))) for pk, title in titles}
    return _by_size(_withheld(line) if pk in few.vacancies else line for pk, line in lines.items())


def _withheld(line: Line) -> Line:
    return replace(line, visits=None, few_visits=True)


def _themes(applications: QuerySet[Application], period: Period, few: visits.Withheld) -> list[Line]:
    counts = _counts(applications.exclude(share=None), "share__theme")
    names: dict[int | None, str] = dict(Theme.objects.values_list("pk", "name"))
    return _groups(names | {None: _("without a theme")}, _visits(period, "theme"), counts, few.themes, few.few_themes)


def _teams(applications: QuerySet[Application], period: Period, few: visits.Withheld) -> list[Line]:
    counts = _counts(applications.exclude(share=None), "share__ambassador__team")
    names: dict[int | None, str] = dict(Team.objects.values_list("pk", "name"))
    return _groups(names | {None: _("in no team")}, _visits(period, "team"), counts, few.teams, few.few_teams)


def _groups(
    names: Mapping[int | None, str],
    seen: Mapping[object, int],
    counts: Mapping[tuple[object, ...], tuple[int, int, int]],
    few_visits: frozenset[int | None],
    few: frozenset[int | None],
) -> list[Line]:
    """Return a line per theme or team; those whom too few colleagues shared for stay without figures, also by subtraction.

    Which they are does not depend on what they brought in the period unless it is a whole month, and they stand in the list whether or not they brought something: else two periods
    that hide different ones, or tell that one of them brought nothing, would together tell of a hidden one.
    """
    lines = []
    for key, name in names.items():
        if key in few:
            lines.append(Line(name, None, None, None, None, is_few=True))
        elif key in few_visits or key in seen or (key,) in counts:
            line = Line(name, seen.get(key, 0), *counts.get((key,), (0, 0, 0)))
            lines.append(_withheld(line) if key in few_visits else line)
    return _by_size(lines)


def _by_size(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.is_few, -(line.applied or 0), -(line.visits or 0), line.name))


def _sum(name: str, lines: list[Line]) -> Line:
    return Line(
        name,
        sum(line.visits or 0 for line in lines),
        sum(line.applied or 0 for line in lines),
        sum(line.talked or 0 for line in lines),
        sum(line.hired or 0 for line in lines),
    )


def _days(spans: list[timedelta]) -> Days | None:
    days = sorted(span.total_seconds() / 86_400 for span in spans)
    return Days(len(days), median(days), days[0], days[-1]) if days else None


def _to_apply(applications: QuerySet[Application]) -> Days | None:
    """From the first link that we know of until applying; only for those whose link was remembered with their consent."""
    remembered = applications.filter(touches__how=Touch.How.COOKIE).annotate(first=Min("touches__at"))
    return _days([applied_at - first for applied_at, first in remembered.values_list("created_at", "first")])


def _to_hire(applications: QuerySet[Application]) -> Days | None:
    """From applying until the hire, of those who came through ambassadors."""
    hired = applications.filter(stage=Stage.HIRED).exclude(Q(share=None) | Q(closed_at=None))
    return _days([end - applied for applied, end in hired.values_list("created_at", "closed_at") if end])


def _compared(period: Period, total: Line) -> Compared | None:
    rule = RecruitmentSettings.load()
    start, end = rule.before_starts_on, rule.before_ends_on
    applications, hires = rule.before_applications, rule.before_hires
    if start is None or end is None or applications is None or hires is None:
        return None
    before = (end - start).days + 1
    now = (period.end - period.start).days + 1
    return Compared(
        before=Period(start, end),
        applications=certainty.rates(total.applied or 0, now, applications, before),
        hires=certainty.rates(total.hired or 0, now, hires, before),
        applications_before=applications,
        applications_now=total.applied or 0,
        hires_before=hires,
        hires_now=total.hired or 0,
        days_before=before,
        days_now=now,
    )
