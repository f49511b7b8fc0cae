"""The manager's side of invitations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import invitations as actions
from ambassadors.forms.invitations import InvitationForm
from ambassadors.letters import letter
from ambassadors.models import Ambassador, Invitation
from ambassadors.models.invitations import VALID_FOR
from ambassadors.privacy import is_large_enough
from ambassadors.recipients import Recipients
from themes import workspace
from themes.models import Programme

STEP = 3
PER_PAGE = 50


@allowed("ambassadors.view_invitation")
@vary_on_headers("HX-Request")
def invitation_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    counts = {state: programme.invitations.in_state(state).count() for state in Invitation.State}
    state = request.GET.get("state", "")
    found = programme.invitations.in_state(state) if state in counts else programme.invitations.all()
    query = request.GET.get("q", "").strip()
    if query:
        found = found.search(query)
    page = Paginator(found.select_related("team", "invited_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **workspace.context(programme, current_step=STEP),
        "page": page,
        "query": query,
        "chosen": state,
        "states": [(state.value, state.label, counts[state]) for state in Invitation.State if counts[state]],
        "total": sum(counts.values()),
        "reasons": _reasons(programme),
        "waves": programme.invitations.waves(),
    }
    part = "ambassadors/_invitation_rows.html"
    return render(request, part if request.htmx else "ambassadors/invitation_list.html", context)


def _reasons(programme: Programme) -> list[tuple[str, int]]:
    """Return why people said no, as counts, where so many gave a reason that nobody can be told."""
    given = programme.invitations.in_state(Invitation.State.DECLINED).exclude(decline_reason="")
    rows = given.order_by().values_list("decline_reason").annotate(n=Count("pk")).order_by("-n", "decline_reason")
    found = [(str(Invitation.DeclineReason(reason).label), n) for reason, n in rows]
    return found if is_large_enough(sum(n for _reason, n in found)) else []


@allowed("ambassadors.add_invitation")
@require_http_methods(["GET", "POST"])
def invitation_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    if request.method == "GET":
        initial = {"language": request.user.language, "addresses": _addresses(request, programme)}
        form = InvitationForm(programme=programme, initial=initial)
        return _form(request, programme, form)
    form = InvitationForm(request.POST, request.FILES, programme=programme)
    if not form.is_valid() or "back" in request.POST:
        return _form(request, programme, form)
    found = form.recipients()
    if "send" not in request.POST:
        return _preview(request, programme, form, found)
    data = form.cleaned_data
    done = actions.invite(
        programme=programme,
        rows=found.people,
        by=request.user,
        themes=list(data["themes"]),
        message=data["message"],
        waves=form.waves(),
    )
    if done.to_send:
        text = ngettext("%(n)s person is invited.", "%(n)s people are invited.", done.to_send) % {"n": done.to_send}
        messages.success(request, text)
    else:
        messages.info(request, _("Nothing changed: everybody on the list was asked before."))
    return redirect("ambassadors:invitation_list", slug)


def _addresses(request: PersonRequest, programme: Programme) -> str:
    """Return whom the page that led here meant: one person of the directory, or all that a file brought."""
    people = Ambassador.objects.none()
    key, of_import = request.GET.get("person", ""), request.GET.get("import", "")
    if key.isdecimal():
        people = Ambassador.objects.eligible().filter(pk=key, joined_at=None)
    elif of_import.isdecimal() and (row := programme.people_imports.filter(pk=of_import).first()):
        people = row.newcomers()
    return "\n".join(f"{person.user.get_full_name()} <{person.user.email}>" for person in people.select_related("user"))


def _form(request: PersonRequest, programme: Programme, form: InvitationForm) -> HttpResponse:
    context = {**workspace.context(programme, current_step=STEP), "form": form}
    return render(request, "ambassadors/invitation_form.html", context, status=422 if form.errors else 200)


def _preview(request: PersonRequest, programme: Programme, form: InvitationForm, found: Recipients) -> HttpResponse:
    plan = actions.plan(programme=programme, rows=found.people)
    data = form.cleaned_data
    mail = None
    if plan.to_send:
        first = (plan.new or plan.again)[0]
        example = Invitation(
            programme=programme,
            email=first.email,
            first_name=first.first_name,
            last_name=first.last_name,
            language=first.language,
            message=data["message"],
            invited_by=request.user,
            expires_at=timezone.now() + VALID_FOR,
        )
        themes = list(dict.fromkeys((*first.themes, *data["themes"])))
        mail = letter(example, themes=themes, url=_("(the personal link stands here)"))
    context = {
        **workspace.context(programme, current_step=STEP),
        "form": form,
        "plan": plan,
        "problems": found.problems,
        "mail": mail,
        "themes": data["themes"],
        "waves": form.waves().per_day(len(plan.new)),
    }
    return render(request, "ambassadors/invitation_preview.html", context)


@allowed("ambassadors.change_invitation")
@require_POST
def invitation_renewal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _invitation(slug, pk)
    try:
        actions.resend(invitation=invitation, by=request.user)
    except actions.InvitationClosed:
        return _answered(request, slug)
    messages.success(request, _("%(who)s gets the invitation again.") % {"who": invitation.email})
    return redirect("ambassadors:invitation_list", slug)


@allowed("ambassadors.change_invitation")
@require_POST
def invitation_withdrawal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    invitation = _invitation(slug, pk)
    try:
        actions.withdraw(invitation=invitation, by=request.user)
    except actions.InvitationClosed:
        return _answered(request, slug)
    undo = reverse("ambassadors:invitation_restoration", args=[slug, pk])
    text = _("The invitation of %(who)s is withdrawn; the link no longer works.") % {"who": invitation.email}
    messages.success(request, text, extra_tags=undo)
    return redirect("ambassadors:invitation_list", slug)


@allowed("ambassadors.change_invitation")
@require_POST
def invitation_restoration(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    try:
        actions.restore(invitation=_invitation(slug, pk), by=request.user)
    except actions.InvitationClosed:
        return _answered(request, slug)
    messages.success(request, _("The invitation holds again."))
    return redirect("ambassadors:invitation_list", slug)


def _invitation(slug: str, pk: int) -> Invitation:
    return get_object_or_404(Invitation, pk=pk, programme__slug=slug)


def _answered(request: PersonRequest, slug: str) -> HttpResponse:
    messages.error(request, _("Nothing changed: this invitation was answered or withdrawn meanwhile."))
    return redirect("ambassadors:invitation_list", slug)
