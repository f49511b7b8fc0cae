"""Applications, the stages of HR's procedure, and what led each candidate here."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import ModelLogEntry

from cms.models import Vacancy
from sharehub.models.shares import Share
from themes import networks


def private_storage() -> Storage:
    """Where no web server reaches."""
    return storages["private"]


def cv_path(application: "Application", filename: str) -> str:
    """A CV lies in the private storage under the application's random token; the candidate's own file name is not used."""
    return f"cv/{application.token}.pdf" if filename.lower().endswith(".pdf") else f"cv/{application.token}.docx"


class Credit(models.TextChoices):
    """Which of several links a candidate followed gets the credit."""

    FIRST = "first", _("the first link they followed")
    LAST = "last", _("the last link they followed")


@register_setting(icon="group")
class RecruitmentSettings(BaseGenericSetting):
    """What HR decides itself; edited on HR's own page."""

    attribution_days = models.PositiveSmallIntegerField(
        _("days that a link counts"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Between following an ambassador's link and applying."),
    )
    credit = models.CharField(_("which link counts"), max_length=5, choices=Credit, default=Credit.LAST)
    bonus_is_on = models.BooleanField(
        _("give a referral bonus"),
        default=False,
        db_default=False,
        help_text=_("To the colleague whose link led to a hire. HR then reads who that was, to pay it."),
    )
    bonus_amount = models.DecimalField(
        _("amount in euros"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    bonus_waiting_days = models.PositiveSmallIntegerField(
        _("days to wait after the hire"),
        default=60,
        db_default=60,
        validators=[MaxValueValidator(730)],
        help_text=_("Such as the time of probation. The day can be moved for each hire."),
    )
    bonus_excludes_hr = models.BooleanField(_("not for whoever works in HR"), default=True, db_default=True)
    bonus_excludes_managers = models.BooleanField(
        _("not for whoever has a say in the vacancy"),
        default=True,
        db_default=True,
        help_text=_("Its hiring manager, who wrote it, and who moved the application along."),
    )
    before_starts_on = models.DateField(_("first day of the time before"), null=True, blank=True)
    before_ends_on = models.DateField(_("last day of the time before"), null=True, blank=True)
    before_applications = models.PositiveIntegerField(_("applications in that time"), null=True, blank=True)
    before_hires = models.PositiveIntegerField(_("hires in that time"), null=True, blank=True)

    class Meta:
        verbose_name = _("recruitment")

    def __str__(self) -> str:
        return str(_("Recruitment"))

    @property
    def gives_bonus(self) -> bool:
        """Whether a hire gives the colleague a bonus."""
        return self.bonus_is_on and self.bonus_amount is not None

    @property
    def has_before(self) -> bool:
        """Whether all is known that a comparison with the time before the programme needs."""
        known = (self.before_starts_on, self.before_ends_on, self.before_applications, self.before_hires)
        return all(each is not None for each in known)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications by state and age."""

    def open(self) -> Self:
        """Those still in the procedure."""
        return self.filter(closed_at=None, erased_at=None)

    def unacknowledged(self) -> Self:
        """Those whose candidate has not been told yet that it arrived; who applied elsewhere heard it there."""
        return self.filter(acknowledged_at=None, erased_at=None, origin=Application.Origin.FORM)

    def due_for_erasure(self, on: date) -> Self:
        """Those whose candidate data must be gone by the day."""
        return self.filter(erased_at=None, erase_on__lte=on)

    def in_step(self, step: "ProcedureStep") -> Self:
        """Those that stand in a stage of HR's procedure; what never was in one stands in the first of its kind."""
        return self.filter(Q(step=step) | Q(step=None, stage=step.kind) if step.is_basic else Q(step=step))


class Application(models.Model):
    """Someone applied; the row stays as a count after the candidate's data is erased."""

    class Stage(models.TextChoices):
        """The first three follow each other; the last two end the procedure without a hire."""

        APPLIED = "applied", _("applied")
        INTERVIEW = "interview", _("in conversation")
        HIRED = "hired", _("hired")
        REJECTED = "rejected", _("not chosen")
        WITHDRAWN = "withdrawn", _("withdrew")

    class Origin(models.TextChoices):
        """How it came to us."""

        FORM = "form", _("our own form")
        API = "api", _("the ATS")
        FILE = "file", _("a file from the ATS")

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="applications")
    token = models.UUIDField(unique=True, editable=False)
    share = models.ForeignKey(Share, models.SET_NULL, null=True, blank=True, related_name="applications")
    network = models.CharField(_("source"), max_length=20, choices=networks.choices, blank=True)
    origin = models.CharField(
        _("came in by"), max_length=5, choices=Origin, default=Origin.FORM, db_default=Origin.FORM
    )
    external_id = models.CharField(_("number in the ATS"), max_length=120, blank=True, default="", db_default="")
    # What is left of that number once the candidate is forgotten: enough to know them again and refuse, not to find them.
    external_key = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    channel = models.CharField(_("source in the ATS"), max_length=80, blank=True, default="", db_default="")
    name = models.CharField(_("name"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    motivation = models.TextField(_("motivation"), max_length=5000, blank=True)
    cv = models.FileField(_("CV"), upload_to=cv_path, storage=private_storage, blank=True)
    keeps_data_a_year = models.BooleanField(_("may be kept for a year"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.APPLIED)
    step = models.ForeignKey("ProcedureStep", models.PROTECT, null=True, blank=True, related_name="applications")
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
        constraints = [
            models.UniqueConstraint(
                fields=["external_key"], condition=~Q(external_key=""), name="a number in the ATS is one application"
            )
        ]

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

    @property
    def step_key(self) -> str:
        """The key of the stage it stands in."""
        return self.step.key if self.step else self.stage

    @property
    def step_name(self) -> str:
        """The stage it stands in, as HR calls it."""
        return str(self.step) if self.step else str(self.get_stage_display())

    def source(self) -> str:
        """Where the candidate came from, in words."""
        if self.network:
            return str(self.get_network_display())
        return self.channel or str(_("directly"))

    def erase(self) -> None:
        """Nothing of the candidate is left: no name, address, words, number or file, nor in the history; the row still counts."""
        if self.cv:
            self.cv.delete(save=False)
        self.name = self.email = self.motivation = self.external_id = ""
        self.cv = ""  # type: ignore[assignment]
        self.erased_at = timezone.now()
        self.save(update_fields=["name", "email", "motivation", "external_id", "cv", "erased_at"])
        # What other systems were told names the number in the ATS.
        self.deliveries.all().delete()
        # The history tells what happened to it for good, but no longer to whom.
        ModelLogEntry.objects.for_instance(self).update(label=str(self))


class ProcedureStepQuerySet(models.QuerySet["ProcedureStep"]):
    """The stages of the procedure in order."""

    def current(self) -> Self:
        """Those that applications can be moved to."""
        return self.filter(retired_at=None)


class ProcedureStep(models.Model):
    """A stage as HR names it; its kind says what it means to the funnel and to the candidate's data."""

    key = models.SlugField(max_length=40, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60, blank=True, help_text=_("Empty: the name of its kind."))
    kind = models.CharField(_("what it means"), max_length=10, choices=Application.Stage)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ProcedureStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def is_basic(self) -> bool:
        """Whether it is one of the five that are always there."""
        return self.key == self.kind


class StageChange(models.Model):
    """An application moved along."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="stage_changes")
    stage = models.CharField(_("stage"), max_length=10, choices=Application.Stage)
    step = models.ForeignKey(ProcedureStep, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stage change")
        verbose_name_plural = _("stage changes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.stage}"

    @property
    def step_name(self) -> str:
        """The stage, as HR calls it."""
        return str(self.step) if self.step else str(self.get_stage_display())


class Touch(models.Model):
    """A candidate followed an ambassador's link on the way to an application."""

    class How(models.TextChoices):
        REFERENCE = "reference", _("the reference in the address")
        COOKIE = "cookie", _("the cookie that they agreed to")
        ATS = "ats", _("the reference that the ATS passed on")

    application = models.ForeignKey(Application, models.CASCADE, related_name="touches")
    share = models.ForeignKey(Share, models.CASCADE, related_name="touches")
    at = models.DateTimeField(_("followed at"))
    how = models.CharField(_("known by"), max_length=10, choices=How)

    class Meta:
        verbose_name = _("followed link")
        verbose_name_plural = _("followed links")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "share", "at"], name="a link is followed once at a moment")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.share_id}"

    def is_within(self, days: int, before: datetime) -> bool:
        """Whether it was followed in the days before that moment."""
        return before - timedelta(days=days) <= self.at <= before


class ATSKey(models.Model):
    """What an applicant tracking system signs in with; only a digest of the key is kept."""

    name = models.CharField(_("name"), max_length=60, help_text=_("Such as the name of the system."))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("key of the ATS")
        verbose_name_plural = _("keys of the ATS")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name
