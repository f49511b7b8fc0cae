"""How much time a figure is about."""

from django import template

from themes import reporting

register = template.Library()


@register.filter
def span(days: int) -> str:
    """Return the days that a figure about a group is counted over, in words; a whole month where figures are told of these."""
    return reporting.span_of(days)
