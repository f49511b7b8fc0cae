"""What reaching people might have cost elsewhere: prices that a manager sets, each change a version that stays."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.metrics import Period
from themes.models import Programme


class MediaValueQuerySet(models.QuerySet["MediaValue"]):
    """Versions, the newest first."""

    def of(self, programme_id: int) -> Self:
        """Those of one programme."""
        return self.filter(programme_id=programme_id).order_by("-number")

    def current(self, programme_id: int) -> "MediaValue | None":
        """Return the version that holds now; None as long as nobody set a price."""
        return self.of(programme_id).first()

    def for_period(self, programme_id: int, period: Period) -> "MediaValue | None":
        """Return the version that held on the last day of a period; None where it is not shown, now or then."""
        newest = self.current(programme_id)
        if newest is None or not newest.is_on:
            return None
        ends_at = datetime.combine(period.end + timedelta(days=1), time(), tzinfo=UTC)
        held = newest if newest.holds_from < ends_at else self.of(programme_id).filter(holds_from__lt=ends_at).first()
        return held if held and held.is_on else None


class MediaValue(models.Model):
    """One version: whether media value is shown, and with which prices; never changed, only followed by the next.

    A programme without any version shows none: it is off until somebody set a price and switched it on.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="media_values")
    number = models.PositiveIntegerField(_("version"))
    is_on = models.BooleanField(_("shown"), default=False)
    holds_from = models.DateTimeField(_("holds from"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = MediaValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("media value")
        verbose_name_plural = _("media values")
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="a number is one version of the media value")
        ]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A version is written once."""
        if self.pk and not self._state.adding:
            raise TypeError("A version is never changed; write the next one.")
        super().save(*args, **kwargs)


class MediaPrice(models.Model):
    """What a visitor through a network might have cost elsewhere, where that comes from and of which day it is.

    There is no price to begin with: whoever sets one says whose it is.
    """

    version = models.ForeignKey(MediaValue, models.CASCADE, related_name="prices")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    euros = models.DecimalField(
        _("price per visitor, in euros"),
        max_digits=6,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(1000)],
    )
    source = models.CharField(
        _("where this price comes from"),
        max_length=240,
        help_text=_("For instance what you paid for a click in your own campaign, so that everybody can follow it."),
    )
    dated_on = models.DateField(_("of which day it is"))

    class Meta:
        verbose_name = _("price per visitor")
        verbose_name_plural = _("prices per visitor")
        ordering = ["network"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "network"], name="a network has one price in a version"),
            models.CheckConstraint(condition=models.Q(euros__gt=0), name="a price per visitor is above nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: € {self.euros}"

    @property
    def _says(self) -> tuple[str, Decimal, str, date]:
        return self.network, self.euros, self.source, self.dated_on

    def same_as(self, other: Self | None) -> bool:
        """Whether both say the same."""
        return other is not None and self._says == other._says

    def in_version(self, version: MediaValue) -> "MediaPrice":
        """Return the same price as a row of another version, not saved yet."""
        network, euros, source, dated_on = self._says
        return MediaPrice(version=version, network=network, euros=euros, source=source, dated_on=dated_on)
