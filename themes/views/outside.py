"""Step 5: the map of the outside world."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tables2 import RequestConfig

from themes import workspace
from themes.access import requires
from themes.actions.outside import remove_stakeholder, save_stakeholder
from themes.filters import StakeholderFilter
from themes.forms.outside import StakeholderForm
from themes.models import Conversation, Programme, Stakeholder, Theme
from themes.panels import panels
from themes.tables import StakeholderTable
from themes.views.conflicts import conflict

_STEP = 5
_ON_THE_MAP = 60
_A_PAGE = 25


@dataclass(frozen=True)
class Point:
    """Someone on the plot, by the number that stands in the point where there is no room for the name."""

    number: int
    stakeholder: Stakeholder
    themes: list[Theme]

    @property
    def hue(self) -> int | None:
        return self.themes[0].hue if self.themes else None


@require_GET
@requires("themes.view_stakeholder")
def stakeholder_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    everyone = Stakeholder.objects.filter(programme=programme).select_related("programme").prefetch_related("themes")
    found = StakeholderFilter(request.GET, queryset=everyone, programme=programme)
    table = StakeholderTable(found.qs)
    RequestConfig(request, paginate={"per_page": _A_PAGE}).configure(table)
    drawn = found.qs.order_by("-influence", "name")[:_ON_THE_MAP]
    points = [Point(number, one, list(one.themes.all())) for number, one in enumerate(drawn, start=1)]
    context = {
        **workspace.context(programme, _STEP),
        "filter": found,
        "table": table,
        "points": points,
        "plot": _plot(points),
        "most": _ON_THE_MAP,
        "is_empty": not everyone.exists(),
        "waiting": Conversation.objects.waiting(programme).count(),
    }
    return render(request, "themes/stakeholder_list.html", context)


@require_GET
@requires("themes.view_stakeholder")
def stakeholder_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    stakeholder = _stakeholder(slug, pk)
    context = {
        **workspace.context(stakeholder.programme, _STEP),
        "stakeholder": stakeholder,
        "conversations": stakeholder.conversations.select_related("theme")[:10],
        "panels": panels(stakeholder),
    }
    return render(request, "themes/stakeholder_detail.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.add_stakeholder")
def stakeholder_new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    return _stakeholder_form(request, Stakeholder(programme=programme))


@require_http_methods(["GET", "POST"])
@requires("themes.change_stakeholder")
@transaction.atomic
def stakeholder_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _stakeholder_form(request, _stakeholder(slug, pk, locked=request.method == "POST"))


@require_POST
@requires("themes.delete_stakeholder")
def stakeholder_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    stakeholder = _stakeholder(slug, pk)
    token = remove_stakeholder(stakeholder=stakeholder, by=request.user, back=stakeholder.get_absolute_url())
    undo = reverse("themes:undo", args=[slug, token])
    messages.success(request, _("%(name)s is off the map.") % {"name": stakeholder}, extra_tags=undo)
    return redirect("themes:stakeholder_list", slug)


def _stakeholder_form(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    is_new, title = stakeholder.pk is None, stakeholder.name
    initial = {"themes": [request.GET["theme"]]} if is_new and request.GET.get("theme", "").isdecimal() else None
    form = StakeholderForm(request.POST if request.method == "POST" else None, instance=stakeholder, initial=initial)
    if request.method == "POST" and form.is_valid():
        save_stakeholder(
            stakeholder=form.save(commit=False),
            handles=form.found_at(),
            by=request.user,
            save_related=form.save_m2m,
            changed=form.changed_data,
        )
        messages.success(request, _("%(name)s is on the map.") % {"name": stakeholder})
        return redirect(stakeholder)
    if form.is_stale:
        back = stakeholder.get_absolute_url()
        return conflict(request, form, workspace.context(stakeholder.programme, _STEP), back=back)
    context = {
        **workspace.context(stakeholder.programme, _STEP),
        "form": form,
        "stakeholder": stakeholder,
        "is_new": is_new,
        "old_name": title,
    }
    return render(request, "themes/stakeholder_form.html", context, status=422 if form.errors else 200)


def _stakeholder(slug: str, pk: int, *, locked: bool = False) -> Stakeholder:
    found = Stakeholder.objects.select_related("programme").prefetch_related("themes", "handles")
    if locked:
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, programme__slug=slug, pk=pk)


def _plot(points: list[Point]) -> list[tuple[int, list[list[Point]]]]:
    """Return rows by influence (5 first), each with a cell per strength of the relation (1 first)."""
    cells: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        cells.setdefault((point.stakeholder.influence, point.stakeholder.relation), []).append(point)
    return [(row, [cells.get((row, column), []) for column in range(1, 6)]) for row in range(5, 0, -1)]
