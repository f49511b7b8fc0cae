"""Challenges: a goal that a programme or a team reaches together, or not at all."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, Team
from themes import reporting
from themes.metrics import Period, Scope
from themes.models import Programme

TOLD_FOR = timedelta(days=14)
SHORTEST = timedelta(days=6)
LONGEST = timedelta(days=365)


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    """Challenges by whether they run, and for whom."""

    def running(self) -> Self:
        """Those that began, were not met, and end later than today."""
        today = timezone.localdate()
        return self.filter(ended_at=None, met_at=None, starts_on__lte=today, ends_on__gte=today)

    def to_tell(self) -> Self:
        """Those that run, and those that were met a short while ago."""
        return self.running() | self.filter(ended_at=None, met_at__gte=timezone.now() - TOLD_FOR)

    def for_ambassador(self, ambassador: Ambassador, programmes: list[Programme]) -> Self:
        """Those of somebody's programmes, for everybody or for a team that theirs is part of."""
        teams = Team.objects.upwards(ambassador.team_id).values("pk") if ambassador.team_id else Team.objects.none()
        mine = Q(team=None) | Q(team__in=teams)
        return self.filter(mine, programme__in=programmes)


class Challenge(models.Model):
    """So much together in a time; nobody's own part is told, and there is no line of who did most."""

    class Counts(models.TextChoices):
        SHARES = "shares", _("confirmed shares")
        OWN_WORDS = "own_words", _("shares in own words")
        BLOGS = "blog_posts", _("blog posts")
        PEOPLE = "visitors", _("people reached")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="challenges")
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("for whom"))
    title = models.CharField(_("what we do together"), max_length=100)
    counts = models.CharField(_("what counts"), max_length=10, choices=Counts)
    target = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"))
    promise = models.CharField(_("what happens when it is met"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a challenge ends after its start")
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """It lasts a week at least, and does not begin in the past: what was done on a day gone by is nobody's to look up."""
        if self.starts_on is None or self.ends_on is None:
            return
        if self._state.adding and self.starts_on < timezone.localdate():
            raise ValidationError({"starts_on": _("Start today or later; what was done before does not count.")})
        if not SHORTEST <= self.ends_on - self.starts_on <= LONGEST:
            raise ValidationError({"ends_on": _("Choose at least seven days, and at most a year.")})
        if self._state.adding and not reporting.is_live() and self._beside().exists():
            # Two of the same whose days overlap in part tell, by their difference, of the days between.
            raise ValidationError(
                _("Something like this runs in those days already. End that one first, or begin after it.")
            )

    def _beside(self) -> ChallengeQuerySet:
        """Others of the same people that count the same in some of its days."""
        same = Challenge.objects.filter(
            programme=self.programme_id, team=self.team_id, counts=self.counts, ended_at=None
        )
        return same.filter(starts_on__lte=self.ends_on, ends_on__gte=self.starts_on)

    @property
    def scope(self) -> Scope:
        return Scope(self.programme_id, team_id=self.team_id, with_subteams=True)

    @property
    def period(self) -> Period:
        return Period(self.starts_on, min(self.ends_on, max(timezone.localdate(), self.starts_on)))

    def is_over(self, on: date) -> bool:
        """Whether its last day has gone by, or somebody ended it."""
        return self.ended_at is not None or self.ends_on < on
