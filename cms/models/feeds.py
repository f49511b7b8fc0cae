"""Feeds that bring content in: where from, what came, and which pictures are still awaited."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models.pictures import Picture
from cms.shareable import Shareable
from themes.models import Polled, PolledQuerySet, Theme


class FeedSourceQuerySet(PolledQuerySet):
    """Feeds by whose turn it is."""

    def due(self, at: datetime) -> Self:
        """Those on the web that are brought in by themselves, and whose turn it is."""
        return self.waiting(at).exclude(comes_in_as="").filter(location__startswith="http")


class FeedSource(Polled):
    """An RSS, Atom or JSON feed, by address or by the name of the file it came in; brought in by hand, or on a schedule."""

    class As(models.TextChoices):
        """What its new items become by themselves; empty where somebody imports by hand."""

        PROPOSAL = "proposal", _("proposals: an editor takes or leaves each")
        DRAFT = "draft", _("drafts")
        LIVE = "live", _("live articles")

    name = models.CharField(_("name"), max_length=160)
    location = models.CharField(_("address or file"), max_length=500, unique=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="feed_sources", verbose_name=_("theme"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    comes_in_as = models.CharField(
        _("bring new items in as"),
        max_length=10,
        choices=As,
        blank=True,
        default="",
        help_text=_("Empty: only when somebody imports it."),
    )
    last_run_at = models.DateTimeField(_("last imported at"), null=True, blank=True)
    last_report = models.JSONField(_("what happened"), default=dict, blank=True)

    objects = FeedSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on_the_web(self) -> bool:
        """Whether it can be asked again; a file cannot."""
        return self.location.startswith(("http://", "https://"))


def private_storage() -> Storage:
    """Uploaded feeds are for the import alone; no web server serves them."""
    return storages["private"]


class FeedImport(models.Model):
    """A feed that somebody asked to bring in, and how far that is; the row is the queue."""

    location = models.CharField(_("address or file"), max_length=500)
    file = models.FileField(upload_to="feeds/", storage=private_storage, blank=True)
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+", verbose_name=_("theme"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    publish = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.ForeignKey(FeedSource, models.CASCADE, null=True, blank=True, related_name="imports")
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=240, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("feed import")
        verbose_name_plural = _("feed imports")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.location

    @property
    def problem_words(self) -> str:
        """What went wrong, as a sentence."""
        known: dict[str, Any] = dict(FeedSource.Problem.choices)
        return str(known.get(self.problem, self.problem))


class ImportedItem(models.Model):
    """An item of a feed that became a page; its GUID makes a second import change nothing."""

    source = models.ForeignKey(FeedSource, models.CASCADE, related_name="items")
    guid = models.CharField(_("GUID"), max_length=500)
    page = models.ForeignKey(Shareable, models.SET_NULL, null=True, related_name="imported_from")
    content_hash = models.CharField(max_length=64, blank=True)
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="an item is imported once per feed")]

    def __str__(self) -> str:
        return self.guid


class FeedProposalQuerySet(models.QuerySet["FeedProposal"]):
    """Proposals by whether somebody decided."""

    def open(self) -> Self:
        """Those that wait for an editor, the newest first."""
        return self.filter(decided_at=None).select_related("source__theme").order_by("-offered_at", "-pk")


class FeedProposal(models.Model):
    """A new item of a feed that waits for an editor: taken it is a draft, left it is not offered again."""

    source = models.ForeignKey(FeedSource, models.CASCADE, related_name="proposals")
    guid = models.CharField(_("GUID"), max_length=500)
    title = models.CharField(_("title"), max_length=255)
    link = models.URLField(_("address"), max_length=500, blank=True)
    author = models.CharField(_("by"), max_length=160, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    html = models.TextField(_("text"), blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True, editable=False)
    published_at = models.DateTimeField(_("published there at"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = FeedProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a feed")
        verbose_name_plural = _("proposals of feeds")
        constraints = [models.UniqueConstraint(fields=["source", "guid"], name="an item is proposed once per feed")]

    def __str__(self) -> str:
        return self.title


class ImportedPictureQuerySet(models.QuerySet["ImportedPicture"]):
    """Pictures by what is known of them."""

    def awaited(self) -> Self:
        """Those that can still be fetched: not there yet, and tried fewer than five times."""
        return self.filter(picture=None, attempts__lt=5)

    def due(self, at: datetime) -> Self:
        """Awaited ones whose turn it is: a minute after the first attempt, then four times as long after each."""
        waits = [Q(attempts=0)]
        waits += [Q(attempts=n, tried_at__lte=at - timedelta(minutes=4 ** (n - 1))) for n in range(1, 5)]
        return self.awaited().filter(reduce(or_, waits))


class ImportedPicture(models.Model):
    """A picture that an imported text shows; the row is the queue of fetching it."""

    page = models.ForeignKey(Shareable, models.CASCADE, related_name="imported_pictures")
    url = models.URLField(_("address"), max_length=1000)
    alt = models.CharField(_("description"), max_length=500, blank=True)
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, blank=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(_("what went wrong"), max_length=240, blank=True)

    objects = ImportedPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported picture")
        verbose_name_plural = _("imported pictures")
        constraints = [models.UniqueConstraint(fields=["page", "url"], name="a picture is awaited once per page")]

    def __str__(self) -> str:
        return self.url
