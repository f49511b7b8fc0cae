"""Connections to other systems by webhook: who is told of what, what was sent, and what came in."""

import base64
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sharehub import vault
from sharehub.models.recruitment import Application

OLD_SECRET_LASTS = timedelta(hours=24)


def new_secret() -> str:
    """Return a secret as Standard Webhooks writes it, whsec_ and 32 bytes in base64, sealed for the database."""
    return vault.seal(f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}")


def new_message_id() -> str:
    """Return what a message is known by, however often it is sent."""
    return f"msg_{uuid.uuid4().hex}"


class SignedConnection(models.Model):
    """A connection with a secret of its own, sealed in the database; after a rotation the one before holds for a day more."""

    name = models.CharField(_("name"), max_length=60, help_text=_("Such as the name of the system."))
    sealed_secret = models.TextField(default=new_secret, editable=False)
    old_sealed_secret = models.TextField(blank=True, editable=False)
    old_until = models.DateTimeField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The secret in the clear, to be shown once. Raises vault.Unreadable."""
        return vault.unseal(self.sealed_secret)

    def keys(self, at: datetime) -> list[bytes]:
        """Return the bytes to sign and verify with, the newest first. Raises vault.Unreadable."""
        sealed = [self.sealed_secret]
        if self.old_until and at < self.old_until:
            sealed.append(self.old_sealed_secret)
        return [base64.b64decode(vault.unseal(each).removeprefix("whsec_")) for each in sealed]

    def rotate(self, at: datetime) -> None:
        """There is a new secret; the one before holds for a day more."""
        self.old_sealed_secret, self.old_until = self.sealed_secret, at + OLD_SECRET_LASTS
        self.sealed_secret = new_secret()
        self.save(update_fields=["sealed_secret", "old_sealed_secret", "old_until"])


class WebhookTargetQuerySet(models.QuerySet["WebhookTarget"]):
    """Targets by whether they are told anything."""

    def switched_on(self) -> Self:
        """Those that are told."""
        return self.filter(off_at=None)


class WebhookTarget(SignedConnection):
    """A system that is told when an application moves along or somebody is hired."""

    url = models.URLField(_("address"), max_length=500, help_text=_("Begins with https://; we send there by POST."))
    tells_stages = models.BooleanField(_("when an application moves to another stage"), default=True)
    tells_hires = models.BooleanField(_("when somebody is hired"), default=True)
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    off_at = models.DateTimeField(null=True, blank=True, editable=False)
    gave_up = models.BooleanField(default=False, editable=False)  # whether we switched it off, not a person

    objects = WebhookTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("system that is told")
        verbose_name_plural = _("systems that are told")
        ordering = ["name", "pk"]


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    """Deliveries by whether their time has come."""

    def due(self, at: datetime) -> Self:
        """Those to try now, at targets that are switched on."""
        return self.filter(delivered_at=None, next_try_at__lte=at, target__off_at=None)


class WebhookDelivery(models.Model):
    """One message to one system, with what became of it; it holds numbers, never a candidate's name or words."""

    class Kind(models.TextChoices):
        STAGE = "application.stage_changed", _("moved to another stage")
        HIRED = "application.hired", _("hired")
        TEST = "test.ping", _("test")

    class Problem(models.TextChoices):
        ANSWER = "answer", _("answered with an error")
        REFUSED = "refused", _("not a public web address")
        SLOW = "slow", _("no answer in time")
        UNREACHED = "unreached", _("could not be reached")
        SECRET = "secret", _("the secret cannot be read any more; make a new one")

    target = models.ForeignKey(WebhookTarget, models.CASCADE, related_name="deliveries")
    application = models.ForeignKey(Application, models.CASCADE, null=True, blank=True, related_name="deliveries")
    message_id = models.CharField(max_length=40, default=new_message_id, unique=True)
    kind = models.CharField(_("what"), max_length=40, choices=Kind)
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    delivered_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=10, choices=Problem, blank=True)

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(delivered_at=None), name="deliveries_that_wait"),
            models.Index(fields=["target", "-made_at"], name="deliveries_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"

    @property
    def is_given_up(self) -> bool:
        return self.delivered_at is None and self.next_try_at is None


class WebhookSource(SignedConnection):
    """A system that tells us of applications, signed."""

    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=200, blank=True, editable=False)
    problem_at = models.DateTimeField(null=True, blank=True, editable=False)
    off_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("system that tells us")
        verbose_name_plural = _("systems that tell us")
        ordering = ["name", "pk"]


class WebhookReceipt(models.Model):
    """A message that was taken in; the same one again does nothing."""

    source = models.ForeignKey(WebhookSource, models.CASCADE, related_name="receipts")
    message_id = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "message_id"], name="a message is taken in once")]

    def __str__(self) -> str:
        return self.message_id
