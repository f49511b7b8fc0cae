"""What the second of two people sees who change the same thing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import ModelLogEntry

from themes.forms.versions import Versioned


def conflict(request: HttpRequest, form: Versioned, context: Mapping[str, Any], *, back: str) -> HttpResponse:
    """Return 409 with both texts and the form as it was filled in, ready to be saved over or changed first.

    `context` is what the page of the form has (a programme with its steps); `back` is where one sees what stands.
    """
    row = getattr(form, "instance", None)
    told = ModelLogEntry.objects.for_instance(row) if row and row.pk else ModelLogEntry.objects.none()
    last = told.select_related("user").order_by("-timestamp").first()
    more = {"form": form, "differences": form.differences(), "last": last, "back": back}
    return render(request, "themes/conflict.html", {**context, **more}, status=409)
