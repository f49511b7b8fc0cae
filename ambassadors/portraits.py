"""Portraits: whatever was uploaded becomes a small square JPEG of our own making."""

import io
import uuid
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 40_000_000
SIDE = 512
_FORMATS = ("JPEG", "PNG", "WEBP")


def portrait(upload: UploadedFile) -> ContentFile:
    """Return a square of 512 pixels without place, time or anything else the camera wrote; raises ValidationError."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB. Choose a smaller one."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(upload, formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(_("The picture has more than 40 million pixels. Choose a smaller one."))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_("This is no picture that we can read. Choose a JPEG, PNG or WebP file.")) from None
    target = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS, centering=(0.5, 0.4)).save(
        target, "JPEG", quality=86, optimize=True, progressive=True
    )
    return ContentFile(target.getvalue(), name=f"{uuid.uuid4().hex}.jpg")
