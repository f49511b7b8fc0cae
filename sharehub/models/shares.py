"""A share and its own tracked link."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, ToldBy
from cms.models import Shareable
from sharehub.edge.codes import new_code
from themes import networks
from themes.models import Theme


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares by state; only confirmed ones count."""

    def counting(self) -> Self:
        """Confirmed by the ambassador or verified, and not withdrawn."""
        return self.filter(state__in=[Share.State.CONFIRMED, Share.State.VERIFIED])

    def by(self, ambassador: Ambassador) -> Self:
        """One person's shares."""
        return self.filter(ambassador=ambassador)


class Share(models.Model):
    """An ambassador passes a piece on, in their own words; it counts once they confirmed that it was posted."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPENED = "opened", _("opened, not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed by you")
        VERIFIED = "verified", _("found on the network")
        FAILED = "failed", _("failed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="shares")
    piece = models.ForeignKey(Shareable, models.PROTECT, related_name="shares")
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="shares")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    text = models.TextField(_("text"), blank=True)
    suggestion = models.TextField(_("suggested text"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPENED)
    own_words = models.FloatField(
        _("own words"), default=0, help_text=_("0: the suggestion unchanged, 1: nothing of it left.")
    )
    potential_audience = models.PositiveIntegerField(_("followers when shared"), null=True, blank=True)
    audience_told_by = models.CharField(
        max_length=7, choices=ToldBy, blank=True, default="", db_default="", editable=False
    )
    post_url = models.URLField(_("address of the post"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("opened at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    looked_up_at = models.DateTimeField(null=True, blank=True, editable=False)
    failure = models.CharField(_("what went wrong"), max_length=240, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["ambassador", "-created_at"], name="share_of_a_person"),
            models.Index(fields=["theme", "confirmed_at"], name="share_on_a_theme"),
            models.Index(fields=["piece", "-created_at"], name="share_of_a_piece"),
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.get_network_display()}"

    @property
    def counts(self) -> bool:
        return self.state in {self.State.CONFIRMED, self.State.VERIFIED}


class TrackedLinkQuerySet(models.QuerySet["TrackedLink"]):
    """Links, and what a manager decides over many of them at once."""

    def stop(self, *, instead: str = "", at: datetime | None = None) -> int:
        """These links lead to an address that the manager chose, or else to a page that says they ended; return how many.

        Every edge host knows within a second. A link that had ended already leads to the new address as well. Raises
        ValueError for anything that is no web address.
        """
        if instead:
            try:
                URLValidator(schemes=["http", "https"])(instead)
            except ValidationError as error:
                raise ValueError(f"{instead!r} is no web address.") from error
        return self.update(stopped_at=Coalesce("stopped_at", models.Value(at) if at else Now()), instead=instead)

    def resume(self) -> int:
        """These links lead to their pieces again, but for those that were withdrawn; return how many were stopped."""
        return self.exclude(stopped_at=None).update(stopped_at=None, instead="")


class TrackedLink(models.Model):
    """The address that one share carries; a click on it is a visit."""

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    share = models.OneToOneField(Share, models.CASCADE, related_name="link")
    destination = models.CharField(
        max_length=1500,
        null=True,
        help_text="Where it leads, with parameters; unset: to be worked out, empty: nowhere.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="By a manager: in a crisis, for instance.")
    instead = models.CharField(
        max_length=1500,
        blank=True,
        default="",
        db_default="",
        help_text="Where a withdrawn or stopped link leads; empty: to a page that says that it ended.",
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    # The transaction that changed the row last, set by a trigger: what a link table has not seen yet is found by it.
    changed_in = models.BigIntegerField(default=0, editable=False)

    objects = TrackedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("tracked link")
        verbose_name_plural = _("tracked links")
        indexes = [models.Index(fields=["changed_in"], name="link_by_change")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The address on the link host."""
        return f"{settings.LINK_BASE_URL}/s/{self.code}"

    @property
    def is_open(self) -> bool:
        if self.withdrawn_at or self.stopped_at:
            return False
        return self.expires_at is None or self.expires_at > timezone.now()


class RemovedLink(models.Model):
    """A link that was deleted, so that link tables forget it as well; written by a trigger."""

    code = models.CharField(max_length=16, unique=True)
    changed_in = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("removed link")
        verbose_name_plural = _("removed links")

    def __str__(self) -> str:
        return self.code
