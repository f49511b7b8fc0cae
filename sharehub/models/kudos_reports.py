"""Reports of thanks that are none: by whoever they were for, for a manager to look at."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharehub.models.recognition import Kudos


class KudosReportQuerySet(models.QuerySet["KudosReport"]):
    """Reports by whether somebody looked."""

    def waiting(self) -> Self:
        """Those that nobody answered."""
        return self.filter(answered_at=None)


class KudosReport(models.Model):
    """Somebody whom thanks were for says that they are not right; until a manager answers, no wall shows them."""

    class Reason(models.TextChoices):
        HURTFUL = "hurtful", _("it hurts, or makes fun of somebody")
        PRIVATE = "private", _("it tells something that is private")
        UNTRUE = "untrue", _("it is not true")
        OTHER = "other", _("something else")

    kudos = models.ForeignKey(Kudos, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong"), max_length=10, choices=Reason)
    text = models.CharField(_("in your words"), max_length=400, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = KudosReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of thanks")
        verbose_name_plural = _("reports of thanks")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kudos", "reporter"], name="thanks are reported once by somebody")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.kudos}"
