"""Step 1: goals and KPIs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from themes import metrics, workspace
from themes.access import requires
from themes.actions.goals import remove_goal, remove_kpi, save_goal, save_kpi
from themes.course import course_of
from themes.forms.goals import LETTERS, GoalForm, KPIForm
from themes.models import KPI, Goal, Programme

_STEP = 1


@require_GET
@requires("themes.view_goal")
def goal_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    goals = Goal.objects.filter(programme=programme).with_kpis()
    rows = [(goal, [course_of(kpi) for kpi in goal.kpis.all()]) for goal in goals]
    return render(request, "themes/goal_list.html", {**workspace.context(programme, _STEP), "rows": rows})


@require_http_methods(["GET", "POST"])
@requires("themes.add_goal")
def goal_new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    return _goal_form(request, Goal(programme=programme))


@require_http_methods(["GET", "POST"])
@requires("themes.change_goal")
def goal_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _goal_form(request, get_object_or_404(Goal, programme__slug=slug, pk=pk))


def _goal_form(request: HttpRequest, goal: Goal) -> HttpResponse:
    is_new = goal.pk is None
    form = GoalForm(request.POST if request.method == "POST" else None, instance=goal)
    if request.method == "POST" and form.is_valid():
        save_goal(goal=form.save(commit=False), by=request.user, changed=form.changed_data)
        if is_new:
            messages.success(request, _("The goal is written down. Now say how you will see it."))
            return redirect("themes:kpi_new", goal.programme.slug, goal.pk)
        messages.success(request, _("The goal is saved."))
        return redirect("themes:goal_list", goal.programme.slug)
    context = {**workspace.context(goal.programme, _STEP), "form": form, "goal": goal, "is_new": is_new}
    return render(request, "themes/goal_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires("themes.delete_goal")
def goal_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    goal = get_object_or_404(Goal, programme__slug=slug, pk=pk)
    back = reverse("themes:goal_list", args=[slug])
    token = remove_goal(goal=goal, by=request.user, back=back)
    undo = reverse("themes:undo", args=[slug, token])
    messages.success(request, _("“%(goal)s” and its KPIs are gone.") % {"goal": goal}, extra_tags=undo)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@requires("themes.add_kpi")
def kpi_new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    goal = get_object_or_404(Goal, programme__slug=slug, pk=pk)
    return _kpi_form(request, KPI(goal=goal))


@require_http_methods(["GET", "POST"])
@requires("themes.change_kpi")
def kpi_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kpis = KPI.objects.select_related("goal__programme", "theme").prefetch_related("readings")
    return _kpi_form(request, get_object_or_404(kpis, goal__programme__slug=slug, pk=pk))


def _kpi_form(request: HttpRequest, kpi: KPI) -> HttpResponse:
    programme = kpi.goal.programme
    is_new = kpi.pk is None
    course = None if is_new else course_of(kpi)
    form = KPIForm(request.POST if request.method == "POST" else None, instance=kpi)
    if request.method == "POST" and form.is_valid():
        save_kpi(kpi=form.save(commit=False), by=request.user, changed=form.changed_data)
        messages.success(request, _("The KPI is SMART and saved."))
        return redirect("themes:goal_list", programme.slug)
    context = {
        **workspace.context(programme, _STEP),
        "form": form,
        "goal": kpi.goal,
        "kpi": kpi,
        "course": course,
        "is_new": is_new,
        "letters": LETTERS,
        "catalogue": metrics.metrics(),
    }
    return render(request, "themes/kpi_form.html", context, status=422 if form.errors else 200)


@require_POST
@requires("themes.delete_kpi")
def kpi_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kpi = get_object_or_404(KPI.objects.select_related("goal__programme"), goal__programme__slug=slug, pk=pk)
    back = reverse("themes:goal_list", args=[slug])
    token = remove_kpi(kpi=kpi, by=request.user, back=back)
    undo = reverse("themes:undo", args=[slug, token])
    messages.success(request, _("“%(kpi)s” is gone.") % {"kpi": kpi}, extra_tags=undo)
    return redirect(back)
