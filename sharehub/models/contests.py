"""Contests: a picture each, one vote a person, secret until the end, with a rule for ties that everybody reads beforehand."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.models import Picture
from themes.models import Programme

TOLD_FOR = timedelta(days=14)


class ContestQuerySet(models.QuerySet["Contest"]):
    """Contests by how far they are."""

    def standing(self) -> Self:
        """Those that nobody called off."""
        return self.filter(ended_at=None)

    def to_count(self, on: date) -> Self:
        """Those whose last day of voting has gone by and whose votes were not counted yet."""
        return self.standing().filter(counted_at=None, votes_until__lt=on)

    def to_tell(self, on: date) -> Self:
        """Those that began, and are going on or ended a short while ago."""
        return self.standing().filter(starts_on__lte=on, votes_until__gte=on - TOLD_FOR)


class Contest(models.Model):
    """First people enter, then they vote, then the winner is shown; nobody sees a count before, and no places after."""

    class Tie(models.TextChoices):
        SHARED = "shared", _("all of them win")
        EARLIEST = "earliest", _("who entered first wins")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="contests")
    title = models.CharField(_("what it is about"), max_length=100)
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    entries_until = models.DateField(_("enter until"))
    votes_until = models.DateField(_("vote until"))
    tie = models.CharField(_("when several have most votes"), max_length=8, choices=Tie, default=Tie.SHARED)
    promise = models.CharField(_("what the winner gets"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    counted_at = models.DateTimeField(null=True, blank=True)
    voters = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-votes_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entries_until__gte=F("starts_on"), votes_until__gt=F("entries_until")),
                name="people vote after they entered",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """There is time to enter and time to vote, and it does not begin in the past."""
        if self.starts_on is None or self.entries_until is None or self.votes_until is None:
            return
        if self._state.adding and self.starts_on < timezone.localdate():
            raise ValidationError({"starts_on": _("Start today or later.")})
        if self.entries_until < self.starts_on:
            raise ValidationError({"entries_until": _("That day comes before the start.")})
        if self.votes_until <= self.entries_until:
            raise ValidationError({"votes_until": _("Leave at least a day to vote after the last entry.")})

    def takes_entries(self, on: date) -> bool:
        """Whether somebody can enter."""
        return self.ended_at is None and self.starts_on <= on <= self.entries_until

    def takes_votes(self, on: date) -> bool:
        """Whether somebody can vote."""
        return self.ended_at is None and self.counted_at is None and self.entries_until < on <= self.votes_until


class ContestEntryQuerySet(models.QuerySet["ContestEntry"]):
    """Entries by whether others see them."""

    def admitted(self) -> Self:
        """Those that a manager let in."""
        return self.filter(state=ContestEntry.State.ADMITTED, ambassador__left_at=None)

    def waiting(self) -> Self:
        """Those that nobody looked at yet."""
        return self.filter(state=ContestEntry.State.WAITING).order_by("made_at", "pk")


class ContestEntry(models.Model):
    """A picture of somebody's own; others see it without a name until the end."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a manager")
        ADMITTED = "admitted", _("takes part")
        REFUSED = "refused", _("not let in")

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="contest_entries")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    caption = models.CharField(_("a sentence with it"), max_length=200, blank=True)
    may_be_named = models.BooleanField(_("my name may stand with it"), default=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    answer = models.CharField(_("a word to who entered it"), max_length=200, blank=True)
    is_winner = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = ContestEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "ambassador"], name="everybody enters one picture in a contest")
        ]

    def __str__(self) -> str:
        return self.caption or str(self.contest)


class ContestVote(models.Model):
    """Somebody's one vote; it is gone once the votes are counted."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="votes")
    voter = models.ForeignKey(Ambassador, models.CASCADE, related_name="contest_votes")
    entry = models.ForeignKey(ContestEntry, models.CASCADE, related_name="votes")

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["contest", "voter"], name="everybody has one vote in a contest")]

    def __str__(self) -> str:
        return f"{self.contest_id}: {self.voter_id}"
