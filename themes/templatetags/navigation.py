"""Marks where someone is in a menu."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def current(context: Context, url: str, *others: str, exact: bool = False) -> SafeString:
    """Return aria-current for a link to this page, or (unless exact) to a page above it.

    `others` are addresses that belong to the same entry of the menu, with all below them.
    """
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    here = bool(url) and (path == url or (not exact and url != "/" and path.startswith(url)))
    if here:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"' if any(other and path.startswith(other) for other in others) else "")
