"""A piece of which people are told at once."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Shareable

# So long it stands in front on home.
_FRESH = timedelta(days=2)


class UrgentCallQuerySet(models.QuerySet["UrgentCall"]):
    """Calls by whether everybody was told."""

    def waiting(self) -> Self:
        """Those of which not everybody has a mail on the way, and that were not given up."""
        return self.filter(told_at=None, ended_at=None)

    def fresh(self) -> Self:
        """Those of the last two days that were not given up."""
        return self.filter(ended_at=None, called_at__gte=timezone.now() - _FRESH)


class UrgentCall(models.Model):
    """People hear of a piece at once, and once; the row itself is the queue."""

    piece = models.OneToOneField(Shareable, models.CASCADE, related_name="urgent_call")
    reason = models.CharField(_("why now"), max_length=200)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    called_at = models.DateTimeField(_("called at"), default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # everybody has a notice
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # given up: held by a stop, or offline

    objects = UrgentCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("urgent piece")
        verbose_name_plural = _("urgent pieces")
        ordering = ["-called_at", "-pk"]

    def __str__(self) -> str:
        return self.reason
