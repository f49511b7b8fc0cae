"""Pictures that people or feeds hand in: looked at, made anew without what hides in files, and put in their place."""

import io
import re
import warnings

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from wagtail.blocks import StreamValue

from ambassadors.models import User
from cms.models import Article, ImportedPicture, Picture
from themes import fetching

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_LONGEST_SIDE = 2400
MOST_BYTES = 15 * 1024 * 1024


class PictureRefused(ValueError):
    """The file is not a picture that can be shown; the text says why, in words for people."""


def redrawn(content: bytes) -> ContentFile:
    """Return the picture drawn anew, upright, at most 2,400 pixels a side, without place or maker in it.

    Raises PictureRefused for what is no picture, is broken, or has more pixels than the settings allow.
    """
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise PictureRefused(_("The file is larger than 15 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
                if found.width * found.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                    raise PictureRefused(_("The picture has too many pixels."))
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                return _written(upright)
    except PictureRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureRefused(_("The picture has too many pixels.")) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(_("This is not a picture in JPEG, PNG, GIF, WebP or AVIF.")) from error
    except (OSError, ValueError, SyntaxError, Warning, MemoryError) as error:
        raise PictureRefused(_("The picture is broken.")) from error


def _written(image: Image.Image) -> ContentFile:
    out = io.BytesIO()
    if image.has_transparency_data:
        image.convert("RGBA").save(out, "PNG", optimize=True)
        return ContentFile(out.getvalue(), "picture.png")
    image.convert("RGB").save(out, "JPEG", quality=86, optimize=True)
    return ContentFile(out.getvalue(), "picture.jpg")


def keep(content: bytes, *, title: str, description: str, by: User | None = None, source_url: str = "") -> Picture:
    """Return a new picture of the library. Raises PictureRefused."""
    file = redrawn(content)
    file.name = f"{slugify(title)[:60] or 'picture'}.{str(file.name).rsplit('.', 1)[-1]}"
    picture = Picture(title=title[:255] or _("Picture"), uploaded_by_user=by, source_url=source_url)
    picture.description = description[: Picture._meta.get_field("description").max_length or 255]
    picture.file = file
    picture.save()
    return picture


def look_at(picture: Picture, focus: str) -> None:
    """Whatever is cut out of the picture keeps this part of it: `focus` is row and column of nine, such as "0-2"; empty: all of it."""
    if picture.focal_point_x is not None and focus == focus_of(picture):
        return
    if re.fullmatch(r"[0-2]-[0-2]", focus):
        row, column = (int(part) for part in focus.split("-"))
        picture.focal_point_x = round(picture.width * (2 * column + 1) / 6)
        picture.focal_point_y = round(picture.height * (2 * row + 1) / 6)
        picture.focal_point_width, picture.focal_point_height = picture.width // 3, picture.height // 3
    elif picture.focal_point_x is None:
        return
    else:
        picture.focal_point_x = picture.focal_point_y = None
        picture.focal_point_width = picture.focal_point_height = None
    picture.save()


def focus_of(picture: Picture) -> str:
    """Return in which of nine parts lies what matters; empty where nobody said."""
    if picture.focal_point_x is None or picture.focal_point_y is None:
        return ""
    row, column = picture.focal_point_y * 3 // picture.height, picture.focal_point_x * 3 // picture.width
    return f"{min(row, 2)}-{min(column, 2)}"


def fetch(imported_id: int) -> None:
    """The awaited picture stands in its text, or its row says what went wrong; safe to run again."""
    row = ImportedPicture.objects.awaited().filter(pk=imported_id).first()
    if row is None:
        return
    claimed = ImportedPicture.objects.filter(pk=row.pk, picture=None, attempts=row.attempts)
    if not claimed.update(attempts=row.attempts + 1, tried_at=timezone.now()):
        return
    picture = Picture.objects.filter(source_url=row.url).first()
    if picture is None:
        try:
            fetched = fetching.fetch(row.url, max_bytes=MOST_BYTES, timeout=20)
            title = row.alt[:120] or row.url.rsplit("/", 1)[-1][:120]
            picture = keep(fetched.content, title=title, description=row.alt, source_url=row.url)
        except (fetching.FetchError, PictureRefused) as error:
            ImportedPicture.objects.filter(pk=row.pk).update(problem=str(error)[:240])
            return
    put_in_place(row.pk, picture)


@transaction.atomic
def put_in_place(imported_id: int, picture: Picture) -> None:
    """The text shows the picture where it was awaited, live and in an editor's newest draft alike."""
    row = ImportedPicture.objects.select_for_update().get(pk=imported_id)
    article = Article.objects.select_for_update(of=("self",)).filter(pk=row.page_id).first()
    if article is not None:
        draft = article.latest_revision.as_object() if article.latest_revision_id else None
        if _fill_in(article, row.url, picture):
            if article.picture_id is None and picture.width >= 640:
                article.picture = picture
            article.save(clean=False)
        if draft is not None and _fill_in(draft, row.url, picture):
            draft.save_revision(changed=False, log_action=False, clean=False)
    row.picture, row.problem = picture, ""
    row.save(update_fields=["picture", "problem"])


def _fill_in(article: Article, url: str, picture: Picture) -> bool:
    """Put the picture in the article's body; returns whether it was awaited there."""
    blocks = [dict(block) for block in article.body.raw_data]
    awaited = [block for block in blocks if block["type"] == "awaited_picture" and block["value"]["url"] == url]
    for block in awaited:
        alt = block["value"].get("alt", "")
        block.update(type="picture", value={"image": picture.pk, "alt_text": alt, "decorative": not alt})
    if awaited:
        article.body = StreamValue(article.body.stream_block, blocks, is_lazy=True)
    return bool(awaited)
