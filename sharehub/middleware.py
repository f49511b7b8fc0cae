"""The app remembers, for the day, the browsers its ambassadors sign in with: a click on one's own link is no reach."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from sharehub.models import RecruitmentSettings
from sharehub.reach import visitors
from sharehub.recruitment import attribution


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


class FollowedLinkMiddleware:
    """Who agreed to it has the links they follow remembered; without their cookie nothing is kept and nothing is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cookie, code = request.COOKIES.get(attribution.COOKIE, ""), request.GET.get("ref", "")
        if (
            cookie
            and request.method == "GET"
            and attribution.is_code(code)
            and attribution.COOKIE not in response.cookies
        ):
            days = RecruitmentSettings.load().attribution_days
            if (new := attribution.remember(cookie, code, days=days)) != cookie:
                set_followed(response, new, days=days, is_secure=request.is_secure())
        return response


def set_followed(response: HttpResponse, value: str, *, days: int, is_secure: bool) -> None:
    """The visitor's browser keeps which links they followed, for as many days as a link counts; no script reads it."""
    response.set_cookie(
        attribution.COOKIE, value, max_age=days * 86_400, httponly=True, secure=is_secure, samesite="Lax"
    )
