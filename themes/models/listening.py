"""Where the programme listens: feeds, hashtags and searches, each with its schedule and its health."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes.models.programme import Programme
from themes.networks import Network

# How long a source that is being asked is left to the one who asks; longer than the task may run.
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)


class ListeningSourceQuerySet(models.QuerySet["ListeningSource"]):
    """Sources by whose turn it is."""

    def due(self, at: datetime) -> Self:
        """Those whose turn it is; paused ones and those of a programme that is over have none."""
        return self.filter(paused_at=None, next_try_at__lte=at, programme__ends_on__gte=at.date())


class ListeningSource(models.Model):
    """A place outside that is listened to; the row is the queue of asking it."""

    class Kind(models.TextChoices):
        FEED = "feed", _("RSS or Atom feed")
        MASTODON_TAG = "mastodon_tag", _("Mastodon: a hashtag")
        MASTODON_PUBLIC = "mastodon_public", _("Mastodon: a server's public timeline")
        BLUESKY = "bluesky", _("Bluesky: a search")

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

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="listening_sources")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # A feed's address; for Mastodon the server; empty for Bluesky.
    address = models.CharField(_("address"), max_length=500, blank=True)
    # A hashtag without its sign, or the words to search for.
    query = models.CharField(_("hashtag or words"), max_length=120, blank=True)
    every_minutes = models.PositiveSmallIntegerField(_("how often"), choices=Every, default=Every.HOUR)
    offers_questions = models.BooleanField(
        _("offer questions to a colleague"),
        default=True,
        help_text=_("What asks something about a theme goes to the ambassador who fits best and has time."),
    )
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    since_id = models.CharField(max_length=100, blank=True, editable=False)  # the newest item seen, as Mastodon counts
    tried_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)
    heard_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    next_try_at = models.DateTimeField(_("next turn"), default=timezone.now, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    problem = models.CharField(_("what went wrong"), max_length=20, choices=Problem, blank=True, editable=False)
    problem_detail = models.CharField(max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ListeningSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("listening source")
        verbose_name_plural = _("listening sources")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "address", "query"], name="a programme listens once to a source"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:source_list", args=[self.programme.slug])

    @property
    def network(self) -> str:
        """The network that its conversations take place on; none for feeds."""
        if self.kind == self.Kind.BLUESKY:
            return Network.BLUESKY
        return "" if self.kind == self.Kind.FEED else Network.MASTODON

    @property
    def place(self) -> str:
        """What it listens to, in one line."""
        match self.kind:
            case self.Kind.MASTODON_TAG:
                return f"#{self.query} · {self.address}"
            case self.Kind.BLUESKY:
                return f"“{self.query}”"
        return self.address

    @property
    def health(self) -> "ListeningSource.Health":
        """How it goes: three failures in a row are no accident any more."""
        if self.paused_at:
            return self.Health.PAUSED
        if self.failures:
            return self.Health.CARE if self.failures < 3 else self.Health.BAD
        return self.Health.GOOD if self.heard_at else self.Health.NEW

    def claim(self, at: datetime) -> bool:
        """Whether this caller is the one who asks it now; another one finds it claimed until the lease ends."""
        mine = ListeningSource.objects.filter(pk=self.pk, paused_at=None, next_try_at=self.next_try_at)
        if not mine.update(next_try_at=at + LEASE, tried_at=at):
            return False
        self.next_try_at, self.tried_at = at + LEASE, at
        return True

    def answered(self, at: datetime, *, etag: str, last_modified: str, since_id: str) -> None:
        """It is asked again after its interval; what it said about itself is kept for the next time."""
        self.heard_at, self.next_try_at = at, at + timedelta(minutes=self.every_minutes)
        self.failures, self.problem, self.problem_detail = 0, "", ""
        self.etag, self.last_modified, self.since_id = etag[:300], last_modified[:100], since_id[:100]
        self.save(update_fields=[*_OUTCOME, "heard_at", "etag", "last_modified", "since_id"])

    def failed(self, at: datetime, problem: str, *, detail: str = "", wait: timedelta | None = None) -> None:
        """It is left alone for twice as long after each failure, a day at most, and as long as it asks for itself."""
        self.failures = min(self.failures + 1, 1000)
        backing_off = timedelta(minutes=self.every_minutes) * 2 ** min(self.failures - 1, 10)
        self.next_try_at = at + max(min(backing_off, LONGEST_WAIT), wait or timedelta())
        self.problem, self.problem_detail = problem, detail[:120]
        self.save(update_fields=_OUTCOME)


_OUTCOME = ["next_try_at", "failures", "problem", "problem_detail"]
