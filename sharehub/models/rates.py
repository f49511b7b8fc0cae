"""How much of an audience a network shows a post to: an assumption of the organisation's own, in the open."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from themes import networks


class OrganicRate(models.Model):
    """The part of someone's followers that sees a post; a network without a rate is left out of every estimate."""

    network = models.CharField(_("network"), max_length=20, choices=networks.choices, unique=True)
    percent = models.DecimalField(
        _("per cent of followers"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    source = models.CharField(_("where this comes from"), max_length=240)

    class Meta:
        verbose_name = _("organic rate")
        verbose_name_plural = _("organic rates")
        ordering = ["network"]

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.percent} %"
