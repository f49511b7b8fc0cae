"""The list of programmes, the workspace, the readiness check, and putting back."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from themes import audit, workspace
from themes.access import programmes_for, requires
from themes.actions.programmes import copy_programme, save_programme, save_readiness
from themes.actions.undo import put_back
from themes.filters import TimelineFilter
from themes.forms.programmes import CopyForm, ProgrammeForm, ReadinessItemForm
from themes.models import Programme, ReadinessItem
from themes.panels import panels
from themes.views.conflicts import conflict


@require_GET
@requires("themes.view_programme")
def programme_list(request: HttpRequest) -> HttpResponse:
    programmes = list(programmes_for(request.user))
    if len(programmes) == 1:
        return redirect(programmes[0])
    rows = [(programme, workspace.standing(programme)) for programme in programmes]
    return render(request, "themes/programme_list.html", {"rows": rows})


@require_GET
@requires("themes.view_programme")
def workspace_page(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    overview = workspace.overview(programme, seen_by=request.user)
    context = {**workspace.context(programme), "overview": overview}
    return render(request, "themes/workspace.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.add_programme")
def programme_new(request: HttpRequest) -> HttpResponse:
    form = ProgrammeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        programme = save_programme(programme=form.save(commit=False), by=request.user)
        messages.success(request, _("The programme is there. Begin with the readiness check."))
        return redirect("themes:readiness", programme.slug)
    return render(request, "themes/programme_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("themes.change_programme")
@transaction.atomic
def programme_edit(request: HttpRequest, slug: str) -> HttpResponse:
    programmes = Programme.objects.select_for_update() if request.method == "POST" else Programme.objects.all()
    programme = get_object_or_404(programmes, slug=slug)
    shown = get_object_or_404(Programme, slug=slug)
    form = ProgrammeForm(request.POST if request.method == "POST" else None, instance=programme)
    if request.method == "POST" and form.is_valid():
        save_programme(programme=form.save(commit=False), by=request.user, changed=form.changed_data)
        messages.success(request, _("The programme is saved."))
        return redirect(programme)
    if form.is_stale:
        return conflict(request, form, workspace.context(shown), back=shown.get_absolute_url())
    context = {**workspace.context(shown), "form": form, "panels": panels(shown)}
    return render(request, "themes/programme_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("themes.add_programme")
def programme_copy(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Programme, slug=slug)
    length = source.ends_on - source.starts_on
    starts_on = source.ends_on + timedelta(days=1)
    initial = {"purpose": source.purpose, "starts_on": starts_on, "ends_on": starts_on + length}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        programme = copy_programme(
            source=source, programme=form.save(commit=False), parts=form.cleaned_data["parts"], by=request.user
        )
        messages.success(request, _("The copy is there. Its KPIs wait for a baseline of their own."))
        return redirect(programme)
    context = {**workspace.context(source), "form": form}
    return render(request, "themes/programme_copy.html", context, status=422 if form.errors else 200)


@require_GET
@requires("themes.view_programme")
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    events = TimelineFilter(request.GET, queryset=audit.timeline(programme, seen_by=request.user))
    page = Paginator(events.qs, 40).get_page(request.GET.get("page"))
    context = {**workspace.context(programme), "filter": events, "page": page}
    return render(request, "themes/timeline.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.change_readinessitem")
@transaction.atomic
def readiness(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    rows = programme.readiness_items.all()
    held = {item.key: item for item in (rows.select_for_update() if request.method == "POST" else rows)}
    items = [held.get(key) or ReadinessItem(programme=programme, key=key) for key in ReadinessItem.Key]
    forms = [
        ReadinessItemForm(request.POST if request.method == "POST" else None, instance=item, prefix=item.key)
        for item in items
    ]
    answers = [form.is_valid() for form in forms]
    if request.method == "POST" and all(answers):
        changed = [form.save(commit=False) for form in forms if form.has_changed()]
        save_readiness(items=changed, by=request.user)
        messages.success(request, _("The readiness check is saved."))
        return redirect("themes:readiness", programme.slug)
    summary = workspace.readiness(programme)
    context = {**workspace.context(programme), "forms": forms, "readiness": summary}
    status = 422 if any(form.errors for form in forms) else 200
    if any(form.is_stale for form in forms):
        status = 409
    return render(request, "themes/readiness.html", context, status=status)


@require_POST
@requires("themes.change_programme")
def undo(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    back = put_back(token=token, programme=programme, by=request.user)
    if back is None:
        messages.error(request, _("It is too late to put this back, or it was done already."))
        return redirect(programme)
    messages.success(request, _("It is back as it was."))
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else programme)
