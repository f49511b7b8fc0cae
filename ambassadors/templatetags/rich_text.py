"""Shows words that were written in the editor."""

from django import template
from django.utils.safestring import SafeString

from ambassadors import rich_text as words

register = template.Library()


@register.filter
def rich_text(text: str) -> SafeString:
    """Return the cleaned HTML of a text; plain text becomes paragraphs."""
    return words.shown(text)
