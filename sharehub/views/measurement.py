"""Step 7: what the programme does, for who steers it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ambassadors.access import allowed
from sharehub.measurement import exports, periods
from sharehub.measurement.dashboard import Dashboard
from themes.models import Programme
from themes.workspace import context

STEP = 7


@never_cache
@require_GET
@allowed("sharehub.view_reachbygroup")
def measurement(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    chosen = periods.chosen(request.GET)
    page = {
        "title": _("Measurement"),
        "dashboard": Dashboard(programme, chosen),
        "chosen": chosen,
        "periods": periods.offered(),
    }
    return render(request, "sharehub/measurement.html", context(programme, current_step=STEP) | page)


@never_cache
@require_GET
@allowed("sharehub.view_reachbygroup")
def measurement_export(request: HttpRequest, slug: str, table: str) -> HttpResponseBase:
    programme = get_object_or_404(Programme, slug=slug)
    chosen = periods.chosen(request.GET)
    if table not in exports.TABLES:
        raise Http404
    name = f"{programme.slug}-{table}-{chosen.period.start}-{chosen.period.end}.csv"
    return HttpResponse(
        exports.as_csv(Dashboard(programme, chosen), table),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
