"""The team of managers of one programme."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors import managing
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import managers as actions
from ambassadors.forms.managers import ManagerForm
from ambassadors.models import ProgrammeManager
from themes import undo
from themes.models import Programme
from themes.workspace import context


@require_http_methods(["GET", "POST"])
@allowed("themes.change_programme")
def manager_list(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the team; a posted name joins it."""
    programme = get_object_or_404(Programme, slug=slug)
    team = list(ProgrammeManager.objects.of(programme))
    form = ManagerForm(request.POST if request.method == "POST" else None, accounts=managing.nameable(), team=team)
    if request.method == "POST" and form.is_valid():
        place = actions.add_manager(programme=programme, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(who)s is in the team, and is told by mail.") % {"who": place.user})
        return redirect("ambassadors:manager_list", slug)
    page = {**context(programme), "form": form, "team": team}
    return render(request, "ambassadors/manager_list.html", page, status=422 if form.errors else 200)


@require_POST
@allowed("themes.change_programme")
def manager_removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take someone out of the team."""
    place = get_object_or_404(ProgrammeManager.objects.select_related("programme", "user"), programme__slug=slug, pk=pk)
    back = reverse("ambassadors:manager_list", args=[slug])
    try:
        token = actions.remove_manager(place=place, by=request.user, back=back)
    except actions.LastManager:
        messages.error(request, _("Nothing changed: a team keeps somebody. Name a colleague first."))
        return redirect(back)
    told = _("%(who)s is no longer in the team.") % {"who": place.user}
    if not managing.may_enter(place.programme, request.user):
        messages.success(request, told)
        return redirect("home")
    messages.success(request, told, extra_tags=reverse("ambassadors:manager_restoration", args=[slug, token]))
    return redirect(back)


@require_POST
@allowed("themes.change_programme")
def manager_restoration(request: PersonRequest, slug: str, token: str) -> HttpResponse:
    """Put back who was taken out."""
    programme = get_object_or_404(Programme, slug=slug)
    back = reverse("ambassadors:manager_list", args=[slug])
    kept = undo.take(token, owner=request.user.pk)
    place = None
    if kept and kept.back == back:
        place = actions.restore_manager(programme=programme, kept=kept, by=request.user)
    if place:
        messages.success(request, _("%(who)s is in the team again.") % {"who": place.user})
    else:
        messages.info(request, _("Nothing changed: it is too late, or they are in the team already."))
    return redirect(back)
