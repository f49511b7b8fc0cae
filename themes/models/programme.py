"""A programme: one period in which an organisation and its ambassadors tell their story."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Programmes by their place in time."""

    def running(self, on: date | None = None) -> Self:
        """Those whose period includes the day (today)."""
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def current(self) -> "Programme | None":
        """Return the running programme that started last, else the newest, else none."""
        return self.running().order_by("-starts_on").first() or self.order_by("-starts_on").first()


class Programme(models.Model):
    """The seven steps belong to it."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    purpose = models.TextField(_("why we do this"), blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    launched_at = models.DateTimeField(_("launched at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="a programme ends after it starts"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:workspace", args=[self.slug])

    @cached_property
    def runs_alone(self) -> bool:
        """Whether no other programme runs today; looked at once by whoever holds this one."""
        return not Programme.objects.running().exclude(pk=self.pk).exists()

    def clean(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes after the first day.")})


class ReadinessItem(models.Model):
    """One condition to be met before step 1, with the evidence that it is."""

    class Key(models.TextChoices):
        MANAGEMENT = "management", _("Management takes part and says so")
        VALUES = "values", _("We know what we stand for")
        VOLUNTARY = "voluntary", _("Taking part is voluntary")
        POLICY = "policy", _("There is a policy that people understand")
        CONTENT = "content", _("There is something worth sharing")
        BASELINE = "baseline", _("We measured where we stand")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="readiness_items")
    key = models.CharField(_("condition"), max_length=20, choices=Key)
    evidence = models.TextField(_("evidence"), blank=True)
    met_on = models.DateField(_("met on"), null=True, blank=True)

    class Meta:
        verbose_name = _("readiness item")
        verbose_name_plural = _("readiness items")
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="a readiness item occurs once per programme")
        ]

    def __str__(self) -> str:
        return self.get_key_display()

    @property
    def is_met(self) -> bool:
        return self.met_on is not None
