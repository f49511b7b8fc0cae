"""What is asked on a schedule: whose turn it is, how it goes, and how long something that fails is left alone."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# How long a source that is being asked is left to the one who asks; longer than the task may run.
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
_OUTCOME = ["next_try_at", "failures", "problem", "problem_detail"]


class PolledQuerySet(models.QuerySet[Any]):
    """Sources by whose turn it is."""

    def waiting(self, at: datetime) -> Self:
        """Those whose turn it is; paused ones have none."""
        return self.filter(paused_at=None, next_try_at__lte=at)


class Polled(models.Model):
    """Something that is asked on a schedule; the row is the queue of asking it."""

    class Every(models.IntegerChoices):
        QUARTER = 15, _("every quarter of an hour")
        HOUR = 60, _("every hour")
        SIX_HOURS = 360, _("every six hours")
        DAY = 1440, _("once a day")

    class Problem(models.TextChoices):
        """What went wrong, kept as a key so that everyone reads it in their own language."""

        REFUSED = "refused", _("This is not a public web address, so it is never opened.")
        UNREACHABLE = "unreachable", _("The other side could not be reached.")
        SLOW = "slow", _("The other side did not answer in time.")
        TOO_LARGE = "too_large", _("The answer is larger than we read.")
        ROUND = "round", _("The address keeps sending on to another one.")
        GONE = "gone", _("There is nothing at this address (any more).")
        CLOSED = "closed", _("The server answers only people who are logged in.")
        BUSY = "busy", _("The server asks us to come back later.")
        BROKEN = "broken", _("The server has a problem of its own.")
        ODD = "odd", _("The server answered with an error.")
        NOT_A_FEED = "not_a_feed", _("This is not an RSS or Atom feed.")
        WEB_PAGE = "web_page", _("This is a web page, not a feed. Look for a link to RSS or Atom on it.")
        UNREADABLE = "unreadable", _("The answer could not be read.")

    class Health(models.TextChoices):
        NEW = "new", _("not asked yet")
        GOOD = "good", _("listening")
        CARE = "care", _("stutters")
        BAD = "bad", _("does not work")
        PAUSED = "paused", _("paused")

    every_minutes = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.HOUR)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    tried_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    heard_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    next_try_at = models.DateTimeField(_("next turn"), default=timezone.now, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("what went wrong"), max_length=20, choices=Problem, blank=True, editable=False)
    problem_detail = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def health(self) -> "Polled.Health":
        """How it goes: three failures in a row are no accident any more."""
        if self.paused_at:
            return self.Health.PAUSED
        if self.failures:
            return self.Health.CARE if self.failures < 3 else self.Health.BAD
        return self.Health.GOOD if self.heard_at else self.Health.NEW

    def claim(self, at: datetime) -> bool:
        """Whether this caller is the one who asks it now; another one finds it claimed until the lease ends."""
        mine = type(self)._default_manager.filter(pk=self.pk, paused_at=None, next_try_at=self.next_try_at)
        if not mine.update(next_try_at=at + LEASE, tried_at=at):
            return False
        self.next_try_at, self.tried_at = at + LEASE, at
        return True

    def answered(self, at: datetime, *, etag: str, last_modified: str) -> None:
        """It is asked again after its interval; what it said about itself is kept for the next time."""
        self.heard_at, self.next_try_at = at, at + timedelta(minutes=self.every_minutes)
        self.failures, self.problem, self.problem_detail = 0, "", ""
        self.etag, self.last_modified = etag[:300], last_modified[:100]
        self.save(update_fields=[*_OUTCOME, "heard_at", "etag", "last_modified"])

    def failed(self, at: datetime, problem: str, *, detail: str = "", wait: timedelta | None = None) -> None:
        """It is left alone for twice as long after each failure, a day at most, and as long as it asks for itself."""
        self.failures = min(self.failures + 1, 1000)
        backing_off = timedelta(minutes=self.every_minutes) * 2 ** min(self.failures - 1, 10)
        self.next_try_at = at + max(min(backing_off, LONGEST_WAIT), wait or timedelta())
        self.problem, self.problem_detail = problem, detail[:120]
        self.save(update_fields=_OUTCOME)

    def begin_anew(self) -> None:
        """It points elsewhere than it did: nothing is known of it, and it is its turn."""
        self.etag = self.last_modified = self.problem = self.problem_detail = ""
        self.failures, self.heard_at, self.next_try_at = 0, None, timezone.now()
