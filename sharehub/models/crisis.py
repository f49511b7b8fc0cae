"""A stop of all sharing in a programme, with its reason."""

from typing import Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes.models import Programme


class CrisisQuerySet(models.QuerySet["Crisis"]):
    """Stops by whether they stand, and by what is still to be done about them."""

    def standing(self) -> Self:
        """Those that were not lifted."""
        return self.filter(lifted_at=None)

    def untold(self) -> Self:
        """Those of which not everybody has a mail on the way yet."""
        return self.standing().filter(told_at=None)

    def with_links_to_stop(self) -> Self:
        """Those of which not every link leads to the statement yet."""
        return self.standing().filter(stops_links=True, links_stopped_at=None)

    def with_links_to_resume(self) -> Self:
        """Lifted ones of which not every link leads back to its piece yet."""
        return self.exclude(lifted_at=None).filter(stops_links=True, links_resumed_at=None)


class Crisis(models.Model):
    """Nothing is offered or shared until a manager lifts it; the row itself is the switch, so that it needs no message.

    `until` is what people are told; it lifts nothing by itself.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="crises")
    reason = models.TextField(
        _("why"), max_length=500, help_text=_("Everybody reads it: what happened, in a sentence or two.")
    )
    until = models.DateTimeField(_("expected until"), null=True, blank=True)
    stops_links = models.BooleanField(_("links lead elsewhere meanwhile"), default=False)
    instead = models.CharField(
        _("where they lead"),
        max_length=1000,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("A statement, for example. Empty: to a page that says that the link is no longer in use."),
    )
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField(_("stopped at"), default=timezone.now)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # everybody has a notice
    links_stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    links_resumed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CrisisQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop of all sharing")
        verbose_name_plural = _("stops of all sharing")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(lifted_at=None), name="a programme is stopped once at a time"
            )
        ]

    def __str__(self) -> str:
        return self.reason[:60]

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None

    @property
    def is_overdue(self) -> bool:
        """Whether it lasts longer than people were told."""
        return self.is_standing and self.until is not None and self.until < timezone.now()
