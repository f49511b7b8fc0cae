"""HTML from elsewhere made into prose of ours: cleaned, and cut into what Wagtail's blocks hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from django.utils.html import escape, linebreaks

_INLINE = {"a", "b", "strong", "i", "em", "code", "br"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "figure", "figcaption", "table", "tr", "td", "th", "caption"}
_BLOCKS |= {"dl", "dt", "dd", "div", "section", "article", "header", "footer", "aside", "main", "hr", "iframe", "img"}
_TAGS = _INLINE | set(_HEADINGS) | _BLOCKS
_GONE = {"script", "style", "svg", "noscript", "template", "object", "title", "form", "button", "select"}
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "iframe": {"src"}}
_KEPT = _INLINE | {"p", "h2", "h3", "ul", "ol", "li", "blockquote"}


@dataclass(frozen=True)
class Picture:
    """A picture that the text shows at that place."""

    url: str
    alt: str


@dataclass
class Prose:
    """Runs of rich text and pictures in their order, and what could not be kept."""

    parts: list[str | Picture] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @property
    def html(self) -> str:
        """The text without its pictures."""
        return "".join(part for part in self.parts if isinstance(part, str))


def clean(html: str) -> str:
    """Return rich text with nothing in it that an editor could not have made; plain text becomes paragraphs."""
    if not re.search(r"<[a-zA-Z][^>]*>", html):
        html = linebreaks(escape(html.strip())) if html.strip() else ""
    return prose(html).html


def prose(html: str, *, base: str = "") -> Prose:
    """Return the text cut into runs and pictures; relative addresses are read from `base`, and lost without one."""
    safe = nh3.clean(
        html, tags=_TAGS, clean_content_tags=_GONE, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
    return _Writer(base).write(BeautifulSoup(safe, "html.parser"))


def plain(html: str) -> str:
    """Return the words alone, on one line."""
    spaced = re.sub(r"(</(?:p|h\d|li|blockquote|div|td|th|tr|figcaption|pre)>|<br\s*/?>)", r"\1 ", html)
    return " ".join(BeautifulSoup(f"<p>{spaced}</p>", "html.parser").get_text().split())


class _Writer:
    """Walks through cleaned HTML and writes runs of text, pictures between them."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.result = Prose()
        self.run: list[str] = []

    def write(self, soup: BeautifulSoup) -> Prose:
        for element in _top_level(soup):
            self._element(element)
        self._end_run()
        return self.result

    def _element(self, element: PageElement) -> None:
        if isinstance(element, Tag):
            pictures = [element] if element.name == "img" else element.find_all("img")
            found = [picture for picture in map(self._picture, pictures) if picture]
            for tag in [] if element.name == "img" else pictures:
                tag.extract()
            self._text(element)
            for picture in found:
                self._end_run()
                self.result.parts.append(picture)
        elif isinstance(element, NavigableString) and element.strip():
            self.run.append(f"<p>{escape(' '.join(element.split()))}</p>")

    def _text(self, element: Tag) -> None:
        writers = {"table": self._table, "pre": self._lines, "iframe": self._frame, "figure": self._figure}
        if element.name in writers:
            writers[element.name](element)
        elif element.name in _HEADINGS:
            self._paragraph(element, _HEADINGS[element.name])
        elif element.name in ("ul", "ol"):
            self._list(element)
        elif element.name == "blockquote":
            for paragraph in element.find_all(["p", "li"]) or [element]:
                self._paragraph(paragraph, "blockquote")
        elif element.name not in ("img", "hr"):
            self._paragraph(element, "p")

    def _paragraph(self, element: Tag, name: str) -> None:
        inner = self._inline(element)
        if plain(inner):
            self.run.append(f"<{name}>{inner}</{name}>")

    def _inline(self, element: Tag) -> str:
        for link in element.find_all("a"):
            address = self._address(link.get("href"))
            if not address or not link.get_text(strip=True):
                link.unwrap()
            else:
                link.attrs = {"href": address}
        for child in element.find_all(lambda tag: tag.name not in _INLINE):
            child.unwrap()
        return element.decode_contents().strip()

    def _list(self, element: Tag) -> None:
        for item in element.find_all("li"):
            for child in item.find_all(lambda tag: tag.name not in _INLINE | {"ul", "ol", "li"}):
                child.unwrap()
        for link in element.find_all("a"):
            address = self._address(link.get("href"))
            if address and link.get_text(strip=True):
                link.attrs = {"href": address}
            else:
                link.unwrap()
        for stray in [child for child in element.children if not isinstance(child, Tag) or child.name != "li"]:
            stray.extract()
        if element.get_text(strip=True):
            self.run.append(str(element))

    def _table(self, table: Tag) -> None:
        caption = table.find("caption")
        if isinstance(caption, Tag):
            self._paragraph(caption, "h3")
        rows = []
        for row in table.find_all("tr"):
            cells = [self._inline(cell) for cell in row.find_all(["td", "th"])]
            if any(plain(cell) for cell in cells):
                rows.append(f"<li>{' · '.join(cell for cell in cells if plain(cell))}</li>")
        if rows:
            self.run.append(f"<ul>{''.join(rows)}</ul>")

    def _lines(self, element: Tag) -> None:
        text = escape(element.get_text().strip("\n")).replace("\n", "<br/>")
        if text.strip():
            self.run.append(f"<p><code>{text}</code></p>")

    def _frame(self, element: Tag) -> None:
        address = self._address(element.get("src"))
        if address:
            shown = escape(urlsplit(address).netloc)
            self.run.append(f'<p><a href="{escape(address)}">{shown}</a></p>')

    def _figure(self, element: Tag) -> None:
        for child in _top_level(element):
            if isinstance(child, Tag) and child.name == "figcaption":
                inner = self._inline(child)
                if plain(inner):
                    self.run.append(f"<p><i>{inner}</i></p>")
            else:
                self._element(child)

    def _picture(self, element: Tag) -> Picture | None:
        alt = " ".join(str(element.get("alt") or "").split())[:500]
        address = self._address(element.get("src"))
        if not address or len(address) > 1000 or not address.startswith(("http://", "https://")):
            self.result.lost.append(alt or str(element.get("src") or ""))
            return None
        return Picture(address, alt)

    def _address(self, value: object) -> str:
        """Return an absolute address, or nothing where that cannot be told."""
        text = str(value or "").strip()
        if not text or text.startswith("#"):
            return ""
        try:
            address = urljoin(self.base, text)
            scheme = urlsplit(address).scheme
        except ValueError:
            return ""
        return address if scheme in ("http", "https", "mailto") else ""

    def _end_run(self) -> None:
        if self.run:
            self.result.parts.append("".join(self.run))
            self.run = []


_CONTAINERS = {"div", "section", "article", "header", "footer", "aside", "main", "dl"}


def _top_level(element: Tag) -> Iterator[PageElement]:
    """Yield paragraphs and the like in order: containers are opened, loose words between them gathered."""
    loose: list[PageElement] = []
    for child in list(element.children):
        is_loose = not isinstance(child, Tag) or child.name in _INLINE
        if is_loose:
            loose.append(child)
            continue
        yield from _gathered(loose)
        loose = []
        if isinstance(child, Tag) and child.name in _CONTAINERS:
            yield from _top_level(child)
        else:
            yield child
    yield from _gathered(loose)


def _gathered(loose: list[PageElement]) -> Iterator[Tag]:
    if any(isinstance(part, Tag) or str(part).strip() for part in loose):
        paragraph = BeautifulSoup("", "html.parser").new_tag("p")
        for part in loose:
            paragraph.append(part)
        yield paragraph
