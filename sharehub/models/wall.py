"""What colleagues are told of each other: highlights picked by a manager, and the links of wall displays."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from themes.models import Programme


class HighlightQuerySet(models.QuerySet["Highlight"]):
    """Highlights by whether they may be shown."""

    def showing(self, at: datetime | None = None) -> Self:
        """Those of people who agreed to be shown, in their weeks; consent is asked anew each time."""
        moment = at or timezone.now()
        return self.filter(
            shown_from__lte=moment, shown_until__gt=moment, ambassador__is_on_wall=True, ambassador__left_at=None
        ).select_related("ambassador__user", "ambassador__team")


def _in_two_weeks() -> datetime:
    return timezone.now() + timedelta(days=14)


class Highlight(models.Model):
    """Something a colleague did that the others should hear of, in the manager's words."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="highlights")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="highlights", verbose_name=_("who"))
    text = models.CharField(_("what they did"), max_length=200)
    picked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_until = models.DateTimeField(_("shown until"), default=_in_two_weeks)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        verbose_name = _("highlight")
        verbose_name_plural = _("highlights")
        ordering = ["-shown_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.text}"


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(16)


class WallLink(models.Model):
    """A screen on a wall: it opens without log-in until the link is taken back."""

    class Appearance(models.TextChoices):
        AUTO = "auto", _("as the screen prefers")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="walls")
    name = models.CharField(_("where it hangs"), max_length=80)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    appearance = models.CharField(_("appearance"), max_length=5, choices=Appearance, default=Appearance.AUTO)
    key = models.CharField(max_length=40, default=new_key, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)

    class Meta:
        verbose_name = _("wall display")
        verbose_name_plural = _("wall displays")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_awake(self) -> bool:
        """Whether the screen asked for the page in the last five minutes."""
        return self.seen_at is not None and self.seen_at > timezone.now() - timedelta(minutes=5)
