"""Draws the charts of themes.charts; positions are written with a point whatever the language."""

from collections.abc import Sequence

from django import template

from themes import charts

register = template.Library()


@register.filter
def at(number: float) -> str:
    """Return a position as SVG wants it: never with a decimal comma."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


@register.filter
def hue_class(hue: int | None) -> str:
    """Return the class of a theme's hue, nothing where there is none (the organisation's accent then shows)."""
    return "" if hue is None else f"hue-{hue}"


@register.inclusion_tag("charts/_sparkline.html")
def sparkline(values: Sequence[float | None], hue: int | None = None, label: str = "") -> dict[str, object]:
    """Draw a small line; label says what it is about, the words with first, last and highest follow it."""
    return {"chart": charts.sparkline(list(values)), "hue": hue, "label": label}
