"""Step 5: the outside world, who matters to a theme."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.models.programme import Programme
from themes.models.themes import Theme

_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Stakeholder(models.Model):
    """A person, group or event outside that matters to our themes."""

    class Kind(models.TextChoices):
        INFLUENCER = "influencer", _("Influencer")
        CUSTOMER = "customer", _("Customer")
        PARTNER = "partner", _("Partner")
        MEDIA = "media", _("Media")
        COMMUNITY = "community", _("Community")
        EVENT = "event", _("Event")
        COMPETITOR = "competitor", _("Competitor")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="stakeholders")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    themes = models.ManyToManyField(Theme, related_name="stakeholders", blank=True, verbose_name=_("themes"))
    website = models.URLField(_("website"), blank=True)
    influence = models.PositiveSmallIntegerField(
        _("influence"), default=3, validators=_ONE_TO_FIVE, help_text=_("1: few listen, 5: many do.")
    )
    relation = models.PositiveSmallIntegerField(
        _("relation with us"), default=1, validators=_ONE_TO_FIVE, help_text=_("1: none yet, 5: close.")
    )
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("outside world")
        ordering = ["-influence", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name", "kind"], name="a stakeholder occurs once on the map")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:stakeholder_detail", args=[self.programme.slug, self.pk])


class StakeholderHandle(models.Model):
    """Where a stakeholder can be found on a network."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="handles")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    handle = models.CharField(_("handle or address"), max_length=200)

    class Meta:
        verbose_name = _("handle")
        verbose_name_plural = _("handles")
        ordering = ["network"]

    def __str__(self) -> str:
        return self.handle
