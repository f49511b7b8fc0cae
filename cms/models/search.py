"""What can be found on the public site: one row of words for each piece, derived from it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.shareable import Shareable


class SearchText(models.Model):
    """The words of a piece as PostgreSQL's full text search knows them in the piece's own language."""

    piece = models.OneToOneField(Shareable, models.CASCADE, related_name="search_text")
    words = SearchVectorField()
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("search text")
        verbose_name_plural = _("search texts")
        indexes = [GinIndex(fields=["words"], name="pieces_by_their_words")]

    def __str__(self) -> str:
        return f"{self.piece_id}"
