"""Links by which one person shares one piece without logging in."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.models import Shareable

LASTS = timedelta(days=30)
_PAUSE = timedelta(minutes=10)


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(12)


class PersonalLinkQuerySet(models.QuerySet["PersonalLink"]):
    """Links by whether they still open, and whether a mail is to leave."""

    def open(self, at: datetime | None = None) -> Self:
        """Those given out in the last thirty days to somebody who still takes part."""
        since = (at or timezone.now()) - LASTS
        here = Q(ambassador__left_at=None, ambassador__user__is_active=True)
        return self.filter(here, given_at__gte=since).exclude(ambassador__joined_at=None)

    def to_mail(self) -> Self:
        """Those that somebody asked for by mail and did not get yet."""
        return self.exclude(asked_at=None).filter(Q(mailed_at=None) | Q(mailed_at__lt=models.F("asked_at")))

    def may_be_asked(self) -> Self:
        """Those that were not asked for by mail these ten minutes: nobody's mailbox is filled by others."""
        return self.filter(Q(asked_at=None) | Q(asked_at__lte=timezone.now() - _PAUSE))


class PersonalLink(models.Model):
    """From a mail or a code on a wall straight to sharing; what is shared through it counts once its person confirms."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="personal_links")
    piece = models.ForeignKey(Shareable, models.CASCADE, related_name="personal_links")
    key = models.CharField(max_length=24, default=new_key, editable=False)
    given_at = models.DateTimeField(_("given at"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked for by mail at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link to share")
        verbose_name_plural = _("personal links to share")
        constraints = [
            models.UniqueConstraint(fields=["ambassador", "piece"], name="a person has one link to share a piece")
        ]
        indexes = [models.Index(fields=["asked_at"], condition=~Q(asked_at=None), name="personal_link_asked_by_mail")]

    def __str__(self) -> str:
        return f"{self.ambassador} → {self.piece}"
