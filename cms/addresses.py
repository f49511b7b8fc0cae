"""Absolute addresses of the public site; WEB_BASE_URL decides, whatever host a request named."""

from django.conf import settings
from wagtail.models import Page


def absolute(path: str) -> str:
    """Return the full address of a path of this site; an address that is full already stays."""
    return path if path.startswith(("http://", "https://")) else f"{settings.WEB_BASE_URL}{path}"


def of_page(page: Page) -> str:
    """Return the page's full address, nothing for a page that stands outside the site."""
    parts = page.get_url_parts()
    return absolute(parts[2]) if parts and parts[2] else ""
