"""The app remembers, for the day, the browsers its ambassadors sign in with: a click on one's own link is no reach."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from sharehub.reach import visitors


class OwnVisitorMiddleware:
    """Any page of the ambassador's app tells today's visitor key; `request.ambassador` is put there by the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        ambassador = getattr(request, "ambassador", None)
        if ambassador is not None:
            day = datetime.now(UTC).date()
            agent = request.headers.get("User-Agent", "")
            key = visitors.visitor_key(visitors.client_address(request), agent, day)
            visitors.remember_own(ambassador.pk, key, day)
        return response
