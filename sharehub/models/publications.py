"""A share that is posted for its owner: the row is the queue, and says how far it is."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharehub.models.connections import Connection
from sharehub.models.shares import Share
from sharehub.networks.connecting.api import new_key

# Longer than the hard limit of a task: what is claimed longer ago was lost with its worker.
_CLAIM = timedelta(seconds=90)


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by what is to be done with them."""

    def due(self) -> Self:
        """Those whose turn it is, and that no worker has in hand."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lte=now - _CLAIM)
        return self.filter(free, state=Publication.State.WAITING, due_at__lte=now)

    def to_remove(self) -> Self:
        """Those whose post is to be deleted on the network, and that no worker has in hand."""
        now = timezone.now()
        free = Q(claimed_at=None) | Q(claimed_at__lte=now - _CLAIM)
        asked = self.filter(state=Publication.State.POSTED, removed_at=None).exclude(removal_asked_at=None)
        return asked.filter(free, due_at__lte=now)

    def in_hand(self) -> Self:
        """Those that a worker is posting just now."""
        return self.filter(state=Publication.State.WAITING, claimed_at__gt=timezone.now() - _CLAIM)

    def claim(self) -> bool:
        """Whether this one is ours now; each claim is an attempt, counted before anything leaves."""
        return bool(self.due().update(claimed_at=timezone.now(), attempts=F("attempts") + 1))


class Publication(models.Model):
    """Somebody asked us to post a share through their account.

    `key` is the same at every attempt: the network knows a repeated post by it, or we find it there again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being posted")
        POSTED = "posted", _("posted")
        FAILED = "failed", _("failed")

    class Why(models.TextChoices):
        AWAY = "away", _("the network did not answer")
        BUSY = "busy", _("the network asked us to wait for too long")
        LOGGED_OUT = "logged_out", _("the network no longer knows the connection")
        FORBIDDEN = "forbidden", _("the account may not post")
        REFUSED = "refused", _("the network did not take the post")
        UNSURE = "unsure", _("nobody can tell whether it was posted")
        STOPPED = "stopped", _("all sharing was stopped")
        CLOSED = "closed", _("the piece can not be shared any more")
        AWAY_THEMSELVES = "pausing", _("you were taking a break")

    share = models.OneToOneField(Share, models.CASCADE, related_name="publication")
    connection = models.ForeignKey(
        Connection, models.SET_NULL, null=True, blank=True, related_name="publications", verbose_name=_("account")
    )
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    shows_picture = models.BooleanField(_("with the picture"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    why = models.CharField(_("why not"), max_length=12, choices=Why, blank=True)
    said = models.CharField(_("what the network said"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_unsure = models.BooleanField(default=False, editable=False)  # an attempt left, and nobody knows how it ended
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    posted_at = models.DateTimeField(_("posted at"), null=True, blank=True)
    post_id = models.CharField(max_length=300, blank=True)
    removal_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(_("deleted there at"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("post made for somebody")
        verbose_name_plural = _("posts made for people")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="post_to_make"),
            models.Index(
                fields=["due_at"],
                condition=Q(removal_asked_at__isnull=False, removed_at=None),
                name="post_to_delete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_id}: {self.get_state_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def waits_for_its_turn(self) -> bool:
        """Whether it was not tried yet, because its network takes no more for the moment."""
        return self.is_waiting and not self.attempts and self.due_at > timezone.now()
