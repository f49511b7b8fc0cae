"""The team, for who leads it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ambassadors.models import Team
from sharehub.measurement import periods, team
from themes.models import Programme


@never_cache
@require_GET
@login_required
def my_team(request: HttpRequest) -> HttpResponse:
    led = Team.objects.filter(lead=request.user.pk)
    if not led:
        raise PermissionDenied
    programme, chosen = Programme.objects.current(), periods.chosen(request.GET)
    pages = [team.of(each, programme.pk, chosen) for each in led] if programme else []
    return render(request, "sharehub/my_team.html", {"pages": pages, "chosen": chosen, "periods": periods.offered()})
