"""My reach: what one ambassador's own sharing did, for nobody else."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ambassadors import privacy
from ambassadors.access import ambassador_required
from ambassadors.models import Ambassador
from cms import lessons
from cms.models.lessons import Place
from sharehub.measurement import periods
from sharehub.measurement.dashboard import change, truth_of
from sharehub.measurement.figures import Reach
from sharehub.reach import own
from sharehub.recruitment import funnel
from themes import charts, reporting

_WEEKS = 26
_SHOWN_AT_FIRST = 10
_POSTS_SHOWN = 10


@never_cache
@require_GET
@ambassador_required
def my_reach(request: HttpRequest) -> HttpResponse:
    ambassador: Ambassador = request.ambassador  # type: ignore[attr-defined]
    chosen = periods.of_oneself(request.GET, default="month")
    end = chosen.period.end
    days = own.Days(ambassador, min(chosen.before.start, end - timedelta(days=7 * _WEEKS - 1)), end)
    now, before, weeks = days.totals(chosen.period), days.totals(chosen.before), days.weeks(end, _WEEKS)
    minimum = privacy.threshold()
    outcomes, told = own.outcomes(ambassador), own.told(ambassador, chosen.period)
    page = {
        "chosen": chosen,
        "periods": periods.NAMES,
        "people": now["visitors"],
        "hits": now["hits"],
        "truth": truth_of(Reach(**now)),
        "weeks": [people for _day, people in weeks],
        "line": charts.line_chart(
            labels=[date_format(day, "MONTH_DAY_FORMAT") for day, _people in weeks],
            series=[charts.Series(_("People reached"), [people for _day, people in weeks])],
        ),
        "has_line": any(people for _day, people in weeks),
        "shares": own.pieces(outcomes[:_SHOWN_AT_FIRST]),
        "share_count": len(outcomes),
        "findings": own.findings(outcomes),
        "told": told,
        "engaged": told.engaged,
        "reads": own.readers(ambassador, chosen.period, minimum=minimum, shown=_POSTS_SHOWN),
        "minimum": minimum,
        "is_by_month": not reporting.is_live(),
        "applications": funnel.started_by(ambassador),
        "tip": lessons.tip(ambassador, Place.REACH),
        **change(now["visitors"], before["visitors"]),
    }
    return render(request, "sharehub/my_reach.html", page)
