"""What every public page shows of the site."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page

from cms.models import HomePage
from cms.start_titles import title_of


def site_menu(request: HttpRequest) -> dict[str, object]:
    """Return the pages below the front page that belong in menus; asked for only where a page shows them."""
    return {"site_menu": SimpleLazyObject(lambda: _menu(request))}


def _menu(request: HttpRequest) -> list[dict[str, str]]:
    front = HomePage.objects.first()
    pages = Page.objects.child_of(front).live().public().in_menu() if front else []
    return [{"title": title_of(page), "url": page.get_url(request) or ""} for page in pages]
