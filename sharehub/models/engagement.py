"""How often people reacted to a post: counts as its network reports them, never who."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharehub.models.shares import Share

# Most happens at once: ever more rarely, until a month after the post.
AFTER = (
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagement by whether it is to be read."""

    def due(self) -> Self:
        """That of posts whose turn it is, in one query whatever their number."""
        return self.filter(next_at__lte=timezone.now(), share__state=Share.State.VERIFIED)


class Engagement(models.Model):
    """The reactions to the post of one share, as last read; `next_at` is empty once nothing is read any more."""

    share = models.OneToOneField(Share, models.CASCADE, related_name="engagement")
    reactions = models.PositiveIntegerField(_("reactions"), default=0)
    comments = models.PositiveIntegerField(_("comments"), default=0)
    reposts = models.PositiveIntegerField(_("reposts"), default=0)
    impressions = models.PositiveIntegerField(_("impressions"), null=True, blank=True)  # where the network tells
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    missed_at = models.DateTimeField(_("not found at"), null=True, blank=True)
    next_at = models.DateTimeField(_("to be read at"), null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagement")
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="engagement_to_read")
        ]

    def __str__(self) -> str:
        return f"{self.reactions} · {self.comments} · {self.reposts}"

    @property
    def total(self) -> int:
        return self.reactions + self.comments + self.reposts


def next_reading(posted_at: datetime, now: datetime) -> datetime | None:
    """Return when a post is read next; None a month after it was made."""
    return next((posted_at + after for after in AFTER if posted_at + after > now), None)
