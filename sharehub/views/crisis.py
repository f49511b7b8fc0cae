"""Where a manager stops all sharing, lifts the stop, and looks at what was held."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ambassadors.access import PersonRequest, allowed
from ambassadors.taking_part import in_programme
from sharehub import actions, crisis
from sharehub.forms import CrisisForm
from sharehub.models import Crisis
from themes import workspace
from themes.models import Programme

STEP = 6


@require_safe
@allowed("sharehub.view_crisis")
def crisis_page(request: PersonRequest, slug: str) -> HttpResponse:
    return _page(request, get_object_or_404(Programme, slug=slug))


@require_POST
@allowed("sharehub.add_crisis")
def crisis_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = CrisisForm(request.POST)
    if not form.is_valid():
        return _page(request, programme, form, status=422)
    try:
        actions.stop_sharing(programme=programme, by=request.user, **form.wanted())
    except actions.StopRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. Nothing can be shared any more, and everybody is told."))
    return redirect("sharehub:crisis", slug)


@require_POST
@allowed("sharehub.change_crisis")
def crisis_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    stop = get_object_or_404(Crisis.objects.select_related("programme"), pk=pk, programme__slug=slug)
    try:
        actions.lift_stop(crisis=stop, by=request.user)
    except actions.StopRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Lifted. Pieces are offered again and links lead back to them."))
    return redirect("sharehub:crisis_review", slug, pk)


@require_safe
@allowed("sharehub.view_crisis")
def crisis_review(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """What was held by a stop, and is offered again: for a last look at each."""
    programme = get_object_or_404(Programme, slug=slug)
    stop = get_object_or_404(Crisis, pk=pk, programme=programme)
    context = {**workspace.context(programme, current_step=STEP), "crisis": stop, "review": crisis.review(stop)}
    return render(request, "sharehub/crisis_review.html", context)


def _page(
    request: PersonRequest, programme: Programme, form: CrisisForm | None = None, status: int = 200
) -> HttpResponse:
    stops = list(Crisis.objects.filter(programme=programme).select_related("started_by", "lifted_by")[:10])
    standing = next((stop for stop in stops if stop.is_standing), None)
    context = {
        **workspace.context(programme, current_step=STEP),
        "crisis": standing,
        "review": crisis.review(standing) if standing else None,
        "earlier": [stop for stop in stops if not stop.is_standing],
        "people": in_programme(programme).count(),
        "form": form or CrisisForm(),
    }
    return render(request, "sharehub/crisis.html", context, status=status)
