"""One's own year, and its picture for whoever asks for it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ambassadors.access import AmbassadorRequest, ambassador_required
from sharehub.recognition import year


@never_cache
@require_safe
@ambassador_required
def my_year(request: AmbassadorRequest, number: int | None = None) -> HttpResponse:
    first, last = _years(request)
    chosen = last if number is None else number
    if not first <= chosen <= last:
        raise Http404
    context = {
        "found": year.year_of(request.ambassador, chosen),
        "years": range(last, first - 1, -1),
        "is_running": chosen == last,
    }
    return render(request, "sharehub/my_year.html", context)


@never_cache
@require_safe
@ambassador_required
def my_year_picture(request: AmbassadorRequest, number: int) -> HttpResponse:
    """Drawn when it is asked for, and kept nowhere."""
    first, last = _years(request)
    found = year.year_of(request.ambassador, number) if first <= number <= last else None
    if found is None or not found.shares:
        raise Http404
    response = HttpResponse(year.picture(request.ambassador, found), content_type="image/png")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.png"'
    return response


def _years(request: AmbassadorRequest) -> tuple[int, int]:
    joined_at = request.ambassador.joined_at or timezone.now()
    return timezone.localtime(joined_at).year, timezone.localdate().year
