"""Draws the edge's pages with the product's own templates and style, for the edge to send as they are."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from sharehub.edge.pages import LANGUAGES
from themes.models import Organisation

_TEMPLATES = {404: "edge/not_found.html", 410: "edge/gone.html", 503: "edge/away.html"}
# The pages stand alone on their host: what they need of the style goes into them.
_STYLES = ("layers", "tokens", "hues", "reset", "base", "layout", "shell", "button", "utilities")


def render_pages(folder: Path) -> None:
    """Every page stands in the folder in every language; a page is replaced whole."""
    folder.mkdir(parents=True, exist_ok=True)
    style = "\n".join(Path(str(finders.find(f"css/{name}.css"))).read_text() for name in _STYLES)
    context = {"organisation": Organisation.load(), "home": settings.WEB_BASE_URL, "style": style}
    for status, template in _TEMPLATES.items():
        for language in LANGUAGES:
            with translation.override(language):
                text = render_to_string(template, context)
            partial = folder / f"{status}.{language}.new"
            partial.write_text(text)
            partial.replace(folder / f"{status}.{language}.html")
