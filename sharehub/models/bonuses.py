"""Referral bonuses: what a colleague gets whose link led to a hire that lasted, never a point."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from sharehub.models.recruitment import Application


class ReferralBonusQuerySet(models.QuerySet["ReferralBonus"]):
    """Bonuses by what is to be done with them."""

    def open(self) -> Self:
        """Those that wait or are due."""
        return self.filter(state__in=[ReferralBonus.State.PENDING, ReferralBonus.State.DUE])

    def ripe(self, on: date) -> Self:
        """Those whose waiting time ended by the day."""
        return self.filter(state=ReferralBonus.State.PENDING, due_on__lte=on)

    def to_settle(self) -> Self:
        """Those that were paid for a hire that was taken back later."""
        return self.filter(state=ReferralBonus.State.LAPSED).exclude(paid_on=None)


class ReferralBonus(models.Model):
    """It waits from the hire on, is due once the waiting time is over, and is paid or lapses with a reason."""

    class State(models.TextChoices):
        PENDING = "pending", _("waits")
        DUE = "due", _("due")
        PAID = "paid", _("paid")
        LAPSED = "lapsed", _("lapsed")

    class Reason(models.TextChoices):
        """Why it lapsed; the first is set by the procedure, the last but one when somebody leaves the programme."""

        UNDONE = "undone", _("the hire was taken back")
        LEFT = "left", _("the new colleague left within the waiting time")
        DECLINED = "declined", _("the colleague does not want it")
        GONE = "gone", _("the colleague left the programme")
        OTHER = "other", _("another reason")

    application = models.OneToOneField(Application, models.CASCADE, related_name="bonus")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="bonuses")
    amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.PENDING)
    reason = models.CharField(_("why it lapses"), max_length=8, choices=Reason, blank=True)
    hired_on = models.DateField(_("hired on"))
    due_on = models.DateField(_("due from"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    paid_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReferralBonusQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral bonus")
        verbose_name_plural = _("referral bonuses")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("hired_on")), name="a bonus is due after the hire"),
            models.CheckConstraint(
                condition=~Q(state="lapsed") | ~Q(reason=""), name="a bonus that lapsed has a reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_on__isnull=False), name="a bonus that was paid has a day"
            ),
        ]

    def __str__(self) -> str:
        # It stands in the log for good, so it names no candidate.
        return f"{self.application.vacancy.title}, {self.hired_on:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.PENDING, self.State.DUE}

    @property
    def is_to_settle(self) -> bool:
        """Whether it was paid for a hire that was taken back later."""
        return self.state == self.State.LAPSED and self.paid_on is not None

    def state_on(self, day: date) -> str:
        """The state that its dates ask for: paid, due, or waiting."""
        if self.paid_on:
            return self.State.PAID.value
        return (self.State.DUE if self.due_on <= day else self.State.PENDING).value
