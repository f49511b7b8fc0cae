"""HR's page of referral bonuses: what is due, what waits, what was paid."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import ModelLogEntry

from ambassadors.access import PersonRequest, allowed
from sharehub.models import RecruitmentSettings, ReferralBonus
from sharehub.recruitment import bonuses, sheets
from sharehub.recruitment.forms import DueForm, LapseForm

_PER_PAGE = 50
_State = ReferralBonus.State
_TABS = (_State.DUE, _State.PENDING, _State.PAID, _State.LAPSED)


def _chosen(request: PersonRequest) -> str:
    state = request.GET.get("state", _State.DUE)
    return state if state in _State.values else str(_State.DUE)


@never_cache
@require_GET
@allowed("sharehub.view_referralbonus")
def bonus_list(request: PersonRequest) -> HttpResponse:
    state = _chosen(request)
    rows = ReferralBonus.objects.filter(state=state).select_related("application__vacancy", "ambassador__user")
    sums = bonuses.sums()
    context = {
        "page": Paginator(rows, _PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [(each.value, each.label, sums[each].count) for each in _TABS],
        "sums": sums,
        "to_settle": ReferralBonus.objects.to_settle().count(),
        "rules": RecruitmentSettings.load(),
        "has_any": any(each.count for each in sums.values()),
    }
    return render(request, "sharehub/recruitment/bonus_list.html", context)


@never_cache
@require_GET
@allowed("sharehub.view_referralbonus")
def bonus_export(request: PersonRequest, kind: str) -> HttpResponse:
    if kind not in sheets.KINDS:
        raise Http404
    state = _chosen(request)
    rows = ReferralBonus.objects.filter(state=state).select_related("application__vacancy", "ambassador__user")
    return HttpResponse(
        bonuses.sheet(rows, kind),
        content_type=sheets.KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="bonuses-{state}.{kind}"'},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@allowed("sharehub.change_referralbonus")
def bonus_detail(request: PersonRequest, pk: int) -> HttpResponse:
    bonus = _bonus(pk)
    form = DueForm(request.POST or None, instance=_bonus(pk))
    if request.method == "POST" and form.is_valid():
        try:
            bonuses.postpone(bonus=bonus, due_on=form.cleaned_data["due_on"], by=request.user)
        except bonuses.BonusChangedError as error:
            _changed(request, error)
        else:
            day = date_format(form.cleaned_data["due_on"], "DATE_FORMAT")
            messages.success(request, _("It is due from %(day)s.") % {"day": day})
        return redirect("sharehub:bonus_detail", pk)
    context = {
        "bonus": bonus,
        "form": form,
        "lapse_form": LapseForm(),
        "history": list(ModelLogEntry.objects.for_instance(bonus).select_related("user").order_by("timestamp")),
        "crumbs": [(_("Referral bonuses"), reverse("sharehub:bonus_list")), (str(bonus.ambassador), "")],
    }
    return render(request, "sharehub/recruitment/bonus_detail.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("sharehub.change_referralbonus")
def bonus_payment(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        token = bonuses.pay(bonus=_bonus(pk), by=request.user)
    except bonuses.BonusChangedError as error:
        _changed(request, error)
    else:
        undo = reverse("sharehub:bonus_undoing", args=[pk, token])
        messages.success(request, _("Marked as paid today."), extra_tags=undo)
    return redirect("sharehub:bonus_list" if request.POST.get("from") == "list" else bonus_url(pk))


@require_POST
@allowed("sharehub.change_referralbonus")
def bonus_lapse(request: PersonRequest, pk: int) -> HttpResponse:
    form = LapseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the reasons. Nothing was changed."))
        return redirect(bonus_url(pk))
    try:
        reason = ReferralBonus.Reason(form.cleaned_data["reason"])
        token = bonuses.lapse(bonus=_bonus(pk), reason=reason, by=request.user)
    except bonuses.BonusChangedError as error:
        _changed(request, error)
    else:
        undo = reverse("sharehub:bonus_undoing", args=[pk, token])
        messages.success(request, _("It lapsed and will not be paid."), extra_tags=undo)
    return redirect(bonus_url(pk))


@require_POST
@allowed("sharehub.change_referralbonus")
def bonus_undoing(request: PersonRequest, pk: int, token: str) -> HttpResponse:
    try:
        done = bonuses.take_back(bonus=_bonus(pk), token=token, by=request.user)
    except bonuses.BonusChangedError as error:
        _changed(request, error)
    else:
        if done:
            messages.success(request, _("Undone: it is as it was."))
        else:
            messages.error(request, _("It is too late to undo this."))
    return redirect(bonus_url(pk))


def bonus_url(pk: int) -> str:
    return reverse("sharehub:bonus_detail", args=[pk])


def _bonus(pk: int) -> ReferralBonus:
    rows = ReferralBonus.objects.select_related(
        "application__vacancy", "ambassador__user", "ambassador__team", "paid_by"
    )
    return get_object_or_404(rows, pk=pk)


def _changed(request: PersonRequest, error: Exception) -> None:
    text = _("It is “%(state)s” now, so this cannot be done. Nothing was changed.")
    messages.error(request, text % {"state": error})
