"""A post's text on its way between the desk, where a picture is an image, and the page, where Wagtail's embed stands for it."""

import re
from collections.abc import Collection, Mapping

from bs4 import BeautifulSoup, Tag
from django.utils.html import escape

from cms import prose
from cms.image_formats import IN_TEXT
from cms.models import Picture

_EMBED = re.compile(r'<embed\b(?=[^>]*\bembedtype="image")[^>]*?/?>')
_KEYED = ("p", "h2", "h3", "li", "blockquote")
# Two characters that no keyboard types stand around the number of a picture while the text is cleaned.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(rf"<p>{_OPEN}(\d+){_CLOSE}</p>")
_ON_DESK = "width-960|format-webp"


def pictures_in(html: str) -> dict[int, str]:
    """Return what the pictures of a stored text show in words, by the number of the picture."""
    found = {}
    for tag in _embeds(html):
        number = str(tag.get("id") or "")
        if number.isdecimal():
            found[int(number)] = str(tag.get("alt") or "")
    return found


def for_desk(html: str) -> str:
    """Return a stored text as the desk's editor reads it: pictures as images; one that is gone is left out."""
    known = Picture.objects.in_bulk(pictures_in(html))

    def image(match: re.Match[str]) -> str:
        [(number, alt)] = pictures_in(match[0]).items() or [(0, "")]
        picture = known.get(number)
        return image_html(picture, alt) if picture is not None else ""

    return _EMBED.sub(image, html)


def image_html(picture: Picture, alt: str) -> str:
    """Return the image that stands for a picture on the desk."""
    shown = picture.get_rendition(_ON_DESK)
    return f'<img src="{escape(shown.url)}" alt="{escape(alt)}" data-file="{picture.pk}">'


def numbers_on_desk(html: str) -> set[int]:
    """Return the numbers of the pictures that a text from the desk names, whoever they belong to."""
    return {int(number) for number in re.findall(r'<img\b[^>]*\bdata-file="(\d{1,15})"', html)}


def from_desk(html: str, *, allowed: Collection[int], words: Mapping[int, str]) -> str:
    """Return a text from the desk to store: cleaned, with an embed for each picture that is allowed; others are left out.

    `words` says what pictures show; where it is silent the image's own words stay.
    """
    soup = BeautifulSoup(html, "html.parser")
    alts: dict[int, str] = {}
    for image in soup.find_all("img"):
        number = str(image.get("data-file") or "")
        if not number.isdecimal() or int(number) not in allowed:
            image.decompose()
            continue
        alts[int(number)] = words.get(int(number)) or " ".join(str(image.get("alt") or "").split())[:255]
        mark = soup.new_tag("p")
        mark.string = f"{_OPEN}{number}{_CLOSE}"
        block = image.find_parent(["p", "h2", "h3", "ul", "ol", "blockquote", "figure"])
        if block is not None:
            image.extract()
            block.insert_after(mark)
        else:
            image.replace_with(mark)
    cleaned = prose.clean(str(soup) if alts else html)
    return _MARKED.sub(lambda mark: embed(int(mark[1]), alts[int(mark[1])]) if int(mark[1]) in alts else "", cleaned)


def embed(number: int, alt: str) -> str:
    """Return what stands for a picture in a stored text."""
    return f'<embed alt="{escape(alt)}" embedtype="image" format="{IN_TEXT}" id="{number}"/>'


def keep_keys(html: str, before: str) -> str:
    """Return the text with the keys that paragraphs had before, so that an editor's comments stay at their passages.

    Wagtail gives each paragraph a key and finds comments by it. One that reads as it did keeps its own; of the others each takes the
    key of the paragraph that stood between the same neighbours.
    """
    if "data-block-key" not in before:
        return html
    soup, old = BeautifulSoup(html, "html.parser"), BeautifulSoup(before, "html.parser")
    free = [tag for tag in old.find_all(_KEYED) if tag.get("data-block-key")]
    changed: list[Tag] = []
    for tag in soup.find_all(_KEYED):
        same = next((one for one in free if one.get_text() == tag.get_text()), None)
        if same is None:
            changed.append(tag)
            continue
        tag["data-block-key"] = same["data-block-key"]
        free.remove(same)
    for tag, one in zip(changed, free, strict=False):
        tag["data-block-key"] = one["data-block-key"]
    return str(soup)


def _embeds(html: str) -> list[Tag]:
    return [tag for tag in BeautifulSoup(html, "html.parser").find_all("embed") if tag.get("embedtype") == "image"]
