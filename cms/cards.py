"""The picture that networks show beside a link: drawn here, kept under the hash of what it shows."""

import hashlib
import io
import math
from dataclasses import astuple, dataclass, replace

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont, ImageOps

from ambassadors.models import Ambassador
from cms.models import BlogPost
from cms.shareable import Shareable
from themes.models import Organisation

Size = tuple[int, int]
# What networks ask of the picture beside a link.
USUAL: Size = (1200, 630)
_VERSION = 2
_MARGIN = 72
_PAPER = (251, 249, 245)
_INK = (38, 33, 28)
_SOFT = (98, 90, 82)


@dataclass(frozen=True)
class Card:
    """Everything that a card shows."""

    title: str
    theme: str
    hue: int
    organisation: str
    author: str = ""
    portrait: str = ""
    picture: str = ""

    @property
    def key(self) -> str:
        """Changes when anything shown changes."""
        return hashlib.sha256(repr((_VERSION, *astuple(self))).encode()).hexdigest()[:16]


def card_of(piece: Shareable, organisation: Organisation) -> Card:
    """Return what the piece's card shows; a portrait only of an author who has a public page."""
    theme = piece.theme
    author = piece.author if isinstance(piece, BlogPost) else None
    return Card(
        title=piece.title,
        theme=theme.name if theme else "",
        hue=theme.hue if theme else organisation.accent_hue,
        organisation=organisation.name,
        author=str(author.user) if author else "",
        portrait=author.portrait.name if author and author.has_public_page and author.portrait else "",
        picture=piece.picture.file.name if piece.picture else "",
    )


def card_by(piece: Shareable, organisation: Organisation, ambassador: Ambassador) -> Card:
    """Return the piece's card with the name and portrait of who shares it; for that person alone, who asked for it."""
    portrait = str(ambassador.portrait.name) if ambassador.portrait else ""
    return replace(card_of(piece, organisation), author=str(ambassador.user), portrait=portrait)


def address(piece: Shareable, size: Size) -> str:
    """Return the path of the piece's card in a size of a network."""
    key = card_of(piece, Organisation.load()).key
    return reverse("cms:card_in_size", args=[*size, piece.pk, key])


def kept_file(piece: Shareable, card: Card, size: Size = USUAL) -> str:
    """Return the name in the default storage of the card's PNG, drawn when it is not there yet."""
    ending = "" if size == USUAL else f"-{size[0]}x{size[1]}"
    name = f"cards/{piece.pk}-{card.key}{ending}.png"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(draw(card, size)))
    return name


def draw(card: Card, size: Size = USUAL) -> bytes:
    """Return the card as a PNG of that many pixels, wide and high; 1200 by 630 unless asked otherwise."""
    full_width, height = size
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    colour = of_hue(card.hue)
    picture = _opened(card.picture)
    right = full_width - _MARGIN
    if picture:
        width = round(full_width * 0.35)
        image.paste(ImageOps.fit(picture, (width, height)), (full_width - width, 0))
        right = full_width - width - 48
    pen.rectangle((0, 0, 20, height), fill=colour)
    top = 64
    if card.theme:
        pen.ellipse((_MARGIN, top + 6, _MARGIN + 24, top + 30), fill=colour)
        pen.text((_MARGIN + 40, top), card.theme, font=_font(30), fill=of_hue(card.hue, lightness=0.42))
    _title(pen, card.title, right - _MARGIN, top + 74, height - 160)
    pen.line((_MARGIN, height - 134, right, height - 134), fill=(216, 209, 199), width=2)
    left = _MARGIN
    portrait = _opened(card.portrait)
    if portrait:
        _round(image, portrait, (left, height - 112))
        left += 92
    words = " · ".join(part for part in (card.author, card.organisation) if part)
    pen.text((left, height - 92), _cut(words, _font(30), right - left), font=_font(30), fill=_SOFT)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def of_hue(hue: int, lightness: float = 0.5, chroma: float = 0.11) -> tuple[int, int, int]:
    """Return sRGB of the hue at the lightness and chroma that all themes share (OKLCH, Ottosson 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (_gamma(min(max(part, 0.0), 1.0)) for part in linear)
    return red, green, blue


def _gamma(part: float) -> int:
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))


def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # noqa: S101 - Pillow's wheels carry FreeType and this font
    return font


def _title(pen: ImageDraw.ImageDraw, title: str, width: int, top: int, bottom: int) -> None:
    """Write the title as large as it fits in the room there is."""
    room = bottom - top
    taller = (104, 96, 84) if room > 500 else ()
    for size in (*taller, 72, 64, 56, 48, 42, 36):
        font = _font(size)
        lines = _wrapped(title, font, width)
        if len(lines) * size * 1.2 <= room:
            break
    most = max(1, int(room // (size * 1.2)))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font, width)]
    for number, line in enumerate(lines):
        pen.text((_MARGIN, top + number * size * 1.2), line, font=font, fill=_INK, stroke_width=1, stroke_fill=_INK)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        while font.getlength(word) > width:
            kept = next(n for n in range(len(word) - 1, 0, -1) if font.getlength(word[:n]) <= width)
            lines.append(word[:kept])
            word = word[kept:]
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _opened(name: str) -> Image.Image | None:
    if not name:
        return None
    try:
        with default_storage.open(name) as file, Image.open(file) as found:
            return ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, ValueError, SyntaxError):
        return None


def _round(image: Image.Image, portrait: Image.Image, at: tuple[int, int], size: int = 72) -> None:
    mask = Image.new("L", (size * 4, size * 4), 0)
    ImageDraw.Draw(mask).ellipse((0, 0, size * 4, size * 4), fill=255)
    image.paste(ImageOps.fit(portrait, (size, size)), at, mask.resize((size, size), Image.Resampling.LANCZOS))
