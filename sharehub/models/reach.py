"""Derived figures: recomputed from visits, never incremented."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Team
from cms.models import Shareable
from sharehub.models.shares import TrackedLink
from themes import networks
from themes.models import Theme


class ReachFigures(models.Model):
    """The classes of visits that stand side by side; human = hits - bot - prefetch - duplicate - own."""

    hits = models.PositiveIntegerField(default=0)
    bot = models.PositiveIntegerField(default=0)
    prefetch = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    own = models.PositiveIntegerField(default=0)
    human = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class ReachQuerySet(models.QuerySet[Any]):
    """Sums over derived reach."""

    def between(self, start: date, end: date) -> Self:
        """Days from start up to and including end."""
        return self.filter(day__gte=start, day__lte=end)

    def totals(self) -> dict[str, int]:
        """Return each class summed, 0 where there is nothing."""
        names = ("hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")
        sums = self.aggregate(**{name: Sum(name) for name in names})
        return {name: sums[name] or 0 for name in names}


class DailyReach(ReachFigures):
    """What one link did on one day (UTC)."""

    link = models.ForeignKey(TrackedLink, models.CASCADE, related_name="daily_reach")
    day = models.DateField()

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily reach")
        verbose_name_plural = _("daily reach")
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="a link has one reach a day")]
        indexes = [models.Index(fields=["day"], name="daily_reach_by_day")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}: {self.human}"


class ReachByGroup(ReachFigures):
    """The same per day, piece, theme, network and team: what dashboards read."""

    day = models.DateField()
    piece = models.ForeignKey(Shareable, models.CASCADE, related_name="reach")
    theme = models.ForeignKey(Theme, models.CASCADE, null=True, related_name="reach")
    network = models.CharField(max_length=20, choices=networks.choices)
    team = models.ForeignKey(Team, models.CASCADE, null=True, related_name="reach")
    shares = models.PositiveIntegerField(default=0, help_text="Shares with at least one hit that day.")

    objects = ReachQuerySet.as_manager()

    class Meta:
        verbose_name = _("reach by group")
        verbose_name_plural = _("reach by group")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "piece", "theme", "network", "team"],
                name="a group has one reach a day",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["theme", "day"], name="reach_of_a_theme")]

    def __str__(self) -> str:
        return f"{self.day} {self.piece_id}: {self.human}"


class DirtyDay(models.Model):
    """A link's day whose figures must be recomputed; the row is the queue."""

    # Written for every link's day that a visit came to; whether the link is still there is asked when it is counted.
    link = models.ForeignKey(TrackedLink, models.CASCADE, related_name="+", db_constraint=False)
    day = models.DateField()
    marked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="a link's day is dirty once")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}"
