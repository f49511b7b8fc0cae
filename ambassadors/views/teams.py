"""Step 3: the tree of teams."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import teams as actions
from ambassadors.forms.directory import TeamForm
from ambassadors.models import Team
from ambassadors.teams import summed
from themes import undo, workspace
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 3


@allowed("ambassadors.change_team")
def team_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    here = Q(members__left_at=None, members__user__is_active=True)
    joined = here & Q(members__joined_at__isnull=False)
    counts = Count("members", filter=here), Count("members", filter=joined)
    teams = Team.objects.select_related("lead").annotate(people=counts[0], joined=counts[1]).as_tree()
    context = {**workspace.context(programme, current_step=STEP), "teams": summed(teams)}
    return render(request, "ambassadors/team_list.html", context)


@allowed("ambassadors.add_team")
@require_http_methods(["GET", "POST"])
def team_new(request: PersonRequest, slug: str) -> HttpResponse:
    return _team_form(request, slug, Team())


@allowed("ambassadors.change_team")
@require_http_methods(["GET", "POST"])
@transaction.atomic
def team_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    teams = Team.objects.select_for_update() if request.method == "POST" else Team.objects.all()
    return _team_form(request, slug, get_object_or_404(teams, pk=pk))


def _team_form(request: PersonRequest, slug: str, team: Team) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    old_name = team.name
    form = TeamForm(
        request.POST or None, instance=team, initial={"parent": request.GET.get("parent")} if not team.pk else None
    )
    if form.is_valid():
        try:
            actions.save_team(team=form.save(commit=False), lead=form.lead, by=request.user)
        except actions.TeamInCircle:
            form.add_error("parent", _("Somebody changed the tree meanwhile: this would be a circle now."))
        else:
            messages.success(request, _("Saved."))
            return redirect("ambassadors:team_list", slug)
    context = workspace.context(programme, current_step=STEP)
    if form.is_stale:
        return conflict(request, form, context, back=reverse("ambassadors:team_list", args=[slug]))
    context |= {"form": form, "team": team, "old_name": old_name}
    return render(request, "ambassadors/team_form.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.delete_team")
@require_POST
def team_removal(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    team = get_object_or_404(Team, pk=pk)
    back = reverse("ambassadors:team_list", args=[slug])
    try:
        token = undo.keep_removed(team, owner=request.user.pk, back=back)
        actions.remove_team(team=team, by=request.user)
    except (actions.TeamHasParts, undo.ProtectedError):
        messages.error(
            request, _("Nothing changed: other teams are part of %(team)s. Move them first.") % {"team": team}
        )
    else:
        text = _("%(team)s is gone; its people belong to no team.") % {"team": team}
        messages.success(request, text, extra_tags=reverse("themes:undo", args=[slug, token]))
    return redirect(back)
