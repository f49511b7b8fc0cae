"""The programme on one page, for a board; and each of its figures traced, at an address of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ambassadors.access import PersonRequest, allowed
from sharehub.measurement import about, periods, tables
from sharehub.measurement.conclusions import conclusions
from sharehub.measurement.explained import explained
from sharehub.measurement.overview import Overview
from sharehub.measurement.sheets import KINDS
from themes.models import Programme
from themes.workspace import context

STEP = 7


@never_cache
@require_safe
@allowed("sharehub.view_reachbygroup")
def overview(request: PersonRequest, slug: str) -> HttpResponse:
    found = _overview(request, slug)
    page = {
        "overview": found,
        "chosen": found.chosen,
        "about": found.about,
        "choices": about.offered(found.programme, [row.key for row in found.networks], found.about),
        "periods": periods.offered(),
        "sentences": conclusions(found),
    }
    return render(request, "sharehub/overview.html", context(found.programme, current_step=STEP) | page)


@never_cache
@require_safe
@allowed("sharehub.view_reachbygroup")
def figure(request: PersonRequest, slug: str, key: str) -> HttpResponse:
    found = _overview(request, slug)
    traced = explained(found, key)
    if traced is None:
        raise Http404
    page = {
        "overview": found,
        "chosen": found.chosen,
        "about": found.about,
        "traced": traced,
        "periods": periods.offered(),
        "crumbs": [(_("On one page"), found.address()), (traced.entry.label, "")],
    }
    return render(request, "sharehub/overview_figure.html", context(found.programme, current_step=STEP) | page)


@never_cache
@require_safe
@allowed("sharehub.view_reachbygroup")
def sheet(request: PersonRequest, slug: str, table: str, kind: str) -> HttpResponse:
    found = _overview(request, slug)
    made = next((one for one in tables.sheets(found) if one.key == table), None)
    if made is None or kind not in KINDS:
        raise Http404
    name = f"{slug}-{table}-{found.chosen.period.start}-{found.chosen.period.end}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made.file(kind), content_type=KINDS[kind], headers=headers)


def _overview(request: PersonRequest, slug: str) -> Overview:
    programme = get_object_or_404(Programme, slug=slug)
    return Overview(programme, periods.chosen(request.GET), about.chosen(programme, request.GET))
