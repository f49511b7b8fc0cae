"""How fast questions from outside are taken and answered, as metrics: medians of groups that are large enough."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import answerers, teams
from ambassadors.answerers import Answerer
from ambassadors.models import AnswerRequest
from ambassadors.models.answers import AnswerRequestQuerySet
from themes import reporting
from themes.metrics import Metric, Period, Provenance, Reading, Scope, Unit
from themes.metrics import register as _register

_TOO_FEW = Reading(None, too_few=True)


def register() -> None:
    """Both times can be chosen for a KPI."""
    _register(
        Metric(
            key="question_taken_minutes",
            name=_("Time until a question is taken"),
            definition=_("Minutes from the moment someone is asked until that person takes the question; the median."),
            unit=Unit.MINUTES,
            provenance=Provenance.MEASURED,
            value=_reading(Q(taken_at__isnull=False), "taken_at"),
            higher_is_better=False,
            by_team=True,
        )
    )
    _register(
        Metric(
            key="question_answered_minutes",
            name=_("Time until a question is answered"),
            definition=_("Minutes from the moment someone is asked until that person says it is answered; the median."),
            unit=Unit.MINUTES,
            provenance=Provenance.MEASURED,
            value=_reading(Q(state=AnswerRequest.State.ANSWERED, ended_at__isnull=False), "ended_at"),
            higher_is_better=False,
            by_team=True,
        )
    )


def _reading(has_ended: Q, end: str) -> Callable[[Scope, Period], Reading]:
    """Return the figure of the minutes until the field `end`, of the requests that came to it."""

    def value(scope: Scope, period: Period) -> Reading:
        whole = Scope(scope.programme_id)
        ever = _answerers(_asked(whole).filter(has_ended)) if scope != whole and reporting.is_live() else []
        if not answerers.stands(scope, ever):
            return _TOO_FEW
        requests = _asked(scope, period)
        known = list(requests.filter(has_ended).values_list("offered_at", end))
        if not known:
            return Reading(None)
        if not answerers.may_show(scope, _answerers(_asked(whole, period).filter(has_ended)), ever):
            return _TOO_FEW
        minutes = median((moment - offered_at) / timedelta(minutes=1) for offered_at, moment in known)
        return Reading(Decimal(minutes).quantize(Decimal("0.1")), len(known) / requests.count())

    return value


def _asked(scope: Scope, period: Period | None = None) -> AnswerRequestQuerySet:
    found = AnswerRequest.objects.filter(conversation__programme=scope.programme_id).order_by()
    if period:
        start = timezone.make_aware(datetime.combine(period.start, datetime.min.time()))
        end = timezone.make_aware(datetime.combine(period.end + timedelta(days=1), datetime.min.time()))
        found = found.filter(offered_at__gte=start, offered_at__lt=end)
    if scope.theme_id:
        found = found.filter(conversation__theme=scope.theme_id)
    if scope.network:
        found = found.filter(conversation__network=scope.network)
    if scope.team_id:
        found = found.filter(ambassador__team__in=teams.ids_of(scope))
    return found


def _answerers(requests: AnswerRequestQuerySet) -> list[Answerer]:
    """Return whoever some of these requests went to."""
    fields = ("conversation__theme", "conversation__network", "ambassador__team", "ambassador")
    return [Answerer(*row) for row in requests.values_list(*fields).distinct()]
