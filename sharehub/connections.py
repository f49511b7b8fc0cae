"""Connected accounts: used with tokens that hold, and ended at the network and here."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors import mails, notices, privacy
from ambassadors.models import Ambassador, Notice
from ambassadors.taking_part import in_programme
from sharehub import networks, vault
from sharehub.models import Connection, ServerApp
from sharehub.networks import NetworkModule
from sharehub.networks.connecting.api import ApiError, Client, Connector, Reason, Session
from themes import health
from themes import networks as known
from themes.models import Programme

T = TypeVar("T")
KIND = "connection"
_TENDED, _HEARD = timedelta(days=21), timedelta(days=2)
_WARNED = (3, 14)
_BATCH = 1000


def register() -> None:
    """The export of every person holds their connected accounts, never what opens them; who loses one is told."""
    notices.register(KIND, letter)
    health.register("connections", signal)
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
        session = _renewed(connection) if connection.needs_renewal() else connection.session()
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


def to_tend() -> list[int]:
    """Return the connections that end within three weeks, and those lost lately of which their owner may not have heard."""
    now = timezone.now()
    ending = Connection.objects.working().filter(expires_at__lte=now + _TENDED)
    lost = Connection.objects.filter(state=Connection.State.LOST, lost_at__gte=now - _HEARD, ambassador__is_here=True)
    return [*ending.values_list("pk", flat=True)[:_BATCH], *lost.values_list("pk", flat=True)[:_BATCH]]


def tend(*, connection_id: int) -> None:
    """A connection near its end is renewed where that can be done without its owner; else they hear it, 14 and 3 days ahead.

    One that was lost is told as well, once. Safe to run again.
    """
    found = Connection.objects.shown().select_related("ambassador__user").filter(pk=connection_id).first()
    if found is None:
        return
    if found.is_working and found.tokens_can_be_renewed:
        try:
            _renewed(found)
        except ApiError as problem:
            if problem.reason is Reason.LOGGED_OUT:
                found.lose()
        except vault.Unreadable:
            found.lose()
    word = ""
    if found.state == Connection.State.LOST and found.lost_at:
        word = f"lost:{found.lost_at:%Y%m%d%H%M}"
    elif found.expires_at:
        days = next((days for days in _WARNED if found.expires_at <= timezone.now() + timedelta(days=days)), None)
        word = f"{days}:{found.expires_at:%Y%m%d}" if days else ""
    if word:
        notices.plan(found.ambassador.user, KIND, f"{KIND}:{found.pk}:{word}", subject_id=found.pk)


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a connection that ends or was lost; nothing once it was connected again."""
    found = Connection.objects.shown().select_related("ambassador").filter(pk=notice.subject_id or 0).first()
    if found is None or found.ambassador.left_at or not (found.ends_soon or not found.is_working):
        return None
    context = {
        "connection": found,
        "action_url": mails.absolute(reverse("sharehub:connection_list")),
        "action_label": _("Connect it again"),
    }
    return mails.compose(
        "sharehub/mail/connection", to=notice.user.email, language=notice.user.language, context=context
    )


def signal(programme: Programme) -> health.Signal | None:
    """Connections that broke, in numbers; silent while fewer people than the threshold have connected an account."""
    people = in_programme(programme).values("pk")
    own = Connection.objects.shown().filter(ambassador__in=people)
    connected = own.values("ambassador").distinct().count()
    if not privacy.is_large_enough(connected):
        return None
    broken = own.exclude(pk__in=Connection.objects.working().values("pk")).values("ambassador").distinct().count()
    shown = privacy.groups_to_show({"broken": broken, "working": connected - broken})
    percent = broken / connected * 100
    level = health.Level.GOOD if percent <= 10 else health.Level.CARE if percent <= 30 else health.Level.BAD
    numbers = {"broken": broken, "connected": connected, "few": privacy.threshold()}
    if not broken:
        figure = _("%(connected)s people have connected an account, and all of them work") % numbers
    elif shown == {"broken", "working"} or broken == connected:
        figure = _("%(broken)s of the %(connected)s people with a connected account have to connect it again") % numbers
    else:
        # Neither how many nor how few: each could be found from the other.
        figure = _("%(connected)s people have connected an account; some have to connect it again") % numbers
        level = health.Level.CARE
    return health.Signal(
        name=_("Connected accounts"),
        figure=figure,
        advice=_("Their posts leave as they should.")
        if level == health.Level.GOOD
        else _("They were told by mail. Until then they share on the network's own page."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=6,
    )


def end(*, connection_id: int) -> bool:
    """The connection is gone here; return whether the network took its permission back as well.

    Only what was ended, or belongs to somebody who is not here any more, is touched; safe to run again.
    """
    mine = Connection.objects.filter(pk=connection_id)
    if not mine.to_end().claim():
        return False
    connection = mine.get()
    try:
        is_revoked = give_back(connection.network, session_of(connection))
    except vault.Unreadable:
        is_revoked = False
    mine.delete()
    return is_revoked


def give_back(network: str, session: Session) -> bool:
    """What opened an account opens it no more; return whether the network confirmed that. It is not tried again."""
    connector = networks.get(network).connects
    if connector is None:
        return False
    try:
        connector.revoke(session)
    except ApiError:
        return False
    return True


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


def words_of_server(problem: ApiError, server: str, module: NetworkModule) -> str:
    """Return what went wrong with a server that the person named themself, which may be the wrong one."""
    words = {"server": server, "network": module.name, "example": module.server_example}
    if problem.never_arrived:
        said = _("%(server)s cannot be reached. Is it written right?")
    elif problem.reason in {Reason.AWAY, Reason.BUSY}:
        return words_of(problem, server)
    else:
        said = _("%(server)s does not answer as a server of %(network)s does. Is it the right one?")
    hint = (
        _("It looks like %(example)s.")
        if module.server_example
        else _("Leave it empty unless you are on a server of your own.")
    )
    return " ".join([said % words, hint % words, _("Nothing was connected.")])


def session_of(connection: Connection) -> Session:
    """Return what the network's module works with to renew or end it as well, as it stands. Raises vault.Unreadable."""
    app = ServerApp.objects.filter(network=connection.network, server=connection.server).first()
    return connection.session(app.client if app else Client(""))


def _renewed(connection: Connection) -> Session:
    """Return a session with new tokens; one worker renews at a time, because some networks take a token only once."""
    if not Connection.objects.filter(pk=connection.pk).claim():
        raise ApiError(Reason.AWAY, "the connection is being renewed")
    connection.refresh_from_db()
    try:
        connection.keep(connector_of(connection).refresh(session_of(connection)))
    except ApiError:
        Connection.objects.filter(pk=connection.pk).update(claimed_at=None)
        raise
    return session_of(connection)
