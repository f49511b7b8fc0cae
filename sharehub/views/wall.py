"""The wall display, and where a manager looks after it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors import mails
from ambassadors.access import PersonRequest, allowed
from sharehub import wall as display
from sharehub.actions import wall as actions
from sharehub.forms import HighlightForm, WallForm
from sharehub.models import Highlight, WallLink
from themes import workspace
from themes.models import Programme

STEP = 6


@never_cache
@require_safe
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """Without log-in: the token is the key. A screen that shows all of it already gets nothing new."""
    link = display.link_of(token)
    if link is None:
        raise Http404
    WallLink.objects.filter(pk=link.pk).update(seen_at=timezone.now())
    is_fragment = request.headers.get("HX-Request") == "true"
    with translation.override(link.language):
        shown = display.wall(link.programme)
        if is_fragment and request.GET.get("shown") == shown.digest:
            return HttpResponse(status=204)
        context = {"wall": shown, "link": link, "path": display.path(link), "seconds": display.REFRESH_SECONDS}
        template = "sharehub/_wall.html" if is_fragment else "sharehub/wall.html"
        response = render(request, template, context)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@allowed("sharehub.view_walllink")
def wall_list(request: PersonRequest, slug: str) -> HttpResponse:
    return _list(request, get_object_or_404(Programme, slug=slug))


@require_POST
@allowed("sharehub.add_walllink")
def wall_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = WallForm(request.POST, instance=WallLink(programme=programme))
    if not form.is_valid():
        return _list(request, programme, wall_form=form, status=422)
    actions.make_wall(link=form.save(commit=False), by=request.user)
    messages.success(request, _("Open this address on the screen; it needs no log-in."))
    return redirect("sharehub:wall_list", slug)


@require_POST
@allowed("sharehub.change_walllink")
def wall_revocation(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    actions.revoke_wall(link=get_object_or_404(WallLink, pk=pk, programme__slug=slug), by=request.user)
    messages.success(request, _("Taken back. The screen shows nothing any more."))
    return redirect("sharehub:wall_list", slug)


@require_http_methods(["POST"])
@allowed("sharehub.add_highlight")
def highlight_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = HighlightForm(request.POST)
    if not form.is_valid():
        return _list(request, programme, highlight_form=form, status=422)
    data = form.cleaned_data
    try:
        actions.highlight(programme=programme, ambassador=data["ambassador"], text=data["text"], by=request.user)
    except actions.NotAgreed:
        messages.error(request, _("Nothing changed: this person took back the consent to be shown."))
    else:
        messages.success(request, _("Colleagues hear of it now."))
    return redirect("sharehub:wall_list", slug)


@require_POST
@allowed("sharehub.change_highlight")
def highlight_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    actions.end_highlight(highlight=get_object_or_404(Highlight, pk=pk, programme__slug=slug), by=request.user)
    messages.success(request, _("It is shown no more."))
    return redirect("sharehub:wall_list", slug)


def _list(
    request: PersonRequest,
    programme: Programme,
    wall_form: WallForm | None = None,
    highlight_form: HighlightForm | None = None,
    status: int = 200,
) -> HttpResponse:
    links = WallLink.objects.filter(programme=programme, revoked_at=None)
    context = {
        **workspace.context(programme, current_step=STEP),
        "links": [(link, mails.absolute(display.path(link))) for link in links],
        "highlights": list(Highlight.objects.showing().filter(programme=programme)),
        "wall_form": wall_form or WallForm(),
        "highlight_form": highlight_form or HighlightForm(),
    }
    return render(request, "sharehub/wall_list.html", context, status=status)
