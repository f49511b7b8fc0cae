"""Around each request: the organisation is read once, and what a manager changes shows in the seven steps at once."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from themes.models import Programme
from themes.models.organisation import read_once
from themes.workspace import forget_steps

_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class OrganisationOnce:
    """Whatever asks for the organisation while a page is made, gets the one that was read first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with read_once():
            return self.get_response(request)


class StepsFollowChanges:
    """After a change on a page below /programme/<slug>/ the steps of that programme are counted anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_ours = match is not None and "slug" in match.kwargs and request.path.startswith("/programme/")
        if match is not None and is_ours and request.method not in _SAFE:
            programme = Programme.objects.filter(slug=match.kwargs["slug"]).first()
            if programme is not None:
                forget_steps(programme)
        return response
