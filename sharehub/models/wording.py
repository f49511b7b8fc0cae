"""Suggested texts that are kept for somebody, so that colleagues begin with different ones."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.models import Shareable
from themes import networks

FRESH = timedelta(hours=48)


class ReservedTextQuerySet(models.QuerySet["ReservedText"]):
    """Texts by whether they are still kept."""

    def standing(self, at: datetime | None = None) -> Self:
        """Those kept in the last two days."""
        return self.filter(reserved_at__gte=(at or timezone.now()) - FRESH)


class ReservedText(models.Model):
    """The suggestion that one person begins with; nobody else gets it for two days while there are others."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="reserved_texts")
    piece = models.ForeignKey(Shareable, models.CASCADE, related_name="reserved_texts")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    text = models.TextField(_("suggested text"))
    reserved_at = models.DateTimeField(_("kept since"), default=timezone.now)

    objects = ReservedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested text kept for somebody")
        verbose_name_plural = _("suggested texts kept for somebody")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "piece", "network"], name="a person begins with one text for a piece on a network"
            )
        ]
        indexes = [models.Index(fields=["piece", "reserved_at"], name="text_kept_of_a_piece")]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.text[:60]}"
