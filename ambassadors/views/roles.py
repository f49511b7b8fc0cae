"""Step 4: the catalogue of roles, and who holds which on which theme."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors import coverage
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import roles as actions
from ambassadors.forms.steering import AssignmentForm, RoleForm
from ambassadors.models import Role, RoleAssignment
from themes import workspace
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 4


@allowed("ambassadors.view_role")
def role_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    roles, rows = coverage.matrix(programme)
    context = {
        **workspace.context(programme, current_step=STEP),
        "roles": roles,
        "rows": rows,
        "retired": list(Role.objects.exclude(retired_at=None)),
    }
    return render(request, "ambassadors/role_list.html", context)


@allowed("ambassadors.add_role")
@require_POST
def role_defaults(request: PersonRequest, slug: str) -> HttpResponse:
    actions.add_default_roles(by=request.user, language=get_language() or "en")
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
def assignment_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    asked = {name: request.GET.get(name) for name in ("role", "theme", "ambassador")}
    form = AssignmentForm(request.POST or None, programme=programme, initial=asked)
    if form.is_valid():
        assignment = actions.assign_role(by=request.user, **form.cleaned_data)
        undo = reverse("ambassadors:assignment_end", args=[slug, assignment.pk])
        words = {"who": assignment.ambassador, "role": assignment.role, "theme": assignment.theme}
        messages.success(request, _("%(who)s is %(role)s for %(theme)s.") % words, extra_tags=undo)
        if "person" in request.POST:
            return redirect("ambassadors:person_detail", slug, assignment.ambassador_id)
        return redirect("ambassadors:role_list", slug)
    context = {**workspace.context(programme, current_step=STEP), "form": form}
    return render(request, "ambassadors/assignment_form.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.change_roleassignment")
@require_POST
def assignment_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    assignment = _assignment(slug, pk)
    actions.end_assignment(assignment=assignment, by=request.user)
    undo = reverse("ambassadors:assignment_restoration", args=[slug, pk])
    words = {"who": assignment.ambassador, "role": assignment.role, "theme": assignment.theme}
    text = _("%(who)s is no longer %(role)s for %(theme)s.") % words
    messages.success(request, text, extra_tags=undo)
    if "person" in request.POST:
        return redirect("ambassadors:person_detail", slug, assignment.ambassador_id)
    return redirect("ambassadors:role_list", slug)


@allowed("ambassadors.change_roleassignment")
@require_POST
def assignment_restoration(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    actions.restore_assignment(assignment=_assignment(slug, pk), by=request.user)
    messages.success(request, _("The role holds again."))
    return redirect("ambassadors:role_list", slug)


def _assignment(slug: str, pk: int) -> RoleAssignment:
    rows = RoleAssignment.objects.select_related("ambassador__user", "role", "theme")
    return get_object_or_404(rows, pk=pk, theme__programme__slug=slug, ambassador__left_at=None)
