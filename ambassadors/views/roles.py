"""Step 4: the catalogue of roles, and who holds which on which theme."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors import coverage, offers, rights
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import roles as actions
from ambassadors.forms.steering import AssignmentForm, RoleForm
from ambassadors.models import Role, RoleAssignment, RoleOffer
from themes import undo, workspace
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 4
SHOWN = 24
# For how long, and how many, answers to what managers asked stand on the page.
ANSWERED_FOR = timedelta(days=14)
ANSWERED_SHOWN = 12


@allowed("ambassadors.view_role")
def role_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    roles, rows = coverage.matrix(programme)
    bare = coverage.carried_by_nobody(roles, rows)
    for role in roles:
        role.rights_held = rights.rights_of(role.rights)  # type: ignore[attr-defined]
    offered = list(RoleOffer.objects.waiting().filter(theme__programme=programme)[: SHOWN + 1])
    asked_for = RoleAssignment.objects.filter(theme__programme=programme)
    answered = asked_for.answered_since(timezone.now() - ANSWERED_FOR)
    context = {
        **workspace.context(programme, current_step=STEP),
        "roles": roles,
        "rows": rows,
        "can_change": request.user.has_perm("ambassadors.add_roleassignment"),
        "retired": list(Role.objects.exclude(retired_at=None)),
        "offers": offers.of(programme, offered[:SHOWN]),
        "more_offers": len(offered) > SHOWN,
        "answered": list(answered.select_related("ambassador__user", "role", "theme")[:ANSWERED_SHOWN]),
        "loads": coverage.much_carried(programme),
        "empty_themes": bare[0],
        "empty_roles": bare[1],
    }
    return render(request, "ambassadors/role_list.html", context)


@allowed("ambassadors.add_role")
@require_POST
def role_defaults(request: PersonRequest, slug: str) -> HttpResponse:
    actions.add_default_roles(by=request.user)
    messages.success(request, _("These roles are a start: rename them, add your own, retire what you do not use."))
    return redirect("ambassadors:role_list", slug)


@allowed("ambassadors.add_role")
@require_http_methods(["GET", "POST"])
def role_new(request: PersonRequest, slug: str) -> HttpResponse:
    return _role_form(request, slug, Role())


@allowed("ambassadors.change_role")
@require_http_methods(["GET", "POST"])
@transaction.atomic
def role_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    roles = Role.objects.select_for_update() if request.method == "POST" else Role.objects.all()
    return _role_form(request, slug, get_object_or_404(roles, pk=pk))


def _role_form(request: PersonRequest, slug: str, role: Role) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = RoleForm(request.POST or None, instance=role)
    if form.is_valid():
        actions.save_role(role=form.save(commit=False), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("ambassadors:role_list", slug)
    if form.is_stale:
        back = reverse("ambassadors:role_list", args=[slug])
        return conflict(request, form, workspace.context(programme, current_step=STEP), back=back)
    context = {**workspace.context(programme, current_step=STEP), "form": form, "role": role}
    return render(request, "ambassadors/role_form.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.change_role")
@require_POST
def role_retirement(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    role = get_object_or_404(Role, pk=pk)
    actions.retire_role(role=role, by=request.user)
    undo = reverse("ambassadors:role_restoration", args=[slug, pk])
    messages.success(request, _("%(role)s is retired.") % {"role": role}, extra_tags=undo)
    return redirect("ambassadors:role_list", slug)


@allowed("ambassadors.change_role")
@require_POST
def role_restoration(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    role = get_object_or_404(Role, pk=pk)
    actions.restore_role(role=role, by=request.user)
    messages.success(request, _("%(role)s can be given again.") % {"role": role})
    return redirect("ambassadors:role_list", slug)


@allowed("ambassadors.add_roleassignment")
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def assignment_new(request: PersonRequest, slug: str) -> HttpResponse:
    """A page of its own, or a form inside one place of the matrix."""
    programme = get_object_or_404(Programme, slug=slug)
    asked = {name: request.GET.get(name) for name in ("role", "theme", "ambassador")}
    form = AssignmentForm(request.POST or None, programme=programme, initial=asked)
    if form.is_valid():
        try:
            assignment = actions.assign_role(by=request.user, **form.period())
        except actions.PeriodsOverlap as overlap:
            form.add_error(None, _told(overlap.existing))
        else:
            return _given(request, slug, assignment)
    named = {**request.GET.dict(), **request.POST.dict()}
    if request.htmx:
        is_open = "close" not in request.GET
        place = _place(programme, named, is_open=is_open)
        context = {"programme": programme, "form": form, "cell": place, "is_open": is_open, "can_change": True}
        return render(request, "ambassadors/_matrix_cell.html", context)
    context = {**workspace.context(programme, current_step=STEP), "form": form}
    if named.get("theme") and named.get("role") and not form.errors:
        context["cell"] = _place(programme, named, is_open=True)
    return render(request, "ambassadors/assignment_form.html", context, status=422 if form.errors else 200)


def _given(request: PersonRequest, slug: str, assignment: RoleAssignment) -> HttpResponse:
    undo = reverse("ambassadors:assignment_end", args=[slug, assignment.pk])
    words = {"who": assignment.ambassador, "role": assignment.role, "theme": assignment.theme}
    if assignment.accepted_at:
        text = _("%(who)s offered this and is %(role)s for %(theme)s now.")
    else:
        text = _("%(who)s is asked to be %(role)s for %(theme)s.")
    messages.success(request, text % words, extra_tags=undo)
    if request.htmx:
        return _cell(request, assignment)
    if "person" in request.POST:
        return redirect("ambassadors:person_detail", slug, assignment.ambassador_id)
    return redirect("ambassadors:role_list", slug)


def _told(existing: RoleAssignment | None) -> str:
    """Say with which period the new one overlaps."""
    if existing is None:
        return _("Nothing changed: somebody gave this role meanwhile.")
    words = {
        "who": existing.ambassador,
        "role": existing.role,
        "first": date_format(existing.starts_on, "j F Y"),
        "last": date_format(existing.last_day, "j F Y") if existing.last_day else "",
    }
    if existing.last_day:
        return (
            _("Nothing changed: %(who)s is %(role)s here from %(first)s until %(last)s; the periods overlap.") % words
        )
    return _("Nothing changed: %(who)s is %(role)s here since %(first)s, without an end; the periods overlap.") % words


def _place(programme: Programme, asked: dict[str, str], *, is_open: bool) -> coverage.Cell:
    keys = (asked.get("theme", ""), asked.get("role", ""))
    if not all(key.isdecimal() for key in keys):
        raise Http404
    theme = get_object_or_404(programme.themes.live(), pk=keys[0])
    return coverage.cell(theme, get_object_or_404(Role, pk=keys[1]), is_open=is_open)


def _cell(request: PersonRequest, assignment: RoleAssignment) -> HttpResponse:
    """Answer with the place of the matrix as it is now, and with what happened."""
    context = {
        "programme": assignment.theme.programme,
        "cell": coverage.cell(assignment.theme, assignment.role),
        "can_change": True,
        "says": True,
    }
    return render(request, "ambassadors/_matrix_cell.html", context)


@allowed("ambassadors.change_roleassignment")
@require_POST
def assignment_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    assignment = _assignment(slug, pk)
    back = reverse("ambassadors:role_list", args=[slug])
    token = undo.keep_fields(assignment, ["ends_on"], owner=request.user.pk, back=back)
    if actions.end_assignment(assignment=assignment, by=request.user):
        again = reverse("ambassadors:assignment_restoration", args=[slug, pk, token])
        words = {"who": assignment.ambassador, "role": assignment.role, "theme": assignment.theme}
        text = _("%(who)s is no longer %(role)s for %(theme)s.") % words
        messages.success(request, text, extra_tags=again)
    else:
        messages.info(request, _("Nothing changed: this role had ended already."))
    if request.htmx:
        return _cell(request, assignment)
    if "person" in request.POST:
        return redirect("ambassadors:person_detail", slug, assignment.ambassador_id)
    return redirect("ambassadors:role_list", slug)


@allowed("ambassadors.change_roleassignment")
@require_POST
def assignment_restoration(request: PersonRequest, slug: str, pk: int, token: str) -> HttpResponse:
    assignment = _assignment(slug, pk)
    kept = undo.take(token, owner=request.user.pk, about=assignment)
    if kept is None:
        messages.error(request, _("It is too late to put this back, or it was done already."))
    elif actions.restore_assignment(assignment=assignment, kept=kept, by=request.user):
        messages.success(request, _("The role holds again."))
    else:
        messages.info(request, _("Nothing changed: somebody gave this role meanwhile."))
    return redirect("ambassadors:role_list", slug)


def _assignment(slug: str, pk: int) -> RoleAssignment:
    rows = RoleAssignment.objects.select_related("ambassador__user", "role", "theme__programme")
    return get_object_or_404(rows, pk=pk, theme__programme__slug=slug, ambassador__left_at=None)
