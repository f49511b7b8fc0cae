"""Language and time zone follow the person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


class PersonPreferencesMiddleware:
    """A signed-in person gets their own language and time zone, wherever the browser says they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        with translation.override(request.user.language), timezone.override(request.user.zone):
            request.LANGUAGE_CODE = request.user.language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.user.language)
        return response
