"""Parts advice into what is good and what is worth a thought."""

from collections.abc import Iterable

from django import template

from cms.advice import Advice

register = template.Library()


@register.filter
def worth_a_thought(advice: Iterable[Advice]) -> list[Advice]:
    """Return what could be better, with what stops a post in front."""
    return sorted((one for one in advice if not one.done), key=lambda one: not one.stops)


@register.filter
def good(advice: Iterable[Advice]) -> list[Advice]:
    """Return what is done well."""
    return [one for one in advice if one.done]
