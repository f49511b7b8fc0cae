"""What visitors read when a link leads nowhere: pages that the drain renders and the edge only sends."""

from pathlib import Path

LANGUAGES = ("en", "nl")
STATUSES = (404, 410, 503)
# The page carries its own style and nothing else.
HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"),
]
_PLAIN = {
    404: {"en": "This link leads nowhere.", "nl": "Deze link leidt nergens naartoe."},
    410: {"en": "This link is no longer in use.", "nl": "Deze link wordt niet meer gebruikt."},
    503: {"en": "Please try again in a minute.", "nl": "Probeer het over een minuut opnieuw."},
}


class Pages:
    """Rendered pages by status and language; plain sentences until the drain has rendered them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._texts: dict[tuple[int, str], str] = {}

    def text(self, status: int, language: str) -> str:
        """Return the page; it is read once."""
        known = self._texts.get((status, language))
        if known is not None:
            return known
        try:
            text = self._texts[status, language] = (self.folder / f"{status}.{language}.html").read_text()
        except OSError:
            return f"<!DOCTYPE html><html lang={language}><title>{_PLAIN[status][language]}</title><p>{_PLAIN[status][language]}"
        return text
