"""The people outside with whom an ambassador keeps the contact: theirs alone to see."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ambassadors import own_contacts
from ambassadors.access import AmbassadorRequest, ambassador_required
from ambassadors.actions import answers as actions
from ambassadors.forms.answers import QuickMomentForm
from ambassadors.models import ContactMoment
from themes import undo
from themes.models import Stakeholder


@never_cache
@require_GET
@ambassador_required
def my_contact_list(request: AmbassadorRequest) -> HttpResponse:
    found = own_contacts.of(request.ambassador)
    # Each has fields of its own, so that every label points at its own.
    rows = [(one, QuickMomentForm(auto_id=f"contact-{one.stakeholder.pk}-%s")) for one in found]
    context = {
        "rows": rows,
        "cold": sum(one.warmth.is_cold for one in found),
        "ways": ContactMoment.Way.choices,
    }
    return render(request, "ambassadors/my_contact_list.html", context)


@require_POST
@ambassador_required
def my_contact_moment(request: AmbassadorRequest, pk: int) -> HttpResponse:
    stakeholder = get_object_or_404(Stakeholder, pk=pk, contacts__ambassador=request.ambassador)
    way = request.POST.get("way", "")
    if way not in ContactMoment.Way.values:
        raise Http404
    form = QuickMomentForm(request.POST)
    if form.is_valid():
        moment = actions.note_contact(stakeholder=stakeholder, by=request.user, way=way, **form.cleaned_data)
        if moment is None:
            messages.info(request, _("Nothing changed: the log has that already."))
            return redirect("ambassadors:my_contact_list")
        token = undo.keep_fields(moment, ["way"], owner=request.user.pk, back="")
        undoing = reverse("ambassadors:my_contact_moment_undoing", args=[moment.pk, token])
        messages.success(request, _("Noted in the log of %(name)s.") % {"name": stakeholder}, extra_tags=undoing)
    else:
        messages.error(request, _("Nothing was noted: that day has not come yet, or is not a day."))
    return redirect("ambassadors:my_contact_list")


@require_POST
@ambassador_required
def my_contact_moment_undoing(request: AmbassadorRequest, pk: int, token: str) -> HttpResponse:
    moment = get_object_or_404(ContactMoment.objects.select_related("stakeholder"), pk=pk, by=request.user)
    if undo.take(token, owner=request.user.pk, about=moment) is None:
        messages.error(request, _("It is too late to undo this."))
    else:
        actions.take_back_contact(moment=moment, by=request.user)
        messages.success(request, _("It is out of the log."))
    return redirect("ambassadors:my_contact_list")
