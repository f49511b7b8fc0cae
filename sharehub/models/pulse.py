"""A short survey among the people of a programme: who answered and what was answered are two things that nothing connects."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from themes.models import Programme

_SCALE = (MinValueValidator(1), MaxValueValidator(5))


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Surveys by whether they can be answered."""

    def open(self, on: date | None = None) -> Self:
        """Those that can be answered on a day (today)."""
        day = on or timezone.localdate()
        return self.filter(opens_on__lte=day, closes_on__gte=day, closed_at=None)

    def to_close(self) -> Self:
        """Those whose last day is over."""
        return self.filter(closes_on__lt=timezone.localdate(), closed_at=None)


class Pulse(models.Model):
    """One survey: open for some days, then closed for good; only then anybody sees what it says."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pulses")
    opens_on = models.DateField(_("opens on"), default=timezone.localdate)
    closes_on = models.DateField(_("last day"))
    asked = models.PositiveIntegerField(default=0, editable=False, help_text="How many people were asked.")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PulseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pulse survey")
        verbose_name_plural = _("pulse surveys")
        ordering = ["-opens_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme"], condition=models.Q(closed_at=None), name="a programme asks one thing at a time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} – {self.closes_on}"


class PulseReply(models.Model):
    """That somebody answered, so that nobody is asked or counted twice; neither when nor what."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="replies")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="pulse_replies")

    class Meta:
        verbose_name = _("reply to a pulse survey")
        verbose_name_plural = _("replies to pulse surveys")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["pulse", "ambassador"], name="a survey is answered once")
        ]

    def __str__(self) -> str:
        return f"{self.pulse_id}"


class PulseAnswer(models.Model):
    """What somebody answered: without person and without time, under a random key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="answers")
    joy = models.PositiveSmallIntegerField(_("I like taking part."), null=True, blank=True, validators=_SCALE)
    learning = models.PositiveSmallIntegerField(_("I learn from it."), null=True, blank=True, validators=_SCALE)
    pride = models.PositiveSmallIntegerField(
        _("It makes me prouder of what we do."), null=True, blank=True, validators=_SCALE
    )
    support = models.PositiveSmallIntegerField(_("I get the support I need."), null=True, blank=True, validators=_SCALE)
    words = models.TextField(_("What should change?"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("answer to a pulse survey")
        verbose_name_plural = _("answers to pulse surveys")
        ordering = ["pk"]  # random, so that the order tells nothing

    def __str__(self) -> str:
        return str(self.pk)


PULSE_STATEMENTS = ("joy", "learning", "pride", "support")
