"""The picture above a piece in the sizes and formats that browsers choose from.

WebP is drawn when a page first shows it. AVIF is a fifth smaller and takes four times as long to draw, so the worker draws it
once a piece is published, and a page offers it from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import features
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.images.shortcuts import get_renditions_or_not_found

from cms.models import Picture, PictureRendition, Shareable

WIDTHS = (480, 800, 1200)
_AT_ONCE = 50


@dataclass(frozen=True)
class Shown:
    """What an <img> and the <source> before it say; `avif` is empty where it was not drawn yet."""

    address: str
    width: int
    height: int
    webp: str
    avif: str


def shown(picture: Picture) -> Shown:
    """Return how a picture is shown: WebP in every size, drawn where it is missing, and AVIF where it was drawn."""
    webp = list(get_renditions_or_not_found(picture, _filters("webp")).values())
    avif = picture.find_existing_renditions(*_filters("avif")).values()
    return Shown(
        address=webp[0].url,
        width=webp[0].width,
        height=webp[0].height,
        webp=_srcset(webp),
        avif=_srcset(avif) if len(avif) == len(WIDTHS) else "",
    )


def draw_avif(piece_id: int) -> None:
    """The picture above the piece is there as AVIF in every size, where this machine can draw it; safe to run again."""
    piece = Shareable.objects.select_related("picture").filter(pk=piece_id).exclude(picture=None).first()
    if piece is None or piece.picture is None or not features.check("avif"):
        return
    try:
        piece.picture.get_renditions(*_filters("avif"))
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return  # its file is gone or broken, and the page shows it so


def without_avif() -> list[int]:
    """Return the next live pieces with a picture that was not drawn as AVIF: imported ones, or where a message was lost."""
    drawn = PictureRendition.objects.filter(filter_spec=_filters("avif")[-1].spec).values("image")
    waiting = Shareable.objects.live().exclude(picture=None).exclude(picture__in=drawn).order_by("-pk")
    return list(waiting.values_list("pk", flat=True)[:_AT_ONCE])


def _filters(kind: str) -> list[Filter]:
    return [Filter(spec=f"width-{width}|format-{kind}") for width in WIDTHS]


def _srcset(renditions: Iterable[PictureRendition]) -> str:
    return ", ".join(f"{one.url} {one.width}w" for one in sorted(renditions, key=lambda one: one.width))
