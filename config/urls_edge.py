"""Every address of the link host: the links, and the two health questions."""

from django.urls import include, path

from config import health
from sharehub.edge.urls import handler404  # noqa: F401 - Django reads it here

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("sharehub.edge.urls")),
]
