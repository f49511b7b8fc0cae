"""Shares for later: when each is due, what holds it, and how it ended; and how much each person wants to post."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from sharehub.models.connections import Connection
from sharehub.models.shares import Share

MOST_PER_DAY = 2


class PlanPreferences(models.Model):
    """How many posts a day somebody wants at most, beyond which no plan goes; and how often a month they have time for something.

    The latter stands beside what is asked of them, for their own eyes.
    """

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="plan_preferences")
    most_per_day = models.PositiveSmallIntegerField(
        _("posts a day, at most"), choices=[(n, str(n)) for n in range(1, 6)], default=MOST_PER_DAY
    )
    times_a_month = models.PositiveSmallIntegerField(
        _("how often a month you have time for something"),
        choices=[(n, str(n)) for n in (1, 2, 4, 8, 12, 20)],
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("preferences for plans")
        verbose_name_plural = _("preferences for plans")

    def __str__(self) -> str:
        return f"{self.ambassador}"


class PushDevice(models.Model):
    """A browser that somebody chose for reminders, as it made itself known (RFC 8030); whoever has all three can send to it."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="push_devices")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    chosen_at = models.DateTimeField(_("chosen on"), default=timezone.now)

    class Meta:
        verbose_name = _("phone for reminders")
        verbose_name_plural = _("phones for reminders")

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.chosen_at:%Y-%m-%d}"


class PlannedShareQuerySet(models.QuerySet["PlannedShare"]):
    """Plans by how far they came."""

    def of(self, ambassador: Ambassador) -> Self:
        """One person's plans."""
        return self.filter(share__ambassador=ambassador)

    def open(self) -> Self:
        """Those that did not end: still to come, held, or waiting for the person after the reminder."""
        return self.filter(ended_at=None)

    def waiting(self) -> Self:
        """Those whose moment did not come yet, held ones included."""
        return self.open().filter(carried_out_at=None)

    def due(self, at: datetime | None = None) -> Self:
        """Those whose time has come and that nothing holds."""
        return self.waiting().filter(held_for="", due_at__lte=at or timezone.now())

    def asking(self) -> Self:
        """Those of which the person was reminded and that they did nothing about yet."""
        return self.open().exclude(carried_out_at=None).filter(posts_for_me=False)

    def leaving(self) -> Self:
        """Those that are being posted for their owner."""
        return self.open().exclude(carried_out_at=None).filter(posts_for_me=True)

    def end(self, ending: "PlannedShare.Ending") -> int:
        """The open ones among these ended so; return how many."""
        return self.open().update(ended_at=timezone.now(), ending=ending)


class PlannedShare(models.Model):
    """A share for later: a row of the due table, which a sweep carries out once its time has come."""

    class Hold(models.TextChoices):
        STOP = "stop", _("sharing was stopped")
        BREAK = "break", _("you are taking a break")

    class Ending(models.TextChoices):
        DONE = "done", _("shared")
        CANCELLED = "cancelled", _("cancelled")
        PIECE = "piece", _("the piece was taken back")
        LAPSED = "lapsed", _("let go")
        FAILED = "failed", _("could not be posted")

    share = models.OneToOneField(Share, models.CASCADE, related_name="plan")
    due_at = models.DateTimeField(_("planned for"))
    planned_at = models.DateTimeField(_("planned on"), default=timezone.now)
    held_for = models.CharField(_("held, because"), max_length=10, choices=Hold, blank=True, default="")
    posts_for_me = models.BooleanField(_("posted for its owner"), default=False)
    # Which of several they chose; else it is the last that they connected.
    connection = models.ForeignKey(
        Connection, models.SET_NULL, null=True, blank=True, related_name="plans", verbose_name=_("account")
    )
    # Reminded of, or handed over to be posted.
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    is_late = models.BooleanField(_("its moment was missed"), default=False)
    pushed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=Ending, blank=True, default="")

    objects = PlannedShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned share")
        verbose_name_plural = _("planned shares")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="plans_by_their_moment"),
            models.Index(fields=["carried_out_at"], name="plans_carried_out"),
        ]

    def __str__(self) -> str:
        return f"{self.share} · {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_waiting(self) -> bool:
        return self.is_open and self.carried_out_at is None

    @property
    def asks(self) -> bool:
        """Whether the person was reminded and did nothing about it yet."""
        return self.is_open and self.carried_out_at is not None and not self.posts_for_me

    @property
    def is_leaving(self) -> bool:
        """Whether it is being posted for its owner."""
        return self.is_open and self.carried_out_at is not None and self.posts_for_me

    @property
    def is_put_off(self) -> bool:
        """Whether its network, or another post of its owner, made it wait for a later moment than it was planned for."""
        return self.is_leaving and self.due_at > timezone.now()

    def end(self, ending: "PlannedShare.Ending") -> None:
        """The plan is over, and how; its share is the caller's to close."""
        self.ended_at, self.ending = timezone.now(), ending
        self.save(update_fields=["ended_at", "ending"])
