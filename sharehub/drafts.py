"""What is posted for somebody: the text with its link, the card, and the picture small enough for every network."""

from cms.models import Shareable
from sharehub import networks
from sharehub.models import Publication
from sharehub.networks.connecting.api import Draft, Image

_IMAGES = ("max-1200x1200|format-jpeg|jpegquality-80", "max-800x800|format-jpeg|jpegquality-60")
_MOST_IMAGE_BYTES = 900_000
_MOST_SUMMARY = 280


def draft_of(publication: Publication) -> Draft:
    """Return what is posted: the same at every attempt."""
    share = publication.share
    url = share.link.get_absolute_url()
    return Draft(
        key=publication.key,
        text=networks.get(share.network).whole_text(share.text, url),
        url=url,
        title=share.piece.title,
        summary=share.piece.summary[:_MOST_SUMMARY],
        language=share.language,
        written_at=share.created_at,
        image=_image(share.piece),
        shows_image=publication.shows_picture,
    )


def _image(piece: Shareable) -> Image | None:
    """Return the piece's picture, small enough for every network; none where its file is missing or broken."""
    picture = piece.picture
    if picture is None:
        return None
    for spec in _IMAGES:
        try:
            rendition = picture.get_rendition(spec)
            with rendition.file.open("rb") as file:
                content = file.read()
        except (OSError, ValueError):
            return None
        if len(content) <= _MOST_IMAGE_BYTES:
            return Image(content, picture.description, rendition.width, rendition.height)
    return None
