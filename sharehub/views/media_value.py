"""The media value, where a manager prices it and switches it on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from sharehub.actions import media_value as actions
from sharehub.measurement.forms import MediaPriceForm
from sharehub.measurement.media_value import euros
from themes.models import Programme
from themes.networks import name_of
from themes.workspace import context

STEP = 7
_SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_mediavalue")
def media_value(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = MediaPriceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        price = form.save(commit=False)
        actions.set_media_price(programme=programme, price=price, by=request.user)
        words = {"network": name_of(price.network), "euros": euros(price.euros)}
        messages.success(request, _("From now on a visitor through %(network)s counts for € %(euros)s.") % words)
        return redirect("sharehub:media_value", slug)
    versions = list(programme.media_values.select_related("made_by").prefetch_related("prices")[:_SHOWN])
    page = {
        "form": form,
        "versions": versions,
        "current": versions[0] if versions else None,
        "crumbs": [(_("On one page"), reverse("sharehub:overview", args=[slug])), (_("Media value"), "")],
    }
    status = 422 if form.errors else 200
    return render(request, "sharehub/media_value.html", context(programme, current_step=STEP) | page, status=status)


@require_POST
@allowed("sharehub.add_mediavalue")
def media_price_removal(request: PersonRequest, slug: str, network: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    current = actions.remove_media_price(programme=programme, network=network, by=request.user)
    messages.success(request, _("%(network)s counts for nothing from now on.") % {"network": name_of(network)})
    if current and not current.prices.exists():
        messages.info(request, _("That was the last price: media value is off."))
    return redirect("sharehub:media_value", slug)


@require_POST
@allowed("sharehub.add_mediavalue")
def media_value_showing(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    is_on = request.POST.get("on") == "1"
    try:
        actions.show_media_value(programme=programme, is_on=is_on, by=request.user)
    except actions.MediaValueRefused:
        messages.error(request, _("Nothing changed: set a price first."))
    else:
        said = _("Media value is shown from now on, as an estimate.") if is_on else _("Media value is off.")
        messages.success(request, said)
    return redirect("sharehub:media_value", slug)
