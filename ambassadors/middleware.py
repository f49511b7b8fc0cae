"""Language and time zone follow the person, their sessions say when they were last seen, and one that ended leads to the log-in."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

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


class LoggedOutMiddleware:
    """Where a part of a page was asked for and the session has ended, the whole page goes to the log-in, and comes back to itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        details = request.htmx  # type: ignore[attr-defined]
        if not details or response.status_code != 302:
            return response
        login = resolve_url(settings.LOGIN_URL)
        if urlsplit(response.headers["Location"]).path != login:
            return response
        back = details.current_url_abs_path or request.path
        return HttpResponseClientRedirect(f"{login}?{urlencode({'next': back})}")
