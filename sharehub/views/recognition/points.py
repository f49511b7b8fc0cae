"""The rules for points: what they would have given, and letting them hold."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ambassadors.access import PersonRequest, allowed
from sharehub.actions.points import change_points
from sharehub.models import PointRules
from sharehub.recognition import preview
from sharehub.recognition.forms import PointsForm
from themes import reporting, workspace
from themes.models import Programme

STEP = 6


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_pointrules")
def points(request: PersonRequest, slug: str) -> HttpResponse:
    """The numbers stand in the address until they hold, so that they can be looked at together first."""
    programme = get_object_or_404(Programme, slug=slug)
    current = PointRules.objects.current()
    given = request.POST if request.method == "POST" else request.GET
    form = PointsForm(given if "share" in given else None, initial=PointsForm.of(current))
    is_valid = form.is_valid()
    if request.method == "POST" and is_valid:
        made = change_points(rules=form.save(commit=False), programme=programme, by=request.user)
        said = (
            _("Nothing changed: these rules hold already.")
            if made.pk == current.pk
            else _("These rules hold from now on.")
        )
        messages.success(request, said)
        return redirect("sharehub:points", slug)
    asked = form.instance if is_valid else None
    context = {
        **workspace.context(programme, current_step=STEP),
        "form": form,
        "current": current,
        "asked": asked,
        "same": asked is not None and asked.same_as(current),
        "preview": preview.preview(asked or current, against=current),
        "when": reporting.words_of(preview.DAYS, preview.period()),
        "versions": [*PointRules.objects.select_related("made_by")[:20], PointRules()],
    }
    return render(
        request, "sharehub/points.html", context, status=422 if request.method == "POST" or form.errors else 200
    )
