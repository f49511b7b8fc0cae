"""Step 1: goals and KPIs."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from themes import divisions, metrics, workspace
from themes.access import requires
from themes.actions.goals import remove_goal, remove_kpi, save_goal, save_kpi
from themes.cautions import cautions
from themes.course import course_of
from themes.forms.goals import LETTERS, GoalForm, KPIForm
from themes.models import KPI, Goal, Programme
from themes.readings import value_on
from themes.views.conflicts import conflict

_STEP = 1


@require_GET
@requires("themes.view_goal")
def goal_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    goals = list(Goal.objects.filter(programme=programme).with_kpis())
    measured = {kpi.metric_key for goal in goals for kpi in goal.kpis.all()}
    rows = [
        (goal, [(c := course_of(kpi), cautions(c, measured=measured)) for kpi in goal.kpis.all()]) for goal in goals
    ]
    context = {**workspace.context(programme, _STEP), "rows": rows, "teams": divisions.names()}
    return render(request, "themes/goal_list.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.add_goal")
def goal_new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    return _goal_form(request, Goal(programme=programme))


@require_http_methods(["GET", "POST"])
@requires("themes.change_goal")
@transaction.atomic
def goal_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    goals = Goal.objects.select_related("programme")
    if request.method == "POST":
        goals = goals.select_for_update(of=("self",))
    return _goal_form(request, get_object_or_404(goals, programme__slug=slug, pk=pk))


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
    if form.is_stale:
        back = reverse("themes:goal_list", args=[goal.programme.slug])
        return conflict(request, form, workspace.context(goal.programme, _STEP), back=back)
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
    return _kpi_form(request, _proposed(request, goal))


@require_http_methods(["GET", "POST"])
@requires("themes.change_kpi")
@transaction.atomic
def kpi_form(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kpis = KPI.objects.select_related("goal__programme", "theme").prefetch_related("readings")
    if request.method == "POST":
        kpis = kpis.select_for_update(of=("self",))
    return _kpi_form(request, get_object_or_404(kpis, goal__programme__slug=slug, pk=pk))


def _kpi_form(request: HttpRequest, kpi: KPI) -> HttpResponse:
    programme = kpi.goal.programme
    is_new = kpi.pk is None
    course = None if is_new else course_of(kpi)
    form = KPIForm(request.POST if request.method == "POST" else None, instance=kpi)
    if "measure" in request.POST:
        form = _measured(request, KPIForm(request.POST, instance=kpi))
    elif request.method == "POST" and form.is_valid():
        save_kpi(kpi=form.save(commit=False), by=request.user, changed=form.changed_data)
        messages.success(request, _("The KPI is SMART and saved."))
        return redirect("themes:goal_list", programme.slug)
    if form.is_stale:
        back = reverse("themes:goal_list", args=[programme.slug])
        return conflict(request, form, workspace.context(programme, _STEP), back=back)
    context = {
        **workspace.context(programme, _STEP),
        "form": form,
        "goal": kpi.goal,
        "kpi": kpi,
        "course": course,
        "is_new": is_new,
        "letters": LETTERS,
        "catalogue": metrics.metrics(),
        "teams": divisions.names(),
    }
    return render(request, "themes/kpi_form.html", context, status=422 if form.errors else 200)


def _proposed(request: HttpRequest, goal: Goal) -> KPI:
    """Return a new KPI: of the metric that the address names, or like the one that measured the goal it was copied from."""
    like = request.GET.get("like", "")
    before = KPI.objects.filter(goal=goal.copied_from_id, pk=like).first() if like.isdecimal() else None
    if before is None:
        return KPI(goal=goal, metric_key=request.GET.get("metric", ""))
    theme = goal.programme.themes.live().filter(name=before.theme.name).first() if before.theme else None
    kept = {name: getattr(before, name) for name in ("name", "metric_key", "network", "team_id", "owner", "relevance")}
    return KPI(goal=goal, theme=theme, **kept)


def _measured(request: HttpRequest, posted: KPIForm) -> KPIForm:
    """Return the form as it was filled in, with the baseline that the metric gives for its day; nothing is saved."""
    posted.is_valid()
    kpi, given = posted.instance, posted.cleaned_data
    day = given.get("baseline_on") or min(
        kpi.goal.programme.starts_on - timedelta(days=1), timezone.localdate() - timedelta(days=1)
    )
    kept = {name: posted.data.get(name, "") for name in posted.fields}
    if not given.get("metric_key"):
        messages.error(request, _("Choose a metric first; then its figure can be looked up."))
    elif (value := value_on(kpi, day)) is None:
        messages.error(
            request,
            _(
                "For %(day)s nothing is known, or too few people are behind it. Measure it yourself, or choose another day."
            )
            % {"day": date_format(day)},
        )
    else:
        kept |= {"baseline_value": value, "baseline_on": day}
        messages.success(
            request, _("The baseline of %(day)s is filled in. Nothing is saved yet.") % {"day": date_format(day)}
        )
    goal = kpi.goal
    saved = KPI.objects.get(pk=kpi.pk) if kpi.pk else KPI(goal=goal)
    return KPIForm(initial=kept, instance=saved)


@require_POST
@requires("themes.delete_kpi")
def kpi_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    kpi = get_object_or_404(KPI.objects.select_related("goal__programme"), goal__programme__slug=slug, pk=pk)
    back = reverse("themes:goal_list", args=[slug])
    token = remove_kpi(kpi=kpi, by=request.user, back=back)
    undo = reverse("themes:undo", args=[slug, token])
    messages.success(request, _("“%(kpi)s” is gone.") % {"kpi": kpi}, extra_tags=undo)
    return redirect(back)
