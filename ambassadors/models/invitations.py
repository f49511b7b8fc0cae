"""Invitations: an e-mail with a signed link that expires."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Team
from themes.models import Programme, Theme

VALID_FOR = timedelta(days=14)
REMIND_AFTER = timedelta(days=5)
MOST_REMINDERS = 2
_SIGNER = signing.Signer(salt="ambassadors.invitation", sep=".")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what happened to them."""

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def unsent(self) -> Self:
        """Those whose mail has not left yet."""
        return self.open().filter(sent_at=None, refused_at=None, send_on__lte=timezone.localdate())

    def planned(self) -> Self:
        """Those of a later wave."""
        return self.open().filter(sent_at=None, refused_at=None, send_on__gt=timezone.localdate())

    def waves(self) -> "list[tuple[date, int]]":
        """Return each day on which a later wave leaves, with how many people are in it, the next first."""
        days = self.planned().order_by("send_on").values_list("send_on").annotate(people=models.Count("pk"))
        return [(day, people) for day, people in days]

    def to_remind(self) -> Self:
        """Those without an answer five days after the last mail; two reminders at most, none on the last day."""
        long_ago, tomorrow = timezone.now() - REMIND_AFTER, timezone.now() + timedelta(days=1)
        last_mail = models.functions.Coalesce("reminded_at", "sent_at")
        waiting = self.open().filter(refused_at=None, reminders__lt=MOST_REMINDERS, expires_at__gt=tomorrow)
        return waiting.exclude(sent_at=None).alias(last_mail=last_mail).filter(last_mail__lte=long_ago)

    def unanswered(self) -> Self:
        """Those that got no answer, expired or not."""
        return self.filter(accepted_at=None, declined_at=None, withdrawn_at=None)

    def in_state(self, state: str) -> Self:
        """Those in one state, as `Invitation.state` would say it."""
        states = Invitation.State
        match state:
            case states.WAITING:
                return self.unsent()
            case states.PLANNED:
                return self.planned()
            case states.SENT:
                return self.open().exclude(sent_at=None)
            case states.REFUSED:
                return self.open().exclude(refused_at=None)
            case states.EXPIRED:
                return self.unanswered().filter(expires_at__lte=timezone.now())
            case states.ACCEPTED:
                return self.exclude(accepted_at=None)
            case states.DECLINED:
                return self.filter(accepted_at=None).exclude(declined_at=None)
            case states.WITHDRAWN:
                return self.filter(accepted_at=None, declined_at=None).exclude(withdrawn_at=None)
        return self.none()

    def search(self, query: str) -> Self:
        """Those whose address or name contains every word."""
        found = self
        for word in query.split():
            found = found.filter(
                models.Q(email__icontains=word)
                | models.Q(first_name__icontains=word)
                | models.Q(last_name__icontains=word)
            )
        return found

    def by_token(self, token: str) -> "Invitation | None":
        """Return the invitation that a link names, in whatever state; None when the link was not made by us."""
        try:
            pk = _SIGNER.unsign(token)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).first()


class Invitation(models.Model):
    """Someone asked to join; the row is the queue of the mail."""

    class State(models.TextChoices):
        PLANNED = "planned", _("in a later wave")
        WAITING = "waiting", _("mail is on its way")
        SENT = "sent", _("invited")
        REFUSED = "refused", _("address refused")
        ACCEPTED = "accepted", _("joined")
        DECLINED = "declined", _("said no")
        EXPIRED = "expired", _("expired")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class DeclineReason(models.TextChoices):
        TIME = "time", _("no time for it now")
        NETWORKS = "networks", _("I would rather not be on social media for work")
        PRIVACY = "privacy", _("I worry about my privacy")
        THEMES = "themes", _("the themes are not mine")
        OTHER = "other", _("something else")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="invitations")
    themes = models.ManyToManyField(Theme, blank=True, related_name="invitations", verbose_name=_("themes"))
    message = models.TextField(_("your own words"), max_length=1000, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="invitations_made"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    send_on = models.DateField(_("mail leaves on"), default=timezone.localdate)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    decline_reason = models.CharField(_("why not"), max_length=10, choices=DeclineReason, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused by the mail server at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), "programme", name="a person is invited once to a programme")
        ]

    def __str__(self) -> str:
        return self.email

    def get_absolute_url(self) -> str:
        return reverse("ambassadors:invitation", args=[self.token])

    @property
    def token(self) -> str:
        """What stands in the link; only this installation can make it."""
        return _SIGNER.sign(str(self.pk))

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_open(self) -> bool:
        decided = self.accepted_at or self.declined_at or self.withdrawn_at
        return decided is None and self.expires_at > timezone.now()

    @property
    def state(self) -> "Invitation.State":
        """What happened to it, the most lasting thing first."""
        if self.accepted_at:
            return self.State.ACCEPTED
        if self.declined_at:
            return self.State.DECLINED
        if self.withdrawn_at:
            return self.State.WITHDRAWN
        if self.expires_at <= timezone.now():
            return self.State.EXPIRED
        if self.refused_at:
            return self.State.REFUSED
        if self.sent_at:
            return self.State.SENT
        return self.State.PLANNED if self.send_on > timezone.localdate() else self.State.WAITING

    @property
    def next_reminder_on(self) -> date | None:
        """The day of the next reminder, where there will be one unless an answer comes first."""
        last_mail = self.reminded_at or self.sent_at
        if not last_mail or self.refused_at or self.reminders >= MOST_REMINDERS or not self.is_open:
            return None
        moment = last_mail + REMIND_AFTER
        if moment >= self.expires_at - timedelta(days=1):
            return None
        return max(timezone.localdate(moment), timezone.localdate())

    def renew(self) -> None:
        """The invitation is open again for its full term and its mail leaves anew."""
        self.expires_at = timezone.now() + VALID_FOR
        self.sent_at = self.refused_at = self.declined_at = self.withdrawn_at = self.reminded_at = None
        self.reminders, self.send_on, self.decline_reason = 0, timezone.localdate(), ""
        cleared = ["sent_at", "refused_at", "declined_at", "withdrawn_at", "reminded_at", "reminders", "send_on"]
        self.save(update_fields=["expires_at", "decline_reason", *cleared])
