"""How quickly questions get an answer; a figure about the people who answer, so never one about too few of them."""

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ambassadors import privacy, teams
from ambassadors.models import Question
from themes.metrics import Metric, Period, Provenance, Reading, Scope, Unit, register

_TOO_FEW = Reading(None, too_few=True)


def register_metrics() -> None:
    """Two metrics can be chosen for KPIs."""
    register(
        Metric(
            key="helpdesk_hours",
            name=_("Time to an answer"),
            definition=_(
                "Hours on weekdays from a question at the help desk to its first answer; the median of questions "
                "answered in the period."
            ),
            unit=Unit.HOURS,
            provenance=Provenance.MEASURED,
            value=hours,
            higher_is_better=False,
            by_team=True,
        )
    )
    register(
        Metric(
            key="helpdesk_on_time",
            name=_("Answered on time"),
            definition=_("Questions first answered within the expected time, out of those answered in the period."),
            unit=Unit.PERCENT,
            provenance=Provenance.MEASURED,
            value=on_time,
            by_team=True,
        )
    )


def hours(scope: Scope, period: Period) -> Reading:
    """Return the median of the hours to a first answer."""
    answered = _answered(scope, period)
    found = [taken for taken in answered.values_list("answered_in_hours", flat=True) if taken is not None]
    if not found:
        return Reading(None)
    if not _may_show(scope, period):
        return _TOO_FEW
    return Reading(median(found).quantize(Decimal("0.01")), 1.0)


def on_time(scope: Scope, period: Period) -> Reading:
    """Return the share of first answers that came within the expected time."""
    found = list(_answered(scope, period).values_list("was_on_time", flat=True))
    if not found:
        return Reading(None)
    if not _may_show(scope, period):
        return _TOO_FEW
    return Reading((Decimal(100 * sum(map(bool, found))) / len(found)).quantize(Decimal("0.01")), 1.0)


def _answered(scope: Scope, period: Period) -> "QuerySet[Question]":
    rows = Question.objects.filter(
        programme_id=scope.programme_id, answered_at__date__gte=period.start, answered_at__date__lte=period.end
    )
    if scope.theme_id:
        rows = rows.filter(theme_id=scope.theme_id)
    if scope.team_id:
        rows = rows.filter(expert__team_id__in=teams.ids_of(scope))
    return rows


def _may_show(scope: Scope, period: Period) -> bool:
    """Whether enough people answered; and, for a theme or a team, that it cannot be found by subtraction."""
    whole = Scope(scope.programme_id)
    pairs = set(_answered(whole, period).exclude(expert=None).values_list("theme_id", "expert__team_id", "expert_id"))
    if not privacy.is_large_enough(len({expert for _theme, _team, expert in pairs})):
        return False
    themes = _sizes((t, e) for t, _team, e in pairs)
    if scope.theme_id and scope.theme_id not in privacy.groups_to_show(themes, is_disjoint=False):
        return False
    if not scope.team_id:
        return True
    # Of a team on one theme: those who answered on that theme, in every team.
    pairs = {pair for pair in pairs if not scope.theme_id or pair[0] == scope.theme_id}
    sizes = _sizes((t, e) for _theme, t, e in pairs)
    mine = sum(number for team, number in sizes.items() if team in teams.ids_of(scope))
    return privacy.is_large_enough(mine) and teams.may_show(scope, sizes)


def _sizes(pairs: Iterable[tuple[int | None, int]]) -> dict[int | None, int]:
    groups: dict[int | None, set[int]] = {}
    for group, expert in pairs:
        groups.setdefault(group, set()).add(expert)
    return {group: len(experts) for group, experts in groups.items()}
