"""Who we are for servers that people let us in at: read by those servers, without a person."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sharehub.networks.connecting import bluesky_oauth


@require_safe
@cache_control(public=True, max_age=600)
def client_metadata(request: HttpRequest) -> JsonResponse:
    if not bluesky_oauth.is_on():
        raise Http404
    return JsonResponse(bluesky_oauth.client_metadata())


@require_safe
@cache_control(public=True, max_age=600)
def client_keys(request: HttpRequest) -> JsonResponse:
    if not bluesky_oauth.is_on():
        raise Http404
    return JsonResponse(bluesky_oauth.client_keys())
