"""How fast questions from outside are taken and answered, as metrics: medians of groups that are large enough."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import privacy, teams
from ambassadors.models import AnswerRequest
from themes.metrics import Metric, Period, Provenance, Reading, Scope, Unit
from themes.metrics import register as _register


def register() -> None:
    """Both times can be chosen for a KPI."""
    _register(
        Metric(
            key="question_taken_minutes",
            name=_("Time until a question is taken"),
            definition=_("Minutes from the moment someone is asked until that person takes the question; the median."),
            unit=Unit.MINUTES,
            provenance=Provenance.MEASURED,
            value=_reading(lambda request: request.taken_at),
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
            value=_reading(lambda request: request.ended_at if request.state == AnswerRequest.State.ANSWERED else None),
            higher_is_better=False,
            by_team=True,
        )
    )


def _reading(ended: Callable[[AnswerRequest], datetime | None]) -> Callable[[Scope, Period], Reading]:
    def value(scope: Scope, period: Period) -> Reading:
        everybody = _asked(replace(scope, team_id=None), period)
        ids = teams.ids_of(scope)
        requests = [one for one in everybody if not ids or one.ambassador.team_id in ids]
        known = [(request, moment) for request in requests if (moment := ended(request))]
        people = {request.ambassador_id for request, _moment in known}
        if not known:
            return Reading(None)
        answerers = {(one.ambassador.team_id, one.ambassador_id) for one in everybody if ended(one)}
        if not privacy.is_large_enough(len(people)) or not teams.may_show(scope, Counter(t for t, _who in answerers)):
            return Reading(None, too_few=True)
        minutes = median((moment - request.offered_at) / timedelta(minutes=1) for request, moment in known)
        return Reading(Decimal(minutes).quantize(Decimal("0.1")), len(known) / len(requests))

    return value


def _asked(scope: Scope, period: Period) -> list[AnswerRequest]:
    start = timezone.make_aware(datetime.combine(period.start, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(period.end + timedelta(days=1), datetime.min.time()))
    found = AnswerRequest.objects.filter(
        conversation__programme=scope.programme_id, offered_at__gte=start, offered_at__lt=end
    )
    if scope.theme_id:
        found = found.filter(conversation__theme=scope.theme_id)
    if scope.network:
        found = found.filter(conversation__network=scope.network)
    return list(found.select_related("ambassador"))
