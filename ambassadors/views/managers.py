"""The team of managers of one programme."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from ambassadors.actions.managers import add_manager, remove_manager
from ambassadors.forms.managers import ManagerForm
from ambassadors.managing import may_enter
from ambassadors.models import ProgrammeManager, User
from themes import permissions
from themes.models import Programme
from themes.workspace import context


def _candidates(programme: Programme) -> "QuerySet[User]":
    managers = User.objects.filter(is_active=True, groups__name=permissions.MANAGER)
    return managers.exclude(managed_programmes__programme=programme).order_by("first_name", "last_name").distinct()


@require_http_methods(["GET", "POST"])
@allowed("themes.change_programme")
def manager_list(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the team; a posted choice joins it."""
    programme = get_object_or_404(Programme, slug=slug)
    form = ManagerForm(request.POST if request.method == "POST" else None, candidates=_candidates(programme))
    if request.method == "POST" and form.is_valid():
        add_manager(programme=programme, user=form.cleaned_data["user"], by=request.user)
        messages.success(request, _("%(who)s is in the team.") % {"who": form.cleaned_data["user"]})
        return redirect("ambassadors:manager_list", slug)
    page = {**context(programme), "form": form, "team": list(ProgrammeManager.objects.of(programme))}
    return render(request, "ambassadors/manager_list.html", page, status=422 if form.errors else 200)


@require_POST
@allowed("themes.change_programme")
def manager_removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take someone out of the team."""
    place = get_object_or_404(ProgrammeManager.objects.select_related("programme", "user"), programme__slug=slug, pk=pk)
    remove_manager(place=place, by=request.user)
    messages.success(request, _("%(who)s is no longer in the team.") % {"who": place.user})
    if not may_enter(place.programme, request.user):
        return redirect("themes:programme_list")
    return redirect("ambassadors:manager_list", slug)
