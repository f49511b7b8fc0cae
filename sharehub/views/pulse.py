"""How people like it: asked by a manager, answered without a name, shown once it is over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors import privacy
from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from ambassadors.taking_part import in_programme
from sharehub import pulse as pulses
from sharehub.actions import pulse as actions
from sharehub.measurement.forms import PulseAnswerForm, PulseForm
from sharehub.models import Pulse
from themes.models import Programme
from themes.workspace import context

STEP = 7
_SHOWN = 8


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_pulse")
def pulse_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = PulseForm(request.POST or None)
    if form.is_valid():
        try:
            actions.start_pulse(programme=programme, closes_on=form.cleaned_data["closes_on"], by=request.user)
            messages.success(request, _("People are asked from now on."))
        except actions.PulseRefused:
            messages.error(request, _("Nothing changed: people are being asked already."))
        return redirect("sharehub:pulse_list", slug)
    found = list(programme.pulses.all()[:_SHOWN])
    running = next((one for one in found if one.closed_at is None), None)
    page = {
        "form": form,
        "running": running,
        "results": [shown for one in found if (shown := pulses.result(one))],
        "reminds": running is not None and pulses.reminds(running),
        "asked": in_programme(programme).count(),
        "minimum": privacy.threshold(),
        "crumbs": [(_("On one page"), reverse("sharehub:overview", args=[slug])), (_("How people like it"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "sharehub/pulse_list.html", context(programme, current_step=STEP) | page, status=status)


@require_POST
@allowed("sharehub.add_pulse")
def pulse_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    try:
        actions.call_off_pulse(programme=programme, pulse_id=pk, by=request.user)
        messages.success(request, _("Nobody is asked any more. What was answered is gone, and nobody saw it."))
    except actions.PulseRefused:
        messages.error(request, _("Nothing changed: it is over already."))
    return redirect("sharehub:pulse_list", slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def pulse_answer(request: AmbassadorRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(Pulse.objects.filter(programme__in=request.ambassador.programmes()), pk=pk)
    form = PulseAnswerForm(request.POST if request.method == "POST" else None)
    is_open = Pulse.objects.open().filter(pk=pk).exists()
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_pulse(pulse=asked, ambassador=request.ambassador, answer=form.save(commit=False))
            messages.success(request, _("Thank you. Nobody can see that these words are yours."))
        except actions.PulseRefused:
            messages.error(request, _("Nothing changed: you answered already, or it is over."))
        return redirect("sharehub:feed")
    page = {
        "pulse": asked,
        "form": form,
        "is_open": is_open,
        "has_answered": asked.replies.filter(ambassador=request.ambassador).exists(),
        "minimum": privacy.threshold(),
    }
    return render(request, "sharehub/pulse_answer.html", page, status=422 if form.errors else 200)
