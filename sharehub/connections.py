"""Connected accounts: used with tokens that hold, and ended at the network and here."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors import privacy
from ambassadors.models import Ambassador
from sharehub import networks, vault
from sharehub.models import Connection, ServerApp
from sharehub.networks import NetworkModule
from sharehub.networks.connecting.api import ApiError, Client, Connector, Reason, Session
from themes import networks as known

T = TypeVar("T")


def register() -> None:
    """The export of every person holds their connected accounts, never what opens them."""
    privacy.register_export(
        "connections",
        export,
        title=gettext_lazy("Connected accounts"),
        words={
            "network": gettext_lazy("Network"),
            "account": gettext_lazy("Account"),
            "server": gettext_lazy("Server"),
            "state": gettext_lazy("State"),
            "connected_at": gettext_lazy("Connected"),
            "used_at": gettext_lazy("Last used"),
            "ends_at": gettext_lazy("Ends"),
        },
        choices={"network": dict(known.choices()), "state": dict(Connection.State.choices)},
    )


def connectable() -> list[NetworkModule]:
    """Return the networks on which an account can be connected here."""
    return [module for module in networks.all() if module.connects and module.connects.is_offered]


def use(connection: Connection, do: Callable[[Session], T]) -> T:
    """Return what `do` returns, with tokens that hold: renewed beforehand, or once after the network refused them.

    Raises ApiError; where the network does not know the connection any more it is lost, and says so to its owner.
    """
    try:
        session = _renewed(connection) if connection.needs_renewal() else _session(connection)
        try:
            return do(session)
        except ApiError as problem:
            if problem.reason is not Reason.LOGGED_OUT or not session.tokens.refresh:
                raise
        return do(_renewed(connection))
    except vault.Unreadable as error:
        connection.lose()
        raise ApiError(Reason.LOGGED_OUT, str(error)) from error
    except ApiError as problem:
        if problem.reason is Reason.LOGGED_OUT:
            connection.lose()
        raise


def end(*, connection_id: int) -> bool:
    """The connection is gone here; return whether the network took its permission back as well.

    Only what was ended, or belongs to somebody who is not here any more, is touched; safe to run again.
    """
    mine = Connection.objects.filter(pk=connection_id)
    if not mine.to_end().claim():
        return False
    connection = mine.get()
    try:
        connector_of(connection).revoke(_session(connection))
        is_revoked = True
    except (ApiError, vault.Unreadable):
        is_revoked = False
    mine.delete()
    return is_revoked


def to_end() -> list[int]:
    """Return the next connections to end."""
    return list(Connection.objects.to_end().order_by("pk").values_list("pk", flat=True)[:500])


def connector_of(connection: Connection) -> Connector:
    """Return what that network lets connected accounts do. Raises ApiError for a network that was taken out meanwhile."""
    connector = networks.get(connection.network).connects
    if connector is None:
        raise ApiError(Reason.FORBIDDEN, "accounts cannot be connected there any more")
    return connector


def reseal() -> int:
    """Everything sealed is so with the first key; return how many rows no key opens (they stay as they are)."""
    unreadable = 0
    for row in Connection.objects.only("pk", "sealed").iterator():
        try:
            # Only as long as nobody renewed the tokens meanwhile: those are sealed with the first key already.
            Connection.objects.filter(pk=row.pk, sealed=row.sealed).update(sealed=vault.reseal(row.sealed))
        except vault.Unreadable:
            unreadable += 1
    for app in ServerApp.objects.only("pk", "sealed_secret").iterator():
        try:
            ServerApp.objects.filter(pk=app.pk).update(sealed_secret=vault.reseal(app.sealed_secret))
        except vault.Unreadable:
            unreadable += 1
    return unreadable


def export(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Return the person's connected accounts."""
    return [
        {
            "network": row.network,
            "account": row.name,
            "server": row.server,
            "state": row.state,
            "connected_at": row.connected_at,
            "used_at": row.used_at,
            "ends_at": row.expires_at,
        }
        for row in ambassador.connections.shown()
    ]


def words_of(problem: ApiError, network: str) -> str:
    """Return what went wrong while connecting, and what to do, for the person."""
    words = {
        Reason.AWAY: _("%(network)s does not answer at the moment. Nothing was connected; try again later."),
        Reason.BUSY: _(
            "%(network)s asks us to wait a while. Nothing was connected; try again in a quarter of an hour."
        ),
        Reason.LOGGED_OUT: _("%(network)s does not know this name with this password. Nothing was connected."),
        Reason.FORBIDDEN: _("%(network)s does not allow it for this account. Nothing was connected."),
    }
    otherwise = _("%(network)s did not say yes. Nothing was connected; you can try again.")
    return words.get(problem.reason, otherwise) % {"network": network}


def _session(connection: Connection) -> Session:
    app = ServerApp.objects.filter(network=connection.network, server=connection.server).first()
    return connection.session(app.client if app else Client(""))


def _renewed(connection: Connection) -> Session:
    """Return a session with new tokens; one worker renews at a time, because some networks take a token only once."""
    if not Connection.objects.filter(pk=connection.pk).claim():
        raise ApiError(Reason.AWAY, "the connection is being renewed")
    connection.refresh_from_db()
    try:
        connection.keep(connector_of(connection).refresh(_session(connection)))
    except ApiError:
        Connection.objects.filter(pk=connection.pk).update(claimed_at=None)
        raise
    return _session(connection)
