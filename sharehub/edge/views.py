"""The link host answers a tracked link, and kindly says so where it cannot."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from sharehub.edge.codes import is_wellformed
from sharehub.edge.targets import target_of
from sharehub.models import TrackedLink
from sharehub.reach import visitors, visits

_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@require_safe
def tracked_link(request: HttpRequest, code: str) -> HttpResponse:
    links = TrackedLink.objects.select_related("share__piece", "share__theme")
    link = links.filter(code=code).first() if is_wellformed(code) else None
    if link is None:
        return not_found(request)
    target = target_of(link) if link.is_open else ""
    if not target:
        return _page(request, "edge/gone.html", 410)
    visits.record(
        link=link,
        ip=visitors.client_address(request),
        user_agent=request.headers.get("User-Agent", ""),
        referrer=request.headers.get("Referer", ""),
        is_prefetch=_is_prefetch(request),
        at=timezone.now(),
    )
    return _private(HttpResponseRedirect(target))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "edge/not_found.html", 404)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    # Tracked links may be followed (previews need them) but not indexed; nothing else is here.
    return HttpResponse("User-agent: *\nDisallow:\n", content_type="text/plain; charset=utf-8")


def _is_prefetch(request: HttpRequest) -> bool:
    purposes = " ".join(request.headers.get(name, "") for name in _PREFETCH_HEADERS).lower()
    return request.method == "HEAD" or any(word in purposes for word in ("prefetch", "prerender", "preview"))


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    response = _private(render(request, template, {"home": settings.WEB_BASE_URL}, status=status))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    # The site need not learn on which page the link stood: the network is in the campaign parameters.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
