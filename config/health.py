"""Two questions a load balancer asks: is the process alive, and can it work."""

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer without looking at anything else: a failing neighbour is no reason to restart this process."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say which of the servers this process needs can be reached; 503 unless all can."""
    reached = {"database": _database_answers(), "valkey": _valkey_answers()}
    return JsonResponse(reached, status=200 if all(reached.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey_answers() -> bool:
    try:
        caches["state"].get("readyz")
    except RedisError:
        return False
    return True
