"""What every page needs to know about the organisation."""

from django.http import HttpRequest

from themes.models import Organisation


def organisation(request: HttpRequest) -> dict[str, object]:
    """Return the organisation's name, logo and accent."""
    return {"organisation": Organisation.load(request_or_site=request)}
