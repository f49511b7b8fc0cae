"""Who of us keeps the contact with someone outside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import roles as actions
from ambassadors.forms.steering import ContactForm
from ambassadors.models import Contact
from themes import undo, workspace
from themes.models import Stakeholder

STEP = 5


@allowed("ambassadors.add_contact")
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def contact_form(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    stakeholder = get_object_or_404(Stakeholder.objects.select_related("programme"), pk=pk, programme__slug=slug)
    contacts = list(Contact.objects.filter(stakeholder=stakeholder).select_related("ambassador__user"))
    form = ContactForm(request.POST or None, taken=[contact.ambassador_id for contact in contacts])
    if form.is_valid():
        person = form.cleaned_data["ambassador"]
        actions.keep_contact(stakeholder=stakeholder, ambassador=person, by=request.user)
        messages.success(request, _("%(who)s keeps the contact with %(name)s.") % {"who": person, "name": stakeholder})
        return redirect("themes:stakeholder_detail", slug, pk)
    context = {
        "programme": stakeholder.programme,
        "stakeholder": stakeholder,
        "contacts": contacts,
        "form": form,
    }
    if request.htmx:
        return render(request, "ambassadors/_contacts.html", context)
    context |= workspace.context(stakeholder.programme, current_step=STEP)
    return render(request, "ambassadors/contact_form.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.delete_contact")
@require_POST
def contact_end(request: PersonRequest, slug: str, pk: int, contact_pk: int) -> HttpResponse:
    contact = get_object_or_404(
        Contact.objects.select_related("ambassador__user", "stakeholder"),
        pk=contact_pk,
        stakeholder_id=pk,
        stakeholder__programme__slug=slug,
    )
    back = reverse("themes:stakeholder_detail", args=[slug, pk])
    token = undo.keep_removed(contact, owner=request.user.pk, back=back)
    actions.end_contact(contact=contact, by=request.user)
    text = _("%(who)s no longer keeps this contact.") % {"who": contact.ambassador}
    messages.success(request, text, extra_tags=reverse("themes:undo", args=[slug, token]))
    return redirect("themes:stakeholder_detail", slug, pk)
