"""Raw visits: appended, classified later, deleted after the retention."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sharehub.models.shares import TrackedLink


class UserAgent(models.Model):
    """What a browser or robot calls itself, once; `bot_reason` is empty for people."""

    digest = models.BinaryField(max_length=16, unique=True)
    text = models.TextField(blank=True)
    bot_reason = models.CharField(_("why it is no person"), max_length=80, blank=True)
    rules_version = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("user agent")
        verbose_name_plural = _("user agents")

    def __str__(self) -> str:
        return self.text[:80]


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by what is known of them."""

    def unclassified(self) -> Self:
        """Those that Celery has not looked at."""
        return self.filter(kind="")


class Visit(models.Model):
    """One request for a tracked link; `visitor` is a keyed hash whose key is thrown away after a day, never an address."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("person")
        BOT = "bot", _("robot")
        PREFETCH = "prefetch", _("fetched ahead")
        DUPLICATE = "duplicate", _("same visitor again")
        OWN = "own", _("own click")

    # The table is partitioned by month and filled by COPY; rows leave by detaching, so no constraint looks at each of them.
    link = models.ForeignKey(TrackedLink, models.DO_NOTHING, related_name="visits", db_constraint=False)
    at = models.DateTimeField()
    visitor = models.BinaryField(max_length=16)
    user_agent = models.ForeignKey(UserAgent, models.DO_NOTHING, related_name="visits", db_constraint=False)
    referrer = models.CharField(max_length=200, blank=True, help_text="The host only.")
    is_prefetch = models.BooleanField(default=False, help_text="The request said so (Sec-Purpose, HEAD).")
    is_own = models.BooleanField(default=False, help_text="The visitor's key was that of the sharer.")
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    reason = models.CharField(max_length=80, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(fields=["link", "at"], name="visit_of_a_link"),
            models.Index(fields=["at"], name="visit_by_time"),
            models.Index(fields=["id"], name="visit_to_classify", condition=models.Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.at:%Y-%m-%d %H:%M}"


class JournalPosition(models.Model):
    """How far a worker's journal has been read; moves in the transaction that brings its clicks in."""

    journal = models.CharField(max_length=80, unique=True)
    segment = models.BigIntegerField()
    offset = models.BigIntegerField()
    clicks = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("journal position")
        verbose_name_plural = _("journal positions")

    def __str__(self) -> str:
        return f"{self.journal} {self.segment}:{self.offset}"
