"""Where the programme listens: feeds, hashtags and searches, each with its schedule and its health."""

from datetime import datetime
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from themes.models.polled import Polled, PolledQuerySet
from themes.models.programme import Programme


class ListeningSourceQuerySet(PolledQuerySet):
    """Sources by whose turn it is."""

    def due(self, at: datetime) -> Self:
        """Those whose turn it is; paused ones and those of a programme that is over have none."""
        return self.waiting(at).filter(programme__ends_on__gte=at.date())


class ListeningSource(Polled):
    """A place outside that is listened to; the row is the queue of asking it."""

    class Kind(models.TextChoices):
        FEED = "feed", _("RSS or Atom feed")
        MASTODON_TAG = "mastodon_tag", _("Mastodon: a hashtag")
        MASTODON_PUBLIC = "mastodon_public", _("Mastodon: a server's public timeline")
        BLUESKY = "bluesky", _("Bluesky: a search")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="listening_sources")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    # A feed's address; for Mastodon the server; empty for Bluesky.
    address = models.CharField(_("address"), max_length=500, blank=True)
    # A hashtag without its sign, or the words to search for.
    query = models.CharField(_("hashtag or words"), max_length=120, blank=True)
    offers_questions = models.BooleanField(
        _("offer questions to a colleague"),
        default=True,
        help_text=_("What asks something about a theme goes to the ambassador who fits best and has time."),
    )
    since_id = models.CharField(max_length=100, blank=True, editable=False)  # the newest item seen, as Mastodon counts
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
            return "bluesky"
        return "" if self.kind == self.Kind.FEED else "mastodon"

    @property
    def place(self) -> str:
        """What it listens to, in one line."""
        match self.kind:
            case self.Kind.MASTODON_TAG:
                return f"#{self.query} · {self.address}"
            case self.Kind.BLUESKY:
                return f"“{self.query}”"
        return self.address

    def answered_up_to(self, at: datetime, *, etag: str, last_modified: str, since_id: str) -> None:
        """It answered, and the newest thing that it said is known."""
        self.since_id = since_id[:100]
        self.save(update_fields=["since_id"])
        self.answered(at, etag=etag, last_modified=last_modified)
