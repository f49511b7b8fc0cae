"""Step 5: who is asked to answer what was said outside, and what was said to and by someone on the map."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from themes.models import Conversation, Programme, Stakeholder

# Who does not react gets no reminder: the question goes to the next one.
PATIENCE = timedelta(days=2)


class AnswerRequestQuerySet(models.QuerySet["AnswerRequest"]):
    """Requests by state."""

    def going_on(self) -> Self:
        """Those that wait for this person: offered, or taken and not answered yet."""
        return self.filter(state__in=[AnswerRequest.State.OFFERED, AnswerRequest.State.TAKEN])

    def open(self) -> Self:
        """Those that go on, of conversations that a manager has not settled meanwhile."""
        return self.going_on().filter(conversation__state__in=["waiting", "taken"])

    def forgotten(self) -> Self:
        """Those that nobody reacted to within two days."""
        return self.filter(state=AnswerRequest.State.OFFERED, offered_at__lt=timezone.now() - PATIENCE)


class AnswerRequest(models.Model):
    """An ambassador is asked to answer a conversation; who says no is never told to anyone."""

    class State(models.TextChoices):
        OFFERED = "offered", _("waits for you")
        TAKEN = "taken", _("you took it")
        ANSWERED = "answered", _("you answered")
        PASSED = "passed", _("you passed it on")
        DECLINED = "declined", _("not for you")
        LAPSED = "lapsed", _("went to someone else")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="answer_requests")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="answer_requests")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OFFERED)
    reasons = ArrayField(models.CharField(max_length=240), verbose_name=_("why"), default=list)
    score = models.SmallIntegerField(default=0, editable=False)
    offered_at = models.DateTimeField(_("asked at"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = AnswerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer request")
        verbose_name_plural = _("answer requests")
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "ambassador"], name="a person is asked once for an answer"),
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(state__in=["offered", "taken"]),
                name="one person at a time is asked for an answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} ← {self.conversation}"

    def move(self, state: str) -> None:
        """It is taken, or ended in this way."""
        self.state = state
        if state == self.State.TAKEN:
            self.taken_at = timezone.now()
        else:
            self.ended_at = timezone.now()
            if state == self.State.ANSWERED:
                self.taken_at = self.taken_at or self.ended_at
        self.save(update_fields=["state", "taken_at", "ended_at"])


class ContactMomentQuerySet(models.QuerySet["ContactMoment"]):
    """Moments of a programme."""

    def of(self, programme: Programme) -> Self:
        """Those with people on the programme's map."""
        return self.filter(stakeholder__programme=programme)


class ContactMoment(models.Model):
    """We spoke with someone on the map: when, how, and what it was about."""

    class Way(models.TextChoices):
        MEETING = "meeting", _("met")
        CALL = "call", _("called")
        MAIL = "mail", _("mailed")
        ONLINE = "online", _("wrote online")

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="contact_moments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="contact_moments"
    )
    happened_on = models.DateField(_("when"), default=timezone.localdate)
    way = models.CharField(_("how"), max_length=10, choices=Way, default=Way.MEETING)
    note = models.TextField(_("what it was about"), max_length=1000)

    objects = ContactMomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact moment")
        verbose_name_plural = _("contact moments")
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.happened_on}: {self.stakeholder}"
