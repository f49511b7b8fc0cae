"""Looks things up by a name that is only known while the page is drawn."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def under(things: Mapping[str, object], key: object) -> object:
    """Return what stands under a key, None where nothing does."""
    return things.get(str(key))
