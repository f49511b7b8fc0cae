"""Reports that a worker makes, and the versions of the statement about personal data."""

from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes.models import Programme


def private_storage() -> Storage:
    """Where no web server reaches."""
    return storages["private"]


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports by what is still to be done."""

    def waiting(self) -> Self:
        """Those that no worker has begun."""
        return self.filter(started_at=None, ready_at=None, failed_at=None)


class Report(models.Model):
    """A report of a period as a PDF, HR's or that of a programme for its board: the row is the queue, and tells how far it is."""

    STEPS = 4

    programme = models.ForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="reports", help_text="None: HR's report."
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="reports", storage=private_storage, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def name(self) -> str:
        """What its file is called, without an ending."""
        return f"{self.programme.slug if self.programme else 'recruitment'}-{self.starts_on}-{self.ends_on}"

    @property
    def is_busy(self) -> bool:
        """Whether it is still to come."""
        return self.ready_at is None and self.failed_at is None

    def reached(self, step: int) -> None:
        """So many of the steps are done."""
        self.progress = step
        self.save(update_fields=["progress"])


class ReportSubscriptionQuerySet(models.QuerySet["ReportSubscription"]):
    """Subscriptions by whether they still hold."""

    def current(self) -> Self:
        """Those that were not stopped."""
        return self.filter(stopped_at=None)


class ReportSubscription(models.Model):
    """Somebody gets the report of a programme by mail after every week, month or quarter, until they or a manager stop it."""

    class Every(models.TextChoices):
        WEEK = "week", _("week")
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="report_subscriptions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_subscriptions", verbose_name=_("who")
    )
    every = models.CharField(_("after every"), max_length=10, choices=Every)
    since = models.DateField(_("since"), default=timezone.localdate)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ReportSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription to the report")
        verbose_name_plural = _("subscriptions to the report")
        ordering = ["user__first_name", "user__last_name", "every", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "every"],
                condition=models.Q(stopped_at=None),
                name="a person gets a report once for each time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_every_display()})"


class StatementVersion(models.Model):
    """The settings that the statement about personal data was drawn from, from the day on which they were in force."""

    number = models.PositiveIntegerField(unique=True)
    facts = models.JSONField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version of the statement")
        verbose_name_plural = _("versions of the statement")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)
