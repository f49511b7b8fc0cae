"""What contributions are worth: rules a manager may change, each change a version of its own."""

from typing import Any, Self
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator as AtMost
from django.core.validators import MinValueValidator as AtLeast
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PointRulesQuerySet(models.QuerySet["PointRules"]):
    """Versions of the rules."""

    def current(self) -> "PointRules":
        """Return the version that holds now; as long as nobody changed anything, the one we came with."""
        return self.order_by("-holds_from", "-pk").first() or PointRules()


class PointRules(models.Model):
    """One version of the rules; never changed, only followed by the next, so that each entry can be explained for ever.

    Only what somebody did can earn points: there is no rule for a KPI that was met and none for money, and nowhere to add one.
    """

    share = models.PositiveSmallIntegerField(_("a share"), default=10, validators=[AtMost(100)])
    own_words = models.PositiveSmallIntegerField(_("on top, in own words"), default=5, validators=[AtMost(100)])
    second_time = models.PositiveSmallIntegerField(
        _("the second share of one piece counts (per cent)"), default=50, validators=[AtMost(100)]
    )
    third_time = models.PositiveSmallIntegerField(
        _("each further share of it counts (per cent)"), default=0, validators=[AtMost(100)]
    )
    blog = models.PositiveSmallIntegerField(_("a blog post"), default=25, validators=[AtMost(100)])
    kudos = models.PositiveSmallIntegerField(_("thanking a colleague"), default=2, validators=[AtMost(100)])
    kudos_a_day = models.PositiveSmallIntegerField(
        _("thanks that count on one day, at most"), default=3, validators=[AtMost(20)]
    )
    kudos_again_days = models.PositiveSmallIntegerField(
        _("days until thanking the same colleague counts again"), default=30, validators=[AtMost(365)]
    )
    daily_cap = models.PositiveSmallIntegerField(
        _("points on one day, at most"), default=40, validators=[AtLeast(1), AtMost(200)]
    )
    note = models.CharField(_("why"), max_length=240, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    holds_from = models.DateTimeField(_("holds from"), default=timezone.now)

    objects = PointRulesQuerySet.as_manager()

    class Meta:
        verbose_name = _("rules for points")
        verbose_name_plural = _("rules for points")
        ordering = ["-holds_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.share} · {self.own_words} · {self.blog} · {self.kudos}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A version is written once."""
        if self.pk and not self._state.adding:
            raise TypeError("Rules are never changed; write the next version.")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What comes again is never worth more than what came first, and nothing is worth more than a day may bring."""
        if self.third_time is not None and self.second_time is not None and self.third_time > self.second_time:
            raise ValidationError({"third_time": _("At most as much as the second share.")})
        values = [value for value in (self.share, self.blog, self.kudos) if value is not None]
        if self.daily_cap is not None and values and self.daily_cap < max(values):
            raise ValidationError({"daily_cap": _("At least as much as one share, blog post or thanks gives.")})

    def percent_after(self, repeats: int) -> int:
        """Return how much of a share counts, in per cent, after so many others of the same piece by the same person."""
        return (100, self.second_time)[repeats] if repeats < 2 else self.third_time

    @property
    def query(self) -> str:
        """The numbers as they stand in an address."""
        return urlencode({name: getattr(self, name) for name in NUMBERS})

    def same_as(self, other: Self) -> bool:
        """Whether both say the same."""
        return all(getattr(self, name) == getattr(other, name) for name in NUMBERS)


NUMBERS = (
    "share",
    "own_words",
    "second_time",
    "third_time",
    "blog",
    "kudos",
    "kudos_a_day",
    "kudos_again_days",
    "daily_cap",
)
