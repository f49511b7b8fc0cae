"""Boards of a period: teams by their average, and the people who chose to be there. One's own place is for oneself alone.

A team is there when at least as many people as the threshold for groups earned points: what fewer did could be worked out
from the average. It is divided by everybody of the team who takes part, so that neither a large team nor one eager
person decides.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.formats import date_format

from ambassadors import privacy
from ambassadors.models import Ambassador, Team
from ambassadors.models.people import AmbassadorQuerySet
from sharehub.measurement import periods
from sharehub.measurement.figures import bounds, eligible_by_team
from sharehub.models import LedgerEntry
from themes import reporting
from themes.kept import Kept, forget, kept, renew_slow
from themes.metrics import Period

MOST = 50
KINDS = ("month", "quarter", "year")


@dataclass(frozen=True)
class TeamSum:
    """A team's points, how many people earned them, and how many of the team take part."""

    team_id: int
    points: int
    earners: int
    members: int

    @property
    def average(self) -> float:
        return self.points / self.members


@dataclass(frozen=True)
class Standings:
    """What a period's boards rest on: the members of the board with their points, teams, and how many people have how many points."""

    members: Sequence[tuple[int, int]]
    teams: Sequence[TeamSum]
    spread: Mapping[int, int]

    def place_of(self, points: int) -> tuple[int, int]:
        """Return the place that so many points have, and among how many people with points; equals share a place."""
        return 1 + sum(people for more, people in self.spread.items() if more > points), sum(self.spread.values())


@dataclass(frozen=True)
class Line:
    """A line of a board: the place, who it is, and the points; `ambassador` is None behind another name."""

    place: int
    name: str
    points: float
    ambassador: Ambassador | None = None
    is_mine: bool = False


def standings(period: Period) -> Kept[Standings]:
    """Return what the boards rest on, as it is now where that is quick to count, else as it was counted last."""
    return kept(_name(period), lambda: count(period), slow_for=settings.KEPT_SECONDS)


def of_teams(found: Standings) -> tuple[Standings, str]:
    """Return what the board of teams rests on, and of when that is where it is not the period: of the last whole month."""
    if reporting.is_live():
        return found, ""
    month = _last_month()
    kept_ = kept(_month_name(month), lambda: count_month(month), slow_for=settings.KEPT_SECONDS)
    return kept_.value, date_format(month.start, "F Y")


def count_month(month: Period) -> Standings:
    """Return what the board of teams rests on in a whole month: everybody's points, also of who has left since.

    Divided by how many could take part at its end, so that who joins or leaves afterwards changes nothing.
    """
    rows = LedgerEntry.objects.between(*bounds(month)).order_by().values_list("ambassador_id", "ambassador__team_id")
    earned = [row for row in rows.annotate(total=Sum("points")) if row[2] > 0]
    return Standings([], list(_teams(earned, eligible_by_team(month))), Counter())


def renew() -> None:
    """Where counting takes long, nobody who opens the boards has to wait for it."""
    for period in _offered():
        renew_slow(_name(period), partial(count, period))
    if not reporting.is_live():
        renew_slow(_month_name(_last_month()), partial(count_month, _last_month()))


def forget_standings() -> None:
    """Who joined or left the board is seen or gone at once."""
    forget(*(_name(period) for period in _offered()))


def count(period: Period) -> Standings:
    """Return what the boards of the period rest on, as it is now."""
    entries = LedgerEntry.objects.between(*bounds(period)).filter(ambassador__in=Ambassador.objects.active())
    rows = entries.order_by().values_list("ambassador_id", "ambassador__team_id").annotate(total=Sum("points"))
    earned = [row for row in rows if row[2] > 0]
    on_board = set(_on_board().values_list("pk", flat=True))
    members = sorted(((pk, total) for pk, _team, total in earned if pk in on_board), key=lambda row: (-row[1], row[0]))
    return Standings(members, list(_teams(earned)), Counter(total for _pk, _team, total in earned))


def points_of(ambassador: Ambassador, period: Period) -> int:
    """Return somebody's points in the period; below zero when more went back than came."""
    return LedgerEntry.objects.of(ambassador).between(*bounds(period)).balance()


def team_lines(found: Standings) -> list[Line]:
    """Return the teams in which enough people earned points, the highest average first."""
    minimum = privacy.threshold()
    large = sorted(
        (team for team in found.teams if team.earners >= minimum), key=lambda team: (-team.average, team.team_id)
    )[:MOST]
    names = dict(Team.objects.filter(pk__in=[team.team_id for team in large]).values_list("pk", "name"))
    return list(
        _placed([(names[team.team_id], round(team.average, 1), None) for team in large if team.team_id in names])
    )


def people_lines(found: Standings, reader: Ambassador) -> list[Line]:
    """Return those who chose to be there, the most points first; who left the board a moment ago is gone from it."""
    first = found.members[:MOST]
    people = _on_board().filter(pk__in=[pk for pk, _points in first]).select_related("user").in_bulk()
    shown = [(people[pk], points) for pk, points in first if pk in people]
    rows = [(name_of(each), points, None if each.pseudonym else each) for each, points in shown]
    return list(_placed(rows, [each.pk == reader.pk for each, _points in shown]))


def name_of(ambassador: Ambassador) -> str:
    """Return the name under which somebody stands on the board."""
    return ambassador.pseudonym or str(ambassador)


def _on_board() -> AmbassadorQuerySet:
    return Ambassador.objects.active().filter(is_on_board=True)


def _placed(rows: Sequence[tuple[str, float, Ambassador | None]], mine: Sequence[bool] = ()) -> Iterator[Line]:
    """Equals share a place; the one after them keeps the number of its line."""
    place, last = 0, None
    for number, (name, points, ambassador) in enumerate(rows, start=1):
        if points != last:
            place, last = number, points
        yield Line(place, name, points, ambassador, bool(mine) and mine[number - 1])


def _teams(
    earned: Sequence[tuple[int, int | None, int]], eligible: Mapping[int | None, int] | None = None
) -> Iterator[TeamSum]:
    points: Counter[int] = Counter()
    earners: Counter[int] = Counter()
    for _pk, team_id, total in earned:
        if team_id is not None:
            points[team_id] += total
            earners[team_id] += 1
    if eligible is None:
        active = Ambassador.objects.active().filter(team__in=points).order_by()
        eligible = dict(active.values_list("team_id").annotate(Count("pk")))
    for team_id in points:
        yield TeamSum(team_id, points[team_id], earners[team_id], max(eligible.get(team_id, 0), earners[team_id]))


def _offered() -> list[Period]:
    return [periods.of_oneself({"period": kind}).period for kind in KINDS]


def _last_month() -> Period:
    return reporting.last_month(reporting.utc_today())


def _month_name(month: Period) -> str:
    return f"{_name(month)}:teams"


def _name(period: Period) -> str:
    return f"board:{period.start}:{period.end}"
