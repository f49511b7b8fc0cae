"""Applications and the steps they go through."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import Vacancy
from sharehub.models.shares import Share
from themes import networks


def private_storage() -> Storage:
    """Where no web server reaches."""
    return storages["private"]


def cv_path(application: "Application", filename: str) -> str:
    """A CV lies in the private storage under the application's random token; the candidate's own file name is not used."""
    return f"cv/{application.token}.pdf" if filename.lower().endswith(".pdf") else f"cv/{application.token}.docx"


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by state and age."""

    def open(self) -> Self:
        """Those still in the procedure."""
        return self.filter(closed_at=None, erased_at=None)

    def unacknowledged(self) -> Self:
        """Those whose candidate has not been told yet that it arrived."""
        return self.filter(acknowledged_at=None, erased_at=None)

    def due_for_erasure(self, on: date) -> Self:
        """Those whose candidate data must be gone by the day."""
        return self.filter(erased_at=None, erase_on__lte=on)


class Application(models.Model):
    """Someone applied; the row stays as a count after the candidate's data is erased."""

    class Stage(models.TextChoices):
        """The first three follow each other; the last two end the procedure without a hire."""

        APPLIED = "applied", _("applied")
        INTERVIEW = "interview", _("in conversation")
        HIRED = "hired", _("hired")
        REJECTED = "rejected", _("not chosen")
        WITHDRAWN = "withdrawn", _("withdrew")

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="applications")
    token = models.UUIDField(unique=True, editable=False)
    share = models.ForeignKey(Share, models.SET_NULL, null=True, blank=True, related_name="applications")
    network = models.CharField(_("source"), max_length=20, choices=networks.choices, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    motivation = models.TextField(_("motivation"), max_length=5000, blank=True)
    cv = models.FileField(_("CV"), upload_to=cv_path, storage=private_storage, blank=True)
    keeps_data_a_year = models.BooleanField(_("may be kept for a year"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.APPLIED)
    created_at = models.DateTimeField(_("applied at"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("confirmation sent at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("procedure ended at"), null=True, blank=True)
    erase_on = models.DateField(_("data erased on"), null=True, blank=True)
    erased_at = models.DateTimeField(_("data erased at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at"], name="application_by_time")]

    def __str__(self) -> str:
        return self.name or str(_("Erased candidate"))

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.erased_at is None

    @property
    def next_stage(self) -> str:
        """The stage that follows when all goes well; empty at the end of the procedure."""
        forward = {self.Stage.APPLIED: self.Stage.INTERVIEW, self.Stage.INTERVIEW: self.Stage.HIRED}
        return forward[self.Stage(self.stage)].value if self.stage in forward else ""

    def source(self) -> str:
        """Where the candidate came from, in words."""
        return str(self.get_network_display()) if self.network else str(_("directly"))

    def erase(self) -> None:
        """Nothing of the candidate is left: no name, address, words or file; the row still counts."""
        if self.cv:
            self.cv.delete(save=False)
        self.name = self.email = self.motivation = ""
        self.cv = ""  # type: ignore[assignment]
        self.erased_at = timezone.now()
        self.save(update_fields=["name", "email", "motivation", "cv", "erased_at"])


class StageChange(models.Model):
    """An application moved along."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="stage_changes")
    stage = models.CharField(_("stage"), max_length=10, choices=Application.Stage)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.stage}"
