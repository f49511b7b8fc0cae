"""Language and time zone follow the person, and their sessions say when they were last seen."""

from collections.abc import Callable

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

_SEEN_SECONDS = 300


class SeenLatelyMiddleware(UserSessionsMiddleware):
    """A session's row says when it was seen, to five minutes: to the second it would be written for every page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = super().__call__(request) if _is_due(request) else self.get_response(request)
        return response


def _is_due(request: HttpRequest) -> bool:
    key = request.session.session_key
    return key is None or cache.add(f"seen:{key}", 1, _SEEN_SECONDS)


class PersonPreferencesMiddleware:
    """A signed-in person gets their own language and time zone, wherever the browser says they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        # Kept here, because logging out and leaving end with nobody signed in.
        language, zone = request.user.language, request.user.zone
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
