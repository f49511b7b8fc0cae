"""Appreciation: an append-only ledger, badges and kudos."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Team
from sharehub.models import reasons
from sharehub.models.rules import PointRules
from sharehub.models.shares import Share
from themes.models import Theme


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    """Sums of the ledger."""

    def balance(self) -> int:
        """Return the points that remain after counter-entries."""
        return self.aggregate(total=Sum("points"))["total"] or 0

    def of(self, ambassador: Ambassador) -> Self:
        """One person's entries."""
        return self.filter(ambassador=ambassador)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those written from `start` on and before `end`."""
        return self.filter(created_at__gte=start, created_at__lt=end)


class LedgerEntry(models.Model):
    """Points with the reason they were given; never changed or deleted, only answered by a counter-entry."""

    class Rule(models.TextChoices):
        SHARE = "share", _("shared a piece")
        OWN_WORDS = "own_words", _("in your own words")
        BLOG = "blog", _("published a blog post")
        KUDOS = "kudos", _("thanked a colleague")
        WITHDRAWAL = "withdrawal", _("withdrew a share")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="ledger")
    points = models.SmallIntegerField(_("points"))
    rule = models.CharField(_("rule"), max_length=20, choices=Rule)
    reason = models.CharField(_("for"), max_length=240, help_text="A code of `reasons`, or somebody's own words.")
    details = models.JSONField(default=dict, blank=True, help_text="What the code's sentence is filled with.")
    share = models.ForeignKey(Share, models.SET_NULL, null=True, blank=True, related_name="ledger")
    rules = models.ForeignKey(
        PointRules,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The version that gave it; none: the one we came with.",
    )
    reverses = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="reversed_by")
    key = models.CharField(
        max_length=80, unique=True, editable=False, help_text="What was rewarded, so that it is once."
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index("created_at", include=["ambassador", "points"], name="points_of_a_period")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule__in=["share", "own_words", "blog", "kudos", "withdrawal"]),
                name="points are for contributions alone",
            )
        ]

    def __str__(self) -> str:
        return f"{self.points:+} {self.why}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An entry is written once."""
        if self.pk and not self._state.adding:
            raise TypeError("A ledger entry is never changed; write a counter-entry.")
        super().save(*args, **kwargs)

    @property
    def why(self) -> str:
        """The reason as a sentence, in the language of whoever reads it."""
        return reasons.words_of(self.reason, self.details)


class Badge(models.Model):
    """A sign of something done, given by a rule; `artwork` names a drawing of our own."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("what it is for"), max_length=240)
    artwork = models.CharField(max_length=40, default="star")
    threshold = models.PositiveIntegerField(_("from"), default=1)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class BadgeAward(models.Model):
    """A badge that someone earned, with the reason in words."""

    badge = models.ForeignKey(Badge, models.CASCADE, related_name="awards")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="badge_awards")
    reason = models.CharField(_("for"), max_length=240, help_text="A code of `reasons`, or somebody's own words.")
    awarded_at = models.DateTimeField(_("awarded at"), default=timezone.now)

    class Meta:
        verbose_name = _("badge award")
        verbose_name_plural = _("badge awards")
        ordering = ["-awarded_at"]
        constraints = [models.UniqueConstraint(fields=["badge", "ambassador"], name="a badge is earned once")]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.badge}"

    @property
    def why(self) -> str:
        """The reason as a sentence, in the language of whoever reads it."""
        return reasons.words_of(self.reason, {})


class KudosQuerySet(models.QuerySet["Kudos"]):
    """Thanks by whether they stand."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def received_by(self, ambassador: Ambassador) -> Self:
        """Those for one person, and those for their team since they are in the programme."""
        mine = models.Q(receiver=ambassador)
        if ambassador.team_id and ambassador.joined_at:
            mine |= models.Q(team=ambassador.team_id, created_at__gte=ambassador.joined_at)
        return self.filter(mine)


class Kudos(models.Model):
    """Thanks from one colleague to another or to a team, in words."""

    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kudos_given")
    receiver = models.ForeignKey(Ambassador, models.CASCADE, null=True, blank=True, related_name="kudos")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="kudos")
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(_("what you thank them for"), max_length=400)
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = KudosQuerySet.as_manager()

    class Meta:
        verbose_name = _("kudos")
        verbose_name_plural = _("kudos")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(receiver=None) ^ models.Q(team=None), name="kudos are for a person or for a team"
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def whom(self) -> Ambassador | Team | None:
        """Who is thanked."""
        return self.receiver or self.team

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether it is still the day, for the giver, on which it was given."""
        zone = self.giver.zone
        given_on = timezone.localdate(self.created_at, zone)
        return self.withdrawn_at is None and given_on == timezone.localdate(timezone=zone)
