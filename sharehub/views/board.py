"""The boards: teams, and the people who chose to be there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ambassadors.access import AmbassadorRequest, ambassador_required
from sharehub import actions
from sharehub.forms import BoardForm
from sharehub.measurement import periods
from sharehub.recognition import boards

_PERIODS = {kind: periods.NAMES[kind] for kind in boards.KINDS}


@never_cache
@require_safe
@ambassador_required
def board(request: AmbassadorRequest) -> HttpResponse:
    return _page(request, None)


@require_POST
@ambassador_required
def board_membership(request: AmbassadorRequest) -> HttpResponse:
    form = BoardForm(request.POST, ambassador=request.ambassador)
    if not form.is_valid():
        return _page(request, form, status=422)
    actions.join_board(ambassador=request.ambassador, pseudonym=form.cleaned_data["pseudonym"])
    messages.success(request, _("You are on the board as %(name)s.") % {"name": boards.name_of(request.ambassador)})
    return redirect("sharehub:board")


@require_POST
@ambassador_required
def board_departure(request: AmbassadorRequest) -> HttpResponse:
    actions.leave_board(ambassador=request.ambassador)
    messages.success(request, _("You are not on the board."))
    return redirect("sharehub:board")


def _page(request: AmbassadorRequest, form: BoardForm | None, status: int = 200) -> HttpResponse:
    kind = request.GET.get("period", "")
    chosen = periods.of_oneself({"period": kind if kind in _PERIODS else "month"})
    person = request.ambassador
    found, points = boards.standings(chosen.period), boards.points_of(person, chosen.period)
    place, people = found.value.place_of(points)
    initial = {"shown_as": "other" if person.pseudonym else "own", "pseudonym": person.pseudonym}
    of_teams, month = boards.of_teams(found.value)
    context = {
        "chosen": chosen,
        "month": month,
        "periods": _PERIODS,
        "counted": found,
        "teams": boards.team_lines(of_teams),
        "lines": boards.people_lines(found.value, person),
        "most": boards.MOST,
        "points": points,
        "place": place,
        "people": people,
        "name": boards.name_of(person) if person.is_on_board else "",
        "form": form or BoardForm(ambassador=person, initial=initial),
    }
    return render(request, "sharehub/board.html", context, status=status)
