"""Who manages which programme, where an organisation runs several side by side."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from themes.models import Programme


class ProgrammeManagerQuerySet(models.QuerySet["ProgrammeManager"]):
    """Places in the teams of managers."""

    def of(self, programme: Programme) -> Self:
        """The team of one programme by name, each with the account."""
        return self.filter(programme=programme).select_related("user").order_by("user__first_name", "user__last_name")


class ProgrammeManager(models.Model):
    """A place in a programme's team; while a programme has no team, every programme manager may enter it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="managers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="managed_programmes")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgrammeManagerQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme manager")
        verbose_name_plural = _("programme managers")
        constraints = [models.UniqueConstraint(fields=["programme", "user"], name="a manager has one place in a team")]

    def __str__(self) -> str:
        return str(self.user)
