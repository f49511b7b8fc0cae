"""What a person did with a piece in their feed, other than sharing it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.models import Shareable


class PieceChoiceQuerySet(models.QuerySet["PieceChoice"]):
    """Choices by whether they still hold."""

    def holding(self, at: datetime | None = None) -> Self:
        """Those that keep a piece out of the feed at the moment (now)."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=at or timezone.now()))


class PieceChoice(models.Model):
    """A piece put aside: until a moment, or for good where `until` is empty."""

    class Kind(models.TextChoices):
        LATER = "later", _("later")
        NOT_FOR_ME = "not_for_me", _("not for me")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="piece_choices")
    piece = models.ForeignKey(Shareable, models.CASCADE, related_name="choices")
    kind = models.CharField(_("choice"), max_length=10, choices=Kind)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(_("chosen at"), default=timezone.now)

    objects = PieceChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about a piece")
        verbose_name_plural = _("choices about pieces")
        constraints = [
            models.UniqueConstraint(fields=["ambassador", "piece"], name="a person has one choice about a piece")
        ]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.get_kind_display()}"
