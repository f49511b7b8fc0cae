"""Contests: where people enter and vote, and where a manager looks after them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from sharehub.actions import contests as actions
from sharehub.models import Contest, ContestEntry
from sharehub.recognition import contests
from sharehub.recognition.forms import ContestEntryForm, ContestForm, EntryAnswerForm
from themes import workspace
from themes.models import Programme

STEP = 6


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def contest_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    ambassador, contest = request.ambassador, _of(request, pk)
    phase = contests.phase(contest, timezone.localdate())
    mine = contest.entries.filter(ambassador=ambassador).select_related("picture").first()
    form = ContestEntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter(
                contest=contest,
                ambassador=ambassador,
                photo=form.cleaned_data["photo"],
                description=form.cleaned_data["description"],
                caption=form.cleaned_data["caption"],
                may_be_named=form.cleaned_data["may_be_named"],
            )
        except actions.NotNowError:
            messages.error(
                request, _("One picture a person, and only until the last day to enter. Nothing was changed.")
            )
        else:
            messages.success(request, _("It is in. A manager looks at it before others see it."))
        return redirect("sharehub:contest_detail", pk)
    vote = ambassador.contest_votes.filter(contest=contest).first()
    context = {
        "contest": contest,
        "phase": phase,
        "mine": mine,
        "form": form,
        "entries": contests.gallery(contest, ambassador) if phase == "vote" else [],
        "voted_for": vote.entry_id if vote else None,
        "winners": contest.entries.admitted().filter(is_winner=True).select_related("picture", "ambassador__user"),
        "voters": contests.voters_shown(contest),
    }
    return render(request, "sharehub/contest_detail.html", context, status=422 if form.errors else 200)


@require_POST
@ambassador_required
def contest_vote(request: AmbassadorRequest, pk: int) -> HttpResponse:
    contest = _of(request, pk)
    number = request.POST.get("entry", "")
    entry = contest.entries.admitted().filter(pk=int(number) if number.isdecimal() and len(number) < 18 else 0).first()
    try:
        if entry is None:
            raise actions.NotNowError
        actions.vote(entry=entry, voter=request.ambassador)
    except actions.NotNowError:
        messages.error(
            request, _("Choose one of the pictures of others, while the voting goes on. Nothing was changed.")
        )
    else:
        messages.success(request, _("You voted. Until the last day you can choose another one."))
    return redirect("sharehub:contest_detail", pk)


@require_POST
@ambassador_required
def contest_entry_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(ContestEntry, contest=_of(request, pk), ambassador=request.ambassador)
    try:
        actions.withdraw_entry(entry=entry)
    except actions.NotNowError:
        messages.error(request, _("The votes are counted, so it stays."))
    else:
        messages.success(request, _("Your picture is gone."))
    return redirect("sharehub:contest_detail", pk)


def _of(request: AmbassadorRequest, pk: int) -> Contest:
    today = timezone.localdate()
    found = Contest.objects.standing().filter(programme__in=request.ambassador.programmes(), starts_on__lte=today)
    return get_object_or_404(found, pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_contest")
def contest_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = ContestForm(request.POST or None, instance=Contest(programme=programme))
    if request.method == "POST" and form.is_valid():
        actions.make_contest(contest=form.save(commit=False), by=request.user)
        messages.success(request, _("It stands on everybody's home from its first day on."))
        return redirect("sharehub:contest_list", slug)
    today = timezone.localdate()
    found = Contest.objects.filter(programme=programme)[:30]
    rows = [(contest, contests.phase(contest, today), contest.entries.waiting().count()) for contest in found]
    context = {**workspace.context(programme, current_step=STEP), "form": form, "rows": rows}
    return render(request, "sharehub/contest_list.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@allowed("sharehub.change_contest")
def contest_review(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    contest = get_object_or_404(Contest.objects.select_related("programme"), pk=pk, programme__slug=slug)
    context = {
        **workspace.context(contest.programme, current_step=STEP),
        "contest": contest,
        "phase": contests.phase(contest, timezone.localdate()),
        "entries": contest.entries.select_related("picture"),
        "form": EntryAnswerForm(),
        "winners": contest.entries.filter(is_winner=True),
        "voters": contests.voters_shown(contest),
    }
    return render(request, "sharehub/contest_review.html", context)


@require_POST
@allowed("sharehub.change_contest")
def contest_entry_decision(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    entry = get_object_or_404(ContestEntry.objects.select_related("contest"), pk=pk, contest__programme__slug=slug)
    form = EntryAnswerForm(request.POST)
    if request.POST.get("decision") not in {"admit", "refuse"} or not form.is_valid():
        raise Http404
    if entry.ambassador.user_id == request.user.pk:
        raise PermissionDenied
    admitted = request.POST["decision"] == "admit"
    try:
        actions.decide(entry=entry, admitted=admitted, answer=form.cleaned_data["answer"], by=request.user)
    except actions.NotNowError:
        messages.error(request, _("People are voting already. Nothing was changed."))
    else:
        messages.success(
            request, _("It takes part.") if admitted else _("It does not take part; who entered it reads why.")
        )
    return redirect("sharehub:contest_review", slug, entry.contest_id)


@require_POST
@allowed("sharehub.change_contest")
def contest_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    token = actions.end_contest(contest=get_object_or_404(Contest, pk=pk, programme__slug=slug), by=request.user)
    if token:
        undoing = reverse("sharehub:contest_end_undoing", args=[slug, pk, token])
        messages.success(request, _("It is called off."), extra_tags=undoing)
    else:
        messages.info(request, _("Nothing changed: it was over or called off already."))
    return redirect("sharehub:contest_list", slug)


@require_POST
@allowed("sharehub.change_contest")
def contest_end_undoing(request: PersonRequest, slug: str, pk: int, token: str) -> HttpResponse:
    contest = get_object_or_404(Contest, pk=pk, programme__slug=slug)
    if actions.resume_contest(contest=contest, token=token, by=request.user):
        messages.success(request, _("Undone: it goes on, with the votes that were given."))
    else:
        messages.error(request, _("It is too late to undo this."))
    return redirect("sharehub:contest_review", slug, pk)
