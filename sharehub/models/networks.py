"""Servers of networks where people choose one, and the limits that each of them has."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import networks

_FRESH = timedelta(days=7)
_AGAIN = timedelta(hours=6)


class NetworkServerQuerySet(models.QuerySet["NetworkServer"]):
    """Servers by whether they have to be asked."""

    def due(self) -> Self:
        """Those that were never asked, did not answer some hours ago, or answered a week ago."""
        now = timezone.now()
        never_answered = Q(answered_at=None) & (Q(asked_at=None) | Q(asked_at__lte=now - _AGAIN))
        return self.filter(never_answered | Q(answered_at__lte=now - _FRESH, asked_at__lte=now - _AGAIN))


class NetworkServer(models.Model):
    """A server where one of our people is, with the length that it allows a post; unknown until it answered."""

    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    host = models.CharField(_("server"), max_length=120)
    limit = models.PositiveIntegerField(_("longest post"), null=True, blank=True)
    link_length = models.PositiveSmallIntegerField(_("length of a link"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = NetworkServerQuerySet.as_manager()

    class Meta:
        verbose_name = _("server of a network")
        verbose_name_plural = _("servers of networks")
        constraints = [models.UniqueConstraint(fields=["network", "host"], name="a server of a network occurs once")]

    def __str__(self) -> str:
        return self.host
