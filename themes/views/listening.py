"""Step 5: where the programme listens."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from themes import workspace
from themes.access import requires
from themes.actions import listening as actions
from themes.forms.listening import SourceForm
from themes.models import ListeningSource, Programme
from themes.views.conflicts import conflict

_STEP = 5


@require_GET
@requires("themes.view_listeningsource")
def source_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    sources = programme.listening_sources.select_related("programme").annotate(heard=Count("conversations"))
    context = {**workspace.context(programme, _STEP), "sources": sources, "kinds": ListeningSource.Kind}
    return render(request, "themes/source_list.html", context)


@require_http_methods(["GET", "POST"])
@requires("themes.add_listeningsource")
def source_new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    kind = request.GET.get("kind", "")
    kind = kind if kind in ListeningSource.Kind.values else ListeningSource.Kind.FEED
    return _form(request, ListeningSource(programme=programme, kind=kind))


@require_http_methods(["GET", "POST"])
@requires("themes.change_listeningsource")
@transaction.atomic
def source_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _form(request, _source(slug, pk, locked=request.method == "POST"))


@require_POST
@requires("themes.change_listeningsource")
def source_turn(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask it now."""
    source = _source(slug, pk)
    actions.ask_now(source=source, by=request.user)
    words = _("%(source)s is being asked. What it says stands here within a minute; load the page again to see it.")
    messages.success(request, words % {"source": source})
    return redirect("themes:source_list", slug)


@require_POST
@requires("themes.change_listeningsource")
def source_pause(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    source = _source(slug, pk)
    is_paused = request.POST.get("answer") != "resume"
    actions.pause_source(source=source, is_paused=is_paused, by=request.user)
    words = _("%(source)s is paused.") if is_paused else _("%(source)s is listened to again.")
    messages.success(request, words % {"source": source})
    return redirect("themes:source_list", slug)


@require_POST
@requires("themes.delete_listeningsource")
def source_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    source = _source(slug, pk)
    token = actions.remove_source(source=source, by=request.user, back=source.get_absolute_url())
    undo = reverse("themes:undo", args=[slug, token])
    words = _("%(source)s is no longer listened to. What it said stays.") % {"source": source}
    messages.success(request, words, extra_tags=undo)
    return redirect("themes:source_list", slug)


def _form(request: HttpRequest, source: ListeningSource) -> HttpResponse:
    is_new, name = source.pk is None, source.name
    form = SourceForm(request.POST if request.method == "POST" else None, instance=source)
    if form.is_valid():
        actions.save_source(source=form.save(commit=False), by=request.user, changed=form.changed_data)
        messages.success(request, _("The programme listens to %(source)s.") % {"source": source})
        return redirect("themes:source_list", source.programme.slug)
    if form.is_stale:
        back = reverse("themes:source_list", args=[source.programme.slug])
        return conflict(request, form, workspace.context(source.programme, _STEP), back=back)
    context = {
        **workspace.context(source.programme, _STEP),
        "form": form,
        "source": source,
        "is_new": is_new,
        "old_name": name,
        "kinds": ListeningSource.Kind,
    }
    return render(request, "themes/source_form.html", context, status=422 if form.errors else 200)


def _source(slug: str, pk: int, *, locked: bool = False) -> ListeningSource:
    sources = ListeningSource.objects.select_related("programme")
    if locked:
        sources = sources.select_for_update(of=("self",))
    return get_object_or_404(sources, programme__slug=slug, pk=pk)
