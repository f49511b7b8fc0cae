"""Pairs: what the two see, what the manager sees of them, and one's own calendar."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors import agenda, mails
from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from ambassadors.actions import coaching as actions
from ambassadors.forms.coaching import AppointmentForm, NoteForm, PairForm
from ambassadors.models import CalendarLink, CoachPair, PairNote
from themes import workspace
from themes.models import Programme

STEP = 6


@never_cache
@require_safe
@ambassador_required
def pair_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    return _detail(request, _mine(request, pk))


@require_POST
@ambassador_required
def pair_notes(request: AmbassadorRequest, pk: int) -> HttpResponse:
    pair, form = _mine(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _detail(request, pair, note_form=form, status=422)
    try:
        actions.note(pair=pair, author=request.ambassador, text=form.cleaned_data["text"])
    except actions.NotPaired:
        messages.error(request, _("Nothing was saved: you two no longer meet."))
    return redirect("ambassadors:pair_detail", pk)


@require_POST
@ambassador_required
def pair_note_bin(request: AmbassadorRequest, pk: int, note_pk: int) -> HttpResponse:
    note = get_object_or_404(PairNote, pk=note_pk, pair=_mine(request, pk), author=request.ambassador)
    actions.delete_note(note=note, by=request.ambassador)
    messages.success(request, _("The note is gone."))
    return redirect("ambassadors:pair_detail", pk)


@require_POST
@ambassador_required
def pair_appointment(request: AmbassadorRequest, pk: int) -> HttpResponse:
    pair, form = _mine(request, pk), AppointmentForm(request.POST)
    if not form.is_valid():
        return _detail(request, pair, appointment_form=form, status=422)
    try:
        actions.set_appointment(pair=pair, by=request.ambassador, **form.cleaned_data)
    except actions.NotPaired:
        messages.error(request, _("Nothing was saved: you two no longer meet."))
    else:
        messages.success(request, _("Saved. It stands in both calendars."))
    return redirect("ambassadors:pair_detail", pk)


@require_POST
@ambassador_required
def pair_end(request: AmbassadorRequest, pk: int) -> HttpResponse:
    actions.end_pair(pair=_mine(request, pk), by=request.user)
    messages.success(request, _("Ended. Your notes stay here for the two of you."))
    return redirect("ambassadors:my_calendar")


@never_cache
@require_safe
@ambassador_required
def my_calendar(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    link = CalendarLink.objects.filter(ambassador=ambassador).first()
    context = {
        "ambassador": ambassador,
        "events": agenda.coming(ambassador),
        "pairs": [(pair, pair.other(ambassador)) for pair in CoachPair.objects.of(ambassador)],
        "link": link,
        "address": mails.absolute(agenda.path(link)) if link else "",
    }
    return render(request, "ambassadors/my_calendar.html", context)


@require_POST
@ambassador_required
def calendar_link(request: AmbassadorRequest) -> HttpResponse:
    if "revoke" in request.POST:
        actions.revoke_calendar_link(ambassador=request.ambassador)
        messages.success(request, _("The old address does not work any more."))
    else:
        actions.make_calendar_link(ambassador=request.ambassador)
        messages.success(request, _("This address is yours alone; whoever has it sees your calendar."))
    return redirect("ambassadors:my_calendar")


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer calendar programs, which know no log-in; who has the address sees the calendar."""
    link = agenda.link_of(token)
    if link is None:
        raise Http404
    link.was_read()
    with translation.override(link.ambassador.user.language):
        return agenda.answer(agenda.feed(link.ambassador), name="calendar.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("ambassadors.change_coachpair")
def support_pairs(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = PairForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.pair(by=request.user, **form.cleaned_data)
        except actions.AlreadyPaired:
            messages.error(request, _("Nothing changed: this colleague has a coach already."))
        else:
            words = {"coach": made.coach, "name": made.ambassador}
            messages.success(request, _("%(coach)s coaches %(name)s. Both are told.") % words)
        return redirect("ambassadors:support_pairs", slug)
    running = CoachPair.objects.running().select_related("coach__user", "ambassador__user")
    context = {**workspace.context(programme, current_step=STEP), "form": form, "pairs": list(running)}
    return render(request, "ambassadors/support_pairs.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("ambassadors.change_coachpair")
def support_pair_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    actions.end_pair(pair=get_object_or_404(CoachPair, pk=pk), by=request.user)
    messages.success(request, _("Ended."))
    return redirect("ambassadors:support_pairs", slug)


def _mine(request: AmbassadorRequest, pk: int) -> CoachPair:
    return get_object_or_404(CoachPair.objects.of(request.ambassador), pk=pk)


def _detail(
    request: AmbassadorRequest,
    pair: CoachPair,
    note_form: NoteForm | None = None,
    appointment_form: AppointmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    ambassador = request.ambassador
    initial = {"meets_at": pair.meets_at and timezone.localtime(pair.meets_at), "meets_where": pair.meets_where}
    context = {
        "pair": pair,
        "other": pair.other(ambassador),
        "is_coach": pair.coach_id == ambassador.pk,
        "ambassador": ambassador,
        "notes": list(pair.notes.select_related("author__user")),
        "note_form": note_form or NoteForm(),
        "appointment_form": appointment_form or AppointmentForm(initial=initial),
    }
    return render(request, "ambassadors/pair_detail.html", context, status=status)
