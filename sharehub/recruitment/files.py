"""Which CV files are taken: what they are, not what they are called."""

import zipfile

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MAX_BYTES = 5 * 1024 * 1024


def validate_cv(file: UploadedFile) -> None:
    """Raise ValidationError unless the file is a PDF or a Word document (docx) of at most 5 MB, by its content."""
    if (file.size or 0) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Please choose a smaller one."), code="too_large")
    if not (_is_pdf(file) or _is_docx(file)):
        raise ValidationError(_("Please choose a PDF or a Word document (docx)."), code="wrong_type")


def _is_pdf(file: UploadedFile) -> bool:
    file.seek(0)
    is_pdf = file.read(5) == b"%PDF-" and str(file.name).lower().endswith(".pdf")
    file.seek(0)
    return is_pdf


def _is_docx(file: UploadedFile) -> bool:
    """A docx is a zip with a Word document in it and no macros."""
    if not str(file.name).lower().endswith(".docx"):
        return False
    try:
        with zipfile.ZipFile(file) as archive:  # type: ignore[arg-type]
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)
    return "word/document.xml" in names and "word/vbaProject.bin" not in names
