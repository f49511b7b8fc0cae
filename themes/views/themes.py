"""Step 2: themes."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from themes import divisions, workspace
from themes.access import requires
from themes.actions.themes import merge_theme, retire_theme, save_theme, take_over_heard
from themes.course import course_of
from themes.forms.themes import MergeForm, ThemeForm
from themes.listening import audience
from themes.models import KPI, Programme, Theme
from themes.panels import panels
from themes.views.conflicts import conflict

_STEP = 2


@require_GET
@requires("themes.view_theme")
def theme_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    themes = Theme.objects.filter(programme=programme).with_counts().prefetch_related("terms")
    context = {
        **workspace.context(programme, _STEP),
        "live": [theme for theme in themes if theme.is_live],
        "retired": [theme for theme in themes if not theme.is_live],
    }
    return render(request, "themes/theme_list.html", context)


@require_GET
@requires("themes.view_theme")
def theme_detail(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    theme = _theme(slug, theme_slug)
    kpis = list(KPI.objects.filter(theme=theme).select_related("goal", "theme").prefetch_related("readings"))
    terms = sorted(theme.terms.all(), key=lambda term: (term.language, term.kind, term.text))
    context = {
        **workspace.context(theme.programme, _STEP),
        "theme": theme,
        "terms": terms,
        "heard": audience.offers(theme, timezone.localdate()) if theme.is_live else {},
        "courses": [course_of(kpi) for kpi in kpis],
        "teams": divisions.names() if any(kpi.team_id for kpi in kpis) else {},
        "stakeholders": theme.stakeholders.all()[:12],
        "merged": list(theme.merged_from.all()),
        "panels": panels(theme),
    }
    return render(request, "themes/theme_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.add_theme")
def theme_new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    return _theme_form(request, Theme(programme=programme, hue=_free_hue(programme)))


@require_http_methods(["GET", "POST"])
@requires("themes.change_theme")
@transaction.atomic
def theme_edit(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    return _theme_form(request, _theme(slug, theme_slug, locked=request.method == "POST"))


@require_POST
@requires("themes.change_theme")
def theme_audience(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    """Take over what was heard about the audience into one field of its profile."""
    theme = _theme(slug, theme_slug)
    back = theme.get_absolute_url()
    token = None
    if theme.is_live:
        token = take_over_heard(theme=theme, field=request.POST.get("field", ""), by=request.user, back=back)
    if token:
        undo = reverse("themes:undo", args=[slug, token])
        messages.success(
            request, _("The audience of %(theme)s says what was heard.") % {"theme": theme}, extra_tags=undo
        )
    else:
        messages.info(request, _("Nothing changed: there is nothing new to take over."))
    return redirect(back)


@require_POST
@requires("themes.change_theme")
def theme_retirement(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    theme = _theme(slug, theme_slug)
    if theme.is_live:
        back = reverse("themes:theme_list", args=[slug])
        undo = reverse("themes:undo", args=[slug, retire_theme(theme=theme, by=request.user, back=back)])
        messages.success(
            request, _("%(theme)s is retired; what happened under it stays.") % {"theme": theme}, extra_tags=undo
        )
    return redirect("themes:theme_list", slug)


@require_http_methods(["GET", "POST"])
@requires("themes.change_theme")
def theme_merge(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    theme = _theme(slug, theme_slug)
    form = MergeForm(request.POST if request.method == "POST" else None, theme=theme)
    if not theme.is_live:
        messages.error(request, _("%(theme)s is retired already, so it cannot be merged.") % {"theme": theme})
        return redirect(theme)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["target"]
        if merge_theme(source=theme, target=target, by=request.user):
            messages.success(request, _("%(theme)s goes on as %(target)s.") % {"theme": theme, "target": target})
        else:
            messages.error(request, _("One of the two was retired meanwhile. Nothing changed."))
        return redirect(target)
    context = {**workspace.context(theme.programme, _STEP), "form": form, "theme": theme}
    return render(request, "themes/theme_merge.html", context, status=422 if form.errors else 200)


def _theme_form(request: HttpRequest, theme: Theme) -> HttpResponse:
    is_new, title = theme.pk is None, theme.name
    form = ThemeForm(request.POST if request.method == "POST" else None, instance=theme)
    if request.method == "POST" and form.is_valid():
        save_theme(theme=form.save(commit=False), terms=form.terms(), by=request.user, changed=form.changed_data)
        messages.success(request, _("%(theme)s is saved.") % {"theme": theme})
        return redirect(theme)
    if form.is_stale:
        return conflict(request, form, workspace.context(theme.programme, _STEP), back=theme.get_absolute_url())
    context = {
        **workspace.context(theme.programme, _STEP),
        "form": form,
        "theme": theme,
        "is_new": is_new,
        "old_name": title,
    }
    return render(request, "themes/theme_form.html", context, status=422 if form.errors else 200)


def _theme(slug: str, theme_slug: str, *, locked: bool = False) -> Theme:
    themes = Theme.objects.select_related("programme", "merged_into").prefetch_related("terms")
    if locked:
        themes = themes.select_for_update(of=("self",))
    return get_object_or_404(themes, programme__slug=slug, slug=theme_slug)


def _free_hue(programme: Programme) -> int:
    """Return the hue farthest from those in use, so that a new theme can be told apart."""
    used = list(Theme.objects.filter(programme=programme).live().values_list("hue", flat=True))
    if not used:
        return 210
    return max(range(0, 360, 15), key=lambda hue: min(min(abs(hue - one), 360 - abs(hue - one)) for one in used))
