"""A person's own accounts on networks: connected, and disconnected again."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors.access import AmbassadorRequest, ambassador_required
from sharehub import actions, connections
from sharehub.forms import AppPasswordForm, NameForm, ServerForm
from sharehub.networks import NetworkModule
from sharehub.networks.connecting.api import Asks, PasswordConnector

_BEGUN = "connecting"


@require_safe
@ambassador_required
def connection_list(request: AmbassadorRequest) -> HttpResponse:
    own = list(request.ambassador.connections.shown())
    rows = [(module, [one for one in own if one.network == module.key]) for module in connections.connectable()]
    return render(request, "sharehub/connection_list.html", {"rows": rows, "ambassador": request.ambassador})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def connection_new(request: AmbassadorRequest, network: str) -> HttpResponse:
    module = _module(network)
    assert module.connects is not None  # noqa: S101 (looked up among those)
    if module.connects.asks is Asks.PASSWORD:
        return _with_password(request, module)
    kind = NameForm if module.connects.asks is Asks.NAME else ServerForm
    form = kind(request.POST if request.method == "POST" else None, module=module, ambassador=request.ambassador)
    if not form.is_valid():
        return _form(request, module, form, module.connects.asks)
    try:
        begun = actions.begin_connection(network=module.key, **form.cleaned_data)
    except actions.ConnectionRefused as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return _form(request, module, form, module.connects.asks)
    request.session[_BEGUN] = {
        "network": module.key,
        "server": begun.server,
        "state": begun.state,
        "verifier": begun.verifier,
        "kept": begun.kept,
        "person": request.ambassador.pk,
    }
    # Not a redirect: our policy lets a form lead to ourselves only, and browsers count where it leads on to.
    host = begun.page.split("/")[2]
    return render(request, "sharehub/connection_onward.html", {"page": begun.page, "host": host, "module": module})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def connection_password(request: AmbassadorRequest, network: str) -> HttpResponse:
    module = _module(network)
    if not isinstance(module.connects, PasswordConnector):
        raise Http404
    return _with_password(request, module)


@never_cache
@require_safe
@ambassador_required
def connection_return(request: AmbassadorRequest, network: str) -> HttpResponse:
    module = _module(network)
    begun = request.session.pop(_BEGUN, None) or {}
    is_ours = begun.get("network") == module.key and begun.get("person") == request.ambassador.pk
    if not is_ours or not secrets.compare_digest(str(begun["state"]), request.GET.get("state", "")):
        messages.error(request, _("That took too long, or began in another browser. Nothing was connected."))
        return redirect("sharehub:connection_list")
    if "code" not in request.GET:
        messages.info(request, _("You said no to %(network)s. Nothing was connected.") % {"network": module.name})
        return redirect("sharehub:connection_list")
    try:
        connected = actions.complete_connection(
            ambassador=request.ambassador,
            network=module.key,
            server=begun["server"],
            code=request.GET["code"],
            verifier=begun["verifier"],
            kept=begun.get("kept", ""),
            issuer=request.GET.get("iss", ""),
        )
    except actions.ConnectionRefused as refusal:
        messages.error(request, refusal.message)
    else:
        _say_connected(request, connected)
    return redirect("sharehub:connection_list")


@require_POST
@ambassador_required
def connection_end(request: AmbassadorRequest, pk: int) -> HttpResponse:
    connection = get_object_or_404(request.ambassador.connections.shown(), pk=pk)
    name = {"account": connection.name, "network": connection.get_network_display()}
    if actions.disconnect(connection=connection):
        messages.success(request, _("%(account)s is disconnected, and %(network)s knows it.") % name)
    else:
        words = _(
            "%(account)s is disconnected: what opened it is forgotten here. %(network)s did not confirm it; to be sure, take the permission back in your settings there."
        )
        messages.warning(request, words % name)
    return redirect("sharehub:connection_list")


def _with_password(request: AmbassadorRequest, module: NetworkModule) -> HttpResponse:
    form = AppPasswordForm(
        request.POST if request.method == "POST" else None, module=module, ambassador=request.ambassador
    )
    if form.is_valid():
        try:
            connected = actions.connect_with_password(
                ambassador=request.ambassador, network=module.key, **form.cleaned_data
            )
        except actions.ConnectionRefused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            _say_connected(request, connected)
            return redirect("sharehub:connection_list")
    return _form(request, module, form, Asks.PASSWORD)


def _form(
    request: AmbassadorRequest, module: NetworkModule, form: ServerForm | NameForm | AppPasswordForm, asks: Asks
) -> HttpResponse:
    context = {"form": form, "module": module, "asks": asks, "ambassador": request.ambassador}
    return render(request, "sharehub/connection_form.html", context, status=422 if form.errors else 200)


def _say_connected(request: AmbassadorRequest, connected: actions.Connected) -> None:
    connection = connected.connection
    name = {"account": connection.name, "network": connection.get_network_display()}
    words = _("%(account)s is connected. From now on you can let us post there, each time you ask for it.")
    messages.success(request, words % name)
    if connected.earlier_is_open:
        words = _(
            "What opened it before is forgotten here, but %(network)s did not confirm that it has ended; to be sure, look at the permissions in your settings there."
        )
        messages.warning(request, words % name)


def _module(key: str) -> NetworkModule:
    found = next((module for module in connections.connectable() if module.key == key), None)
    if found is None:
        raise Http404
    return found
