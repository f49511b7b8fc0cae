"""What the head of a public page tells networks and search engines."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from ambassadors.models import Ambassador
from cms import addresses, reading, renditions, structured
from cms.models import BlogPost, Picture
from cms.shareable import Shareable
from themes.models import Organisation, Theme

register = template.Library()

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.simple_tag
def structured_data(page: Shareable, organisation: Organisation) -> SafeString:
    """Return the page's JSON-LD, escaped so that no text in it can end the script."""
    data = structured.of_page(page, organisation)
    return _script(data) if data is not None else SafeString("")


@register.simple_tag
def profile_data(author: Ambassador, organisation: Organisation) -> SafeString:
    """Return the JSON-LD of an author's page."""
    return _script(structured.profile(author, organisation))


@register.simple_tag
def trail(page: Page) -> SafeString:
    """Return the JSON-LD of the way to a page."""
    return _script_or_nothing(structured.trail(page))


@register.simple_tag
def trail_of_author(author: Ambassador) -> SafeString:
    """Return the JSON-LD of the way to an author's page."""
    return _script_or_nothing(structured.trail_of_author(author))


@register.simple_tag
def trail_of_theme(theme: Theme, path: str) -> SafeString:
    """Return the JSON-LD of the way to the page of a theme."""
    return _script_or_nothing(structured.trail_of_theme(theme, addresses.absolute(path)))


def _script_or_nothing(data: structured.Data | None) -> SafeString:
    return _script(data) if data is not None else SafeString("")


def _script(data: structured.Data) -> SafeString:
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)


@register.simple_tag
def card_address(page: Shareable, organisation: Organisation) -> str:
    """Return the full address of the page's card."""
    return structured.card_address(page, organisation)


@register.simple_tag
def author_address(post: BlogPost) -> str:
    """Return the address of the author's page, nothing where the author keeps it to themself."""
    return structured.author_address(post)


@register.simple_tag
def shown_picture(picture: Picture) -> renditions.Shown:
    """Return the sizes and formats of a picture that browsers choose from."""
    return renditions.shown(picture)


@register.simple_tag
def reading_minutes(page: Shareable) -> int:
    """Return how many minutes reading the page takes."""
    return reading.minutes(page)


@register.filter
def full_address(path: str) -> str:
    """Return the full address of a path of this site."""
    return addresses.absolute(path)
