"""Sharing later: choosing the moment, and one's own plans."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors import notices
from ambassadors.access import AmbassadorRequest, ambassador_required, policy_required
from cms.models import Shareable
from sharehub import actions, good_hours, networks, push
from sharehub import plans as my
from sharehub.forms import PaceForm
from sharehub.models import Connection, PlannedShare, PlanPreferences
from sharehub.moments import HORIZON, in_words
from sharehub.views.shares import place_of
from sharehub.views.sheets import answer_closed, show_sheet, steps_of


@require_http_methods(["GET", "HEAD", "POST"])
@policy_required
def plan_new(request: AmbassadorRequest, pk: int) -> HttpResponse:
    """First the words are looked at, then the moment is chosen, then it is planned."""
    if (place := place_of(request, pk)) is None:
        return answer_closed(request)
    if request.method != "POST":
        return redirect("sharehub:share_new", pk)
    ambassador, piece = request.ambassador, place.piece
    network, text = request.POST.get("network", ""), request.POST.get("text", "").replace("\r\n", "\n")
    prepared = request.POST.get("prepared", "").replace("\r\n", "\n")
    try:
        actions.check_share(ambassador, piece, network, text.strip(), piece.language, for_later=True)
        if (at := _moment(request, piece, network)) is None:
            return _when(request, piece, network, text, prepared)
        plan = actions.plan_share(
            ambassador=ambassador,
            piece=piece,
            network=network,
            text=text,
            language=piece.language,
            at=at,
            for_me=request.POST.get("for_me") == "1",
            account_id=int(account) if (account := request.POST.get("account", "")).isdecimal() else None,
        )
    except actions.PlanRefused as refusal:
        return _when(request, piece, network, text, prepared, refusal)
    except actions.ShareRefused as refusal:
        return show_sheet(request, place, network=network, text=text, prepared=prepared, refusal=refusal)
    said = _("Planned for %(when)s.") % {"when": in_words(plan.due_at, ambassador.user.zone)}
    messages.success(request, said, extra_tags=reverse("sharehub:plan_cancellation", args=[plan.pk]))
    return redirect("sharehub:plan_list")


@require_safe
@ambassador_required
def plan_list(request: AmbassadorRequest) -> HttpResponse:
    return _list(request)


@require_POST
@ambassador_required
def plan_pace(request: AmbassadorRequest) -> HttpResponse:
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    actions.choose_pace(ambassador=request.ambassador, most_per_day=form.cleaned_data["most_per_day"])
    messages.success(request, _("Saved."))
    return redirect("sharehub:plan_list")


@require_POST
@ambassador_required
def plan_device(request: AmbassadorRequest) -> HttpResponse:
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    if not actions.choose_device(ambassador=request.ambassador, **given):
        messages.error(request, _("This browser did not let us. Reminders come by mail."))
        return redirect("sharehub:plan_list")
    messages.success(request, _("This device tells you when your moment comes."))
    return redirect("sharehub:plan_list")


@require_POST
@ambassador_required
def plan_device_removal(request: AmbassadorRequest) -> HttpResponse:
    actions.forget_devices(ambassador=request.ambassador)
    messages.success(request, _("No device tells you any more; reminders come by mail."))
    return redirect("sharehub:plan_list")


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def plan_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    plan = _own_plan(request, pk)
    if not plan.is_open or plan.is_leaving:
        return redirect("sharehub:share_detail", plan.share_id)
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            actions.reword_plan(plan=plan, text=text)
        except actions.ShareRefused as refusal:
            return _detail(request, plan, refusal, text=text)
        messages.success(request, _("Saved."))
        return redirect("sharehub:plan_detail", pk)
    return _detail(request, plan)


@require_POST
@ambassador_required
def plan_moment(request: AmbassadorRequest, pk: int) -> HttpResponse:
    plan = _own_plan(request, pk)
    before = None if plan.carried_out_at or plan.held_for else plan.due_at
    try:
        at = _moment(request, plan.share.piece, plan.share.network)
        if at is None:
            raise actions.PlanRefused(_("Choose a day and a time."))
        plan = actions.move_plan(plan=plan, at=at)
    except actions.ShareRefused as refusal:
        return _detail(request, plan, refusal)
    return _moved(request, plan, before)


@require_POST
@ambassador_required
def plan_delay(request: AmbassadorRequest, pk: int) -> HttpResponse:
    plan = _own_plan(request, pk)
    try:
        plan = actions.put_off_plan(plan=plan)
    except actions.ShareRefused as refusal:
        return _detail(request, plan, refusal)
    return _moved(request, plan)


@require_POST
@ambassador_required
def plan_cancellation(request: AmbassadorRequest, pk: int) -> HttpResponse:
    plan = _own_plan(request, pk)
    if "_undo" in request.POST or "_undo" in request.GET:
        try:
            actions.restore_plan(plan=plan)
        except actions.ShareRefused as refusal:
            messages.error(request, refusal.message)
        return redirect("sharehub:plan_list")
    actions.cancel_plan(plan=plan)
    undo = f"{reverse('sharehub:plan_cancellation', args=[pk])}?_undo=1"
    messages.success(request, _("All right, this one is off."), extra_tags=undo)
    return redirect("sharehub:plan_list")


def _own_plan(request: AmbassadorRequest, pk: int) -> PlannedShare:
    plans = PlannedShare.objects.of(request.ambassador)
    return get_object_or_404(plans.select_related("share__piece__picture", "share__theme", "share__link"), pk=pk)


def _moment(request: AmbassadorRequest, piece: Shareable, network: str) -> datetime | None:
    """Return the moment that was chosen; None where none was yet."""
    try:
        if at := request.POST.get("at") or request.GET.get("at"):
            moment = datetime.fromisoformat(at)
            return moment if moment.tzinfo else None
        if when := request.POST.get("when"):
            written = datetime.fromisoformat(when).replace(tzinfo=None)
            return actions.moment_of(ambassador=request.ambassador, piece=piece, network=network, written=written)
    except ValueError:
        raise actions.PlanRefused(_("Choose a day and a time.")) from None
    return None


def _moved(request: AmbassadorRequest, plan: PlannedShare, before: datetime | None = None) -> HttpResponse:
    """Tell the new moment; where there was one that still stood, it can be put back."""
    said = _("Planned for %(when)s.") % {"when": in_words(plan.due_at, request.ambassador.user.zone)}
    undo = (
        f"{reverse('sharehub:plan_moment', args=[plan.pk])}?{urlencode({'at': before.isoformat()})}" if before else ""
    )
    messages.success(request, said, extra_tags=undo)
    return redirect("sharehub:plan_list")


def _when(
    request: AmbassadorRequest,
    piece: Shareable,
    network: str,
    text: str,
    prepared: str,
    refusal: actions.PlanRefused | None = None,
) -> HttpResponse:
    accounts = Connection.objects.usable(request.ambassador, network)
    chosen = request.POST.get("account", "")
    context = {
        "piece": piece,
        "network": networks.get(network),
        "text": text,
        "prepared": prepared,
        "action": reverse("sharehub:plan_new", args=[piece.pk]),
        "account": next((one for one in accounts if str(one.pk) == chosen), accounts[0] if accounts else None),
        "is_chosen": len(accounts) > 1,
        "for_me": request.POST.get("for_me", "1") == "1",
        **_choices(request, piece, network, refusal),
    }
    return render(request, "sharehub/plan_new.html", context, status=422 if refusal else 200)


def _list(request: AmbassadorRequest, form: PaceForm | None = None) -> HttpResponse:
    ambassador = request.ambassador
    chosen = PlanPreferences.objects.filter(ambassador=ambassador).first()
    context = {
        "plan": my.my_plan(ambassador),
        "ambassador": ambassador,
        "form": form or PaceForm(instance=chosen),
        "quiet": notices.preferences(ambassador),
        "push_key": push.public_key(),
        "devices": ambassador.push_devices.count(),
    }
    return render(request, "sharehub/plan_list.html", context, status=422 if form else 200)


def _detail(
    request: AmbassadorRequest, plan: PlannedShare, refusal: actions.ShareRefused | None = None, text: str | None = None
) -> HttpResponse:
    share = plan.share
    ways = {
        "confirmation": reverse("sharehub:share_confirmation", args=[share.pk]),
        "withdrawal": reverse("sharehub:plan_cancellation", args=[plan.pk]),
    }
    context = {
        **steps_of(share, **ways),
        "plan": plan,
        "words": share.text if text is None else text,
        "action": reverse("sharehub:plan_moment", args=[plan.pk]),
        **_choices(request, share.piece, share.network, refusal),
    }
    if plan.held_for and plan.due_at > timezone.now():
        context["keep"] = plan.due_at.isoformat()
    return render(request, "sharehub/plan_detail.html", context, status=422 if refusal else 200)


def _choices(
    request: AmbassadorRequest, piece: Shareable, network: str, refusal: actions.ShareRefused | None
) -> dict[str, object]:
    """Return the moments to choose from: those that would do instead of a refused one, good ones, and one's own."""
    zone = request.ambassador.user.zone
    proposals = good_hours.proposals(request.ambassador, piece, network)
    instead = refusal.moments if isinstance(refusal, actions.PlanRefused) else []
    return {
        "refusal": refusal,
        "instead": [(moment.isoformat(), in_words(moment, zone)) for moment in instead],
        "proposals": [(one.at.isoformat(), in_words(one.at, zone), one.why) for one in proposals],
        "when": request.POST.get("when", ""),
        "latest": f"{(timezone.now() + HORIZON).astimezone(zone):%Y-%m-%dT%H:%M}",
    }
