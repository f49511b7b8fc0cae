"""An address that only takes a pressed button leads whoever merely opens it to the page with that button."""

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

# Their clients are programs, which understand the bare answer.
_OF_PROGRAMS = ("/api/", "/healthz", "/readyz")


class MethodMiddleware:
    """A person who follows an old link, or logs in again on the way, never meets a bare 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or not _is_for_a_person(request):
            return response
        above = _page_above(request.path) if request.method in {"GET", "HEAD"} else ""
        if above:
            messages.info(request, _("Nothing has changed: that takes a button on this page."))
            return redirect(above)
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page


def _is_for_a_person(request: HttpRequest) -> bool:
    is_htmx = request.headers.get("HX-Request") == "true"
    return request.accepts("text/html") and not is_htmx and not request.path.startswith(_OF_PROGRAMS)


def _page_above(path: str) -> str:
    """Return the nearest address above that a view of ours answers; empty where there is none.

    Should that one take only a button as well, the next request climbs on.
    """
    for address in _addresses_above(path):
        try:
            match = resolve(address)
        except Resolver404:
            continue
        # Wagtail's own view answers every address, with a page or a 404.
        if match.url_name != "wagtail_serve":
            return address
    return ""


def _addresses_above(path: str) -> Iterator[str]:
    parts = [part for part in path.split("/") if part][:-1]
    while parts:
        yield f"/{'/'.join(parts)}/"
        parts.pop()
