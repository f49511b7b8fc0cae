"""Shares for later, as their person sees them: what asks for them now, what is held, and what comes on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors import agenda, mails
from ambassadors.models import Ambassador
from sharehub.models import PlannedShare, Share
from sharehub.models.plans import PlannedShareQuerySet

_POSTING = timedelta(minutes=10)
_MOST = 100


@dataclass(frozen=True)
class MyPlan:
    """One person's plans; the days in order, each with what is due on it."""

    asking: list[PlannedShare]
    leaving: list[PlannedShare]
    held: list[PlannedShare]
    days: list[tuple[date, list[PlannedShare]]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned."""
        return not (self.asking or self.leaving or self.held or self.days)


def register() -> None:
    """Plans stand in their person's calendar."""
    agenda.register_source("plans", events)


def my_plan(ambassador: Ambassador) -> MyPlan:
    """Return what this person planned and did not end."""
    plans = list(_open(ambassador))
    coming = [plan for plan in plans if plan.is_waiting and not plan.held_for]
    zone = ambassador.user.zone
    days = groupby(coming, key=lambda plan: plan.due_at.astimezone(zone).date())
    return MyPlan(
        asking=[plan for plan in plans if plan.asks],
        leaving=[plan for plan in plans if plan.is_leaving],
        held=[plan for plan in plans if plan.is_waiting and plan.held_for],
        days=[(day, list(found)) for day, found in days],
    )


def at_hand(ambassador: Ambassador, since: datetime) -> tuple[list[Share], PlannedShare | None]:
    """Return the last share that was opened since and not confirmed, and the plan that asks for this person or comes first."""
    begun = Q(state=Share.State.OPENED, created_at__gte=since) | Q(
        state=Share.State.PLANNED, plan__isnull=False, plan__ended_at=None
    )
    shares = list(ambassador.shares.filter(begun).select_related("piece", "plan")[:_MOST])
    opened = [share for share in shares if share.state == Share.State.OPENED]
    plans = [share.plan for share in shares if share.state == Share.State.PLANNED]
    coming = sorted((plan for plan in plans if not plan.is_leaving), key=lambda plan: (not plan.asks, plan.due_at))
    return opened[:1], coming[0] if coming else None


def events(ambassador: Ambassador, since: datetime, until: datetime) -> Iterable[agenda.Event]:
    """Yield this person's plans for their calendar."""
    for plan in _open(ambassador).filter(due_at__gte=since, due_at__lt=until, held_for=""):
        share = plan.share
        yield agenda.Event(
            uid=f"plan-{plan.pk}",
            title=_("Share “%(title)s” on %(network)s")
            % {"title": share.piece.title, "network": share.get_network_display()},
            starts=plan.due_at,
            ends=plan.due_at + _POSTING,
            text=share.text,
            url=mails.absolute(reverse("sharehub:plan_detail", args=[plan.pk])),
        )


def _open(ambassador: Ambassador) -> PlannedShareQuerySet:
    plans = PlannedShare.objects.open().of(ambassador)
    return plans.select_related("share__piece", "share__theme", "share__ambassador__user").order_by("due_at", "pk")
