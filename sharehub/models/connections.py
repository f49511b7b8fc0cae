"""Accounts on networks that people connected, and how servers of those networks know us; tokens and secrets are sealed."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from sharehub import vault
from sharehub.networks.connecting.api import Bond, Client, Session, Tokens
from themes import networks

_CLAIM = timedelta(minutes=1)
_SOON = timedelta(days=14)


class ServerApp(models.Model):
    """How one server of a network knows this installation; registered when the first person connects there."""

    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    server = models.CharField(_("server"), max_length=200)
    client_id = models.CharField(max_length=500)
    sealed_secret = models.TextField()
    redirect_uri = models.CharField(max_length=500)
    registered_at = models.DateTimeField(_("registered at"), default=timezone.now)

    class Meta:
        verbose_name = _("registration at a server")
        verbose_name_plural = _("registrations at servers")
        constraints = [models.UniqueConstraint(fields=["network", "server"], name="a server knows us once")]

    def __str__(self) -> str:
        return self.server

    @property
    def client(self) -> Client:
        return Client(self.client_id, vault.unseal(self.sealed_secret))


class ConnectionQuerySet(models.QuerySet["Connection"]):
    """Connections by whether a post can leave through them."""

    def usable(self, ambassador: Ambassador, network: str) -> Self:
        """Those through which something can be posted for this person now, the last connected first."""
        return self.working().filter(ambassador=ambassador, network=network).order_by("-connected_at", "-pk")

    def working(self) -> Self:
        """Those that work as far as we know, of people who are here."""
        lasts = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.filter(lasts, state=Connection.State.WORKING, ambassador__is_here=True)

    def shown(self) -> Self:
        """Those that their owner did not end."""
        return self.exclude(state=Connection.State.ENDING)

    def to_end(self) -> Self:
        """Those that were ended, and those of people who are not here any more; none that is being ended by somebody else."""
        ended = Q(state=Connection.State.ENDING) | Q(ambassador__is_here=False)
        return self.filter(ended).filter(Q(claimed_at=None) | Q(claimed_at__lte=timezone.now() - _CLAIM))

    def claim(self) -> bool:
        """Whether this row is ours for a minute: nobody else renews or ends it meanwhile."""
        now = timezone.now()
        free = self.filter(Q(claimed_at=None) | Q(claimed_at__lte=now - _CLAIM))
        return bool(free.update(claimed_at=now))


class Connection(models.Model):
    """An account of a person on a network, with what lets us use it; gone at the network and here once it is ended."""

    class State(models.TextChoices):
        WORKING = "working", _("works")
        LOST = "lost", _("has to be connected again")
        ENDING = "ending", _("being ended")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="connections")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    server = models.CharField(_("server"), max_length=200)
    account = models.CharField(max_length=200)
    name = models.CharField(_("account"), max_length=300)
    sealed = models.TextField()
    scopes = models.CharField(_("what it may do"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WORKING)
    connected_at = models.DateTimeField(_("connected at"), default=timezone.now)
    access_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    lost_at = models.DateTimeField(_("lost at"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connected account")
        verbose_name_plural = _("connected accounts")
        ordering = ["network", "-connected_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "network", "server", "account"], name="a person connects an account once"
            )
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="connection_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def tokens(self) -> Tokens:
        """What opens the account. Raises vault.Unreadable where our keys do not open it."""
        found = json.loads(vault.unseal(self.sealed))
        bond = Bond(**found["bond"]) if found.get("bond") else None
        return Tokens(found["access"], found["refresh"], self.access_until, self.expires_at, bond)

    @tokens.setter
    def tokens(self, tokens: Tokens) -> None:
        bond = {"bond": asdict(tokens.bond)} if tokens.bond else {}
        self.sealed = vault.seal(json.dumps({"access": tokens.access, "refresh": tokens.refresh, **bond}))
        self.access_until, self.expires_at = tokens.access_until, tokens.until

    @property
    def is_working(self) -> bool:
        return self.state == self.State.WORKING and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def ends_soon(self) -> bool:
        """Whether it ends within two weeks, so that its owner is asked to connect it again."""
        return self.expires_at is not None and self.expires_at <= timezone.now() + _SOON

    @property
    def tokens_can_be_renewed(self) -> bool:
        """Whether there is a token to renew with: then the access token alone has an end of its own."""
        return self.access_until is not None

    def session(self, client: Client | None = None) -> Session:
        """Return what the network's module works with; how its server knows us is needed to renew and to end it alone.

        Raises vault.Unreadable.
        """
        return Session(self.server, self.account, self.tokens, client or Client(""))

    def needs_renewal(self, at: datetime | None = None) -> bool:
        """Whether the access token ends within a minute."""
        return self.access_until is not None and self.access_until <= (at or timezone.now()) + timedelta(minutes=1)

    def keep(self, tokens: Tokens) -> None:
        """These tokens are stored instead of those before, at once: a network may take each of them only once."""
        self.tokens, self.claimed_at = tokens, None
        kept = {"sealed": self.sealed, "access_until": self.access_until, "expires_at": self.expires_at}
        if not self._unless_connected_anew().update(**kept, claimed_at=None):
            self.refresh_from_db()

    def lose(self) -> None:
        """The network does not know it any more: it has to be connected again."""
        if self.state == self.State.WORKING:
            self.state, self.lost_at = self.State.LOST, timezone.now()
            self._unless_connected_anew().update(state=self.state, lost_at=self.lost_at)

    def _unless_connected_anew(self) -> models.QuerySet["Connection"]:
        """What became of earlier tokens says nothing about those that their owner's new yes brought meanwhile."""
        return Connection.objects.filter(pk=self.pk, connected_at=self.connected_at)
