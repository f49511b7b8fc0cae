"""How quickly questions get an answer; a figure about the people who answer, so never one about too few of them."""

from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ambassadors import answerers, teams
from ambassadors.answerers import Answerer
from ambassadors.models import Question
from themes import reporting
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
    found = [taken for taken in _values(scope, period, "answered_in_hours") if taken is not None]
    if refused := _refused(scope, period, has_any=bool(found)):
        return refused
    return Reading(median(found).quantize(Decimal("0.01")), 1.0)


def on_time(scope: Scope, period: Period) -> Reading:
    """Return the share of first answers that came within the expected time."""
    found = _values(scope, period, "was_on_time")
    if refused := _refused(scope, period, has_any=bool(found)):
        return refused
    return Reading((Decimal(100 * sum(map(bool, found))) / len(found)).quantize(Decimal("0.01")), 1.0)


def _refused(scope: Scope, period: Period, *, has_any: bool) -> Reading | None:
    """Return what is told instead of a figure: that it is about too few people, or that there is none; None where it may be shown."""
    whole = Scope(scope.programme_id)
    every = Question.objects.filter(programme=scope.programme_id)
    ever = _answerers(every) if scope != whole and reporting.is_live() else []
    if not answerers.stands(scope, ever):
        return _TOO_FEW
    if not has_any:
        return Reading(None)
    return None if answerers.may_show(scope, _answerers(_answered(whole, period)), ever) else _TOO_FEW


def _values(scope: Scope, period: Period, field: str) -> list[Any]:
    return list(_answered(scope, period).order_by().values_list(field, flat=True))


def _answered(scope: Scope, period: Period) -> "QuerySet[Question]":
    rows = Question.objects.filter(
        programme_id=scope.programme_id, answered_at__date__gte=period.start, answered_at__date__lte=period.end
    )
    if scope.theme_id:
        rows = rows.filter(theme_id=scope.theme_id)
    if scope.team_id:
        rows = rows.filter(expert__team_id__in=teams.ids_of(scope))
    return rows


def _answerers(questions: "QuerySet[Question]") -> list[Answerer]:
    """Return whoever answered some of these questions."""
    answered = questions.exclude(answered_at=None).exclude(expert=None).order_by()
    return [
        Answerer(theme, "", team, expert)
        for theme, team, expert in answered.values_list("theme_id", "expert__team_id", "expert_id").distinct()
    ]
