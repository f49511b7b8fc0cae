"""Words with headings, lists and emphasis: written in an editor, cleaned, and shown."""

import re

import nh3
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString, mark_safe

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"protocols": ["http", "https", "mailto"], "enableTarget": False},
    "HardBreak": True,
    "History": True,
}
_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "b", "em", "i", "blockquote", "a", "br"}
# The editor (tiptap) writes this one style element into the page; the browser names the hash when it changes.
_STYLE_OF_EDITOR = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"


def clean(text: str) -> str:
    """Return the text with nothing in it that the editor could not have made; plain text becomes paragraphs."""
    if not re.search(r"<[a-zA-Z][^>]*>", text):
        return linebreaks(escape(text.strip())) if text.strip() else ""
    return nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
    )


def shown(text: str) -> SafeString:
    """Return the text to put in a page, cleaned once more."""
    return mark_safe(clean(text))


def media_for(request: HttpRequest, media: Media) -> Media:
    """Return the editor's scripts; its import map stands in the page itself, so it needs the nonce of the answer."""
    return media.with_nonce(request.csp_nonce)  # type: ignore[attr-defined,no-any-return]


def let_the_editor_in(response: HttpResponse) -> HttpResponse:
    """The answer's policy lets the editor put its one style element into the page."""
    response._csp_update = {"style-src": [_STYLE_OF_EDITOR]}  # type: ignore[attr-defined]
    return response
