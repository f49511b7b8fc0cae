"""Goals and KPIs."""

from collections.abc import Iterable

from django.db import transaction

from themes import audit, undo
from themes.audit import Person
from themes.models import KPI, Goal


@transaction.atomic
def save_goal(*, goal: Goal, by: Person, changed: Iterable[str] = ()) -> Goal:
    """The goal is stored; a new one comes last."""
    is_new = goal.pk is None
    if is_new:
        goal.sort_order = goal.programme.goals.count()
    goal.save()
    audit.record(goal, audit.ADD if is_new else audit.CHANGE, by=by, programme=goal.programme, changed=changed)
    return goal


@transaction.atomic
def save_kpi(*, kpi: KPI, by: Person, changed: Iterable[str] = ()) -> KPI:
    """The KPI is stored; what its baseline and target were stays readable in the log."""
    is_new = kpi.pk is None
    kpi.save()
    figures = {"baseline": str(kpi.baseline_value), "target": str(kpi.target_value), "due_on": str(kpi.due_on)}
    action = audit.ADD if is_new else audit.CHANGE
    audit.record(kpi, action, by=by, programme=kpi.goal.programme, changed=changed, **figures)
    return kpi


@transaction.atomic
def remove_goal(*, goal: Goal, by: Person, back: str) -> str:
    """The goal is gone with its KPIs and readings; return the token that puts them back."""
    token = undo.keep_removed(goal, owner=by.pk, back=back)
    audit.record(goal, audit.REMOVE, by=by, programme=goal.programme)
    goal.delete()
    return token


@transaction.atomic
def remove_kpi(*, kpi: KPI, by: Person, back: str) -> str:
    """The KPI is gone with its readings; return the token that puts them back."""
    token = undo.keep_removed(kpi, owner=by.pk, back=back)
    audit.record(kpi, audit.REMOVE, by=by, programme=kpi.goal.programme)
    kpi.delete()
    return token
