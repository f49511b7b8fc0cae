"""Who would like to take a role offers it; a manager answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from ambassadors.actions import roles as actions
from ambassadors.forms.me import OfferForm
from ambassadors.models import RoleAssignment, RoleOffer
from ambassadors.views.me import show_themes
from ambassadors.views.people import back
from themes import undo

_ANSWER = ("answered_at", "is_accepted", "answer")


@ambassador_required
@require_POST
def me_offer(request: AmbassadorRequest) -> HttpResponse:
    form = OfferForm(request.POST, ambassador=request.ambassador)
    if not form.is_valid():
        return show_themes(request, form)
    made = actions.offer_role(ambassador=request.ambassador, **form.cleaned_data)
    words = {"role": made.role, "theme": made.theme}
    if isinstance(made, RoleAssignment):
        messages.success(request, _("You are %(role)s for %(theme)s.") % words)
    else:
        messages.success(request, _("Your manager sees that you would like to be %(role)s for %(theme)s.") % words)
    return redirect(f"{reverse('ambassadors:me_themes')}#roles")


@ambassador_required
@require_POST
def me_offer_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(RoleOffer.objects.select_related("role"), pk=pk, ambassador=request.ambassador)
    if actions.withdraw_offer(offer=offer):
        messages.success(request, _("You took back that you would like to be %(role)s.") % {"role": offer.role})
    else:
        messages.info(request, _("Nothing changed: your manager answered already."))
    return redirect(f"{reverse('ambassadors:me_themes')}#roles")


def _offer(slug: str, pk: int) -> RoleOffer:
    rows = RoleOffer.objects.select_related("ambassador__user", "role", "theme__programme")
    return get_object_or_404(rows, pk=pk, theme__programme__slug=slug, ambassador__left_at=None)


@allowed("ambassadors.add_roleassignment")
@require_POST
def offer_restoration(request: PersonRequest, slug: str, pk: int, token: str) -> HttpResponse:
    offer = _offer(slug, pk)
    kept = undo.take(token, owner=request.user.pk, about=offer)
    if kept and actions.reopen_offer(offer=offer, kept=kept, by=request.user):
        messages.success(request, _("The offer waits again."))
    else:
        messages.info(request, _("Nothing changed: it is too late, or this was answered or taken back already."))
    return redirect(f"{reverse('ambassadors:role_list', args=[slug])}#offers")


@allowed("ambassadors.add_roleassignment")
@require_POST
def offer_decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    offer = _offer(slug, pk)
    accepts, answer = request.POST.get("answer") == "yes", request.POST.get("word", "").strip()
    words = {"who": offer.ambassador, "role": offer.role, "theme": offer.theme}
    kept = undo.keep_fields(offer, _ANSWER, owner=request.user.pk, back=request.path)
    again = reverse("ambassadors:offer_restoration", args=[slug, pk, kept])
    if not actions.answer_offer(offer=offer, accepts=accepts, by=request.user, answer=answer):
        messages.info(request, _("Nothing changed: this was answered or taken back already."))
    elif accepts:
        text = _("%(who)s is %(role)s for %(theme)s from today, and reads so.")
        messages.success(request, text % words, extra_tags=again)
    else:
        messages.success(request, _("%(who)s reads that it is not now.") % words, extra_tags=again)
    return back(request, offer.theme.programme, offer.ambassador)
