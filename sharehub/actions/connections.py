"""Connecting an account on a network, and taking that back."""

import base64
import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, ToldBy
from sharehub import connections, networks, tasks, vault
from sharehub.models import Connection, PlannedShare, ServerApp
from sharehub.networks import NetworkModule
from sharehub.networks.connecting.api import (
    Account,
    ApiError,
    Asks,
    Client,
    NoServerError,
    OAuthConnector,
    PasswordConnector,
    Pushed,
    PushedConnector,
    Reason,
    Session,
    Tokens,
)


class ConnectionRefused(Exception):
    """Nothing was connected; the message says why. `field` names the field that can mend it."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True)
class Beginning:
    """A person on their way to say yes: the page where they do, and what is kept until they come back (`kept` sealed)."""

    page: str
    server: str
    state: str
    verifier: str
    kept: str = ""


@dataclass(frozen=True)
class Connected:
    """An account that is connected; `earlier_is_open` says that its network did not confirm the end of an earlier permission."""

    connection: Connection
    earlier_is_open: bool = False


def begin_connection(*, network: str, server: str = "", name: str = "") -> Beginning:
    """The server knows us, or hears what is asked, and the person can say yes there. Raises ConnectionRefused."""
    module = networks.get(network)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    state = secrets.token_urlsafe(24)
    if isinstance(module.connects, PushedConnector) and module.connects.asks is Asks.NAME:
        pushed = _push(module.connects, module, name, state=state, challenge=challenge)
        return Beginning(pushed.page, "", state, verifier, vault.seal(pushed.kept))
    connector = _oauth(module)
    try:
        address = connector.server(server)
    except ValueError as error:
        message = _("That is not the name of a server. It looks like %(example)s.")
        raise ConnectionRefused(message % {"example": module.server_example}, field="server") from error
    try:
        client = _client(network, address, connector)
    except ApiError as problem:
        if connector.asks is not Asks.SERVER:
            raise ConnectionRefused(connections.words_of(problem, str(module.name))) from problem
        words = connections.words_of_server(problem, address.removeprefix("https://"), module)
        raise ConnectionRefused(words, field="server") from problem
    page = connector.page(address, client, state=state, challenge=challenge, redirect_uri=_way_back(network))
    return Beginning(page, address, state, verifier)


def complete_connection(
    *, ambassador: Ambassador, network: str, server: str, code: str, verifier: str, kept: str = "", issuer: str = ""
) -> Connected:
    """The person said yes: the account is connected, anew where it was before. Raises ConnectionRefused."""
    module = networks.get(network)
    if isinstance(module.connects, PushedConnector):
        account, tokens = _pull(module.connects, module, kept, code=code, verifier=verifier, issuer=issuer)
        return _connected(ambassador, network, account, tokens, scopes=module.connects.scopes)
    connector = _oauth(module)
    app = ServerApp.objects.filter(network=network, server=server).first()
    if app is None:
        raise ConnectionRefused(_("That took too long. Begin again."))
    try:
        account, tokens = connector.exchange(
            server, app.client, code=code, verifier=verifier, redirect_uri=_way_back(network)
        )
    except (ApiError, vault.Unreadable) as problem:
        # The server may have forgotten us: next time we introduce ourselves again.
        if not isinstance(problem, ApiError) or problem.reason in {Reason.REFUSED, Reason.LOGGED_OUT}:
            app.delete()
        raise _unanswered(problem, module) from problem
    return _connected(ambassador, network, account, tokens, scopes=connector.scopes)


def connect_with_password(*, ambassador: Ambassador, network: str, server: str, name: str, password: str) -> Connected:
    """The account is connected by a password made for us alone, which is not kept. Raises ConnectionRefused."""
    module = networks.get(network)
    if not isinstance(module.connects, PasswordConnector):
        raise ConnectionRefused(_("Accounts on %(network)s cannot be connected.") % {"network": module.name})
    try:
        account, tokens = module.connects.log_in(server=server, name=name, password=password)
    except NoServerError as error:
        message = _("That is not the name of a server. Leave it empty unless you are on a server of your own.")
        raise ConnectionRefused(message, field="server") from error
    except ValueError as error:
        message = _(
            "That is no app password: it has four times four letters or digits, with dashes. Your own password stays yours."
        )
        raise ConnectionRefused(message, field="password") from error
    except ApiError as problem:
        if server and (problem.never_arrived or problem.reason is Reason.GONE):
            raise ConnectionRefused(connections.words_of_server(problem, server, module), field="server") from problem
        field = "password" if problem.reason is Reason.LOGGED_OUT else ""
        raise ConnectionRefused(connections.words_of(problem, str(module.name)), field=field) from problem
    return _connected(ambassador, network, account, tokens)


def disconnect(*, connection: Connection) -> bool:
    """The account is not connected any more; return whether the network confirmed it. It never fails: what we had is forgotten.

    What was to leave through it, and through no other, is reminded of instead.
    """
    with transaction.atomic():
        Connection.objects.filter(pk=connection.pk).update(state=Connection.State.ENDING)
        PlannedShare.objects.waiting().filter(connection=connection.pk).update(posts_for_me=False)
    return connections.end(connection_id=connection.pk)


def end_connections(ambassador: Ambassador) -> None:
    """Somebody leaves: nothing can be posted for them from now on, and the networks are told within the minute."""
    for pk in ambassador.connections.values_list("pk", flat=True):
        tasks.end_connection.delay_on_commit(pk)
    ambassador.connections.update(state=Connection.State.ENDING, claimed_at=None)


def _push(connector: PushedConnector, module: NetworkModule, name: str, *, state: str, challenge: str) -> Pushed:
    """Their server knows what is asked. Raises ConnectionRefused."""
    network = {"network": module.name, "name": name, "example": module.mention_example}
    try:
        return connector.begin(name, state=state, challenge=challenge, redirect_uri=_way_back(module.key))
    except ValueError as error:
        message = _("That is no name on %(network)s. It looks like %(example)s.")
        raise ConnectionRefused(message % network, field="name") from error
    except ApiError as problem:
        if problem.reason is Reason.GONE:
            message = _("Nobody on %(network)s is called %(name)s. Is it written right?")
            raise ConnectionRefused(message % network, field="name") from problem
        if problem.reason in {Reason.AWAY, Reason.BUSY}:
            raise ConnectionRefused(connections.words_of(problem, str(module.name))) from problem
        message = _(
            "Your server there cannot do it this way. Nothing was connected; you can use an app password instead."
        )
        raise ConnectionRefused(message) from problem


def _pull(
    connector: PushedConnector, module: NetworkModule, kept: str, *, code: str, verifier: str, issuer: str
) -> tuple[Account, Tokens]:
    """Return whose yes it was, and what it opens. Raises ConnectionRefused."""
    try:
        begun = vault.unseal(kept)
        way_back = _way_back(module.key)
        return connector.complete(begun, issuer=issuer, code=code, verifier=verifier, redirect_uri=way_back)
    except (ApiError, vault.Unreadable) as problem:
        raise _unanswered(problem, module) from problem


def _unanswered(problem: ApiError | vault.Unreadable, module: NetworkModule) -> ConnectionRefused:
    if isinstance(problem, ApiError) and problem.reason not in {Reason.REFUSED, Reason.LOGGED_OUT}:
        return ConnectionRefused(connections.words_of(problem, str(module.name)))
    words = _("%(network)s did not say yes. Nothing was connected; you can try again.")
    return ConnectionRefused(words % {"network": module.name})


def _oauth(module: NetworkModule) -> OAuthConnector:
    if not isinstance(module.connects, OAuthConnector):
        raise ConnectionRefused(_("Accounts on %(network)s cannot be connected.") % {"network": module.name})
    return module.connects


def _client(network: str, server: str, connector: OAuthConnector) -> Client:
    """Return us as that server knows us; it is introduced to us where it does not, or knows another way back."""
    app = ServerApp.objects.filter(network=network, server=server).first()
    # Where we were registered by hand, the settings are asked each time: they may have changed.
    if app is not None and app.redirect_uri == _way_back(network) and connector.asks is Asks.SERVER:
        try:
            return app.client
        except vault.Unreadable:
            pass
    client = connector.register(
        server, name=settings.WAGTAIL_SITE_NAME, website=settings.WEB_BASE_URL, redirect_uri=_way_back(network)
    )
    values = {
        "client_id": client.id,
        "sealed_secret": vault.seal(client.secret),
        "redirect_uri": _way_back(network),
        "registered_at": timezone.now(),
    }
    ServerApp.objects.update_or_create(network=network, server=server, defaults=values)
    return client


def _way_back(network: str) -> str:
    return f"{settings.WEB_BASE_URL}{reverse('sharehub:connection_return', args=[network])}"


def _connected(
    ambassador: Ambassador, network: str, account: Account, tokens: Tokens, *, scopes: str = ""
) -> Connected:
    """Return the connection; where the account was connected before, the network has been asked to end what opened it then."""
    connection, earlier, was_working = _keep(ambassador, network, account, tokens, scopes=scopes)
    if earlier is None or connections.give_back(network, earlier):
        return Connected(connection)
    return Connected(connection, earlier_is_open=was_working)


@transaction.atomic
def _keep(
    ambassador: Ambassador, network: str, account: Account, tokens: Tokens, *, scopes: str
) -> tuple[Connection, Session | None, bool]:
    """Return the connection, what opened it before if that is something else, and whether that worked."""
    connection = Connection(ambassador=ambassador, network=network, server=account.server, account=account.id)
    earlier, was_working = None, False
    same = Connection.objects.filter(ambassador=ambassador, network=network, server=account.server, account=account.id)
    if found := same.select_for_update(of=("self",)).first():
        connection, was_working = found, found.is_working
        try:
            earlier = connections.session_of(found)
        except vault.Unreadable:
            was_working = False  # nothing is left to end it with, and nobody can use it
        if earlier and (earlier.tokens.refresh or earlier.tokens.access) in {tokens.refresh, tokens.access}:
            earlier = None  # Mastodon gives the same again
    connection.tokens, connection.name, connection.scopes = tokens, account.name[:300], scopes
    connection.state, connection.connected_at = Connection.State.WORKING, timezone.now()
    connection.lost_at = connection.claimed_at = None
    connection.save()
    row, _is_new = ambassador.networks.get_or_create(network=network, defaults={"handle": account.name[:200]})
    if account.followers is not None:
        row.followers, row.followers_told_by = account.followers, ToldBy.NETWORK
        row.followers_told_on = timezone.localdate()
        row.save()
    return connection, earlier, was_working
