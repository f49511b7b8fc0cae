"""Where each server of a network has limits of its own, it is asked for them, and its people write within those."""

from django.utils import timezone

from ambassadors.models import Ambassador, AmbassadorNetwork
from sharehub import networks
from sharehub.models import NetworkServer
from sharehub.networks import Limits, NetworkModule
from sharehub.networks.module import is_host
from themes import fetching

_MOST_BYTES = 512 * 1024
_SECONDS = 10.0
_BATCH = 200


def module_for(ambassador: Ambassador, key: str) -> NetworkModule:
    """Return a network as this person's own server has it; raises KeyError for a key that is none."""
    return adapted([networks.get(key)], ambassador)[0]


def adapted(modules: list[NetworkModule], ambassador: Ambassador) -> list[NetworkModule]:
    """Return the networks as this person's own servers have them, as far as those answered; at most two queries."""
    own = {module.key for module in modules if module.server_limits}
    if not own:
        return modules
    hosts = dict(ambassador.networks.filter(network__in=own).exclude(server="").values_list("network", "server"))
    if not hosts:
        return modules
    rows = NetworkServer.objects.filter(network__in=hosts, host__in=hosts.values()).exclude(limit=None)
    known = {(row.network, row.host): row for row in rows}
    return [_under(module, known.get((module.key, hosts.get(module.key, "")))) for module in modules]


def _under(module: NetworkModule, server: NetworkServer | None) -> NetworkModule:
    if server is None or server.limit is None or server.link_length is None:
        return module
    return module.under(Limits(server.limit, server.link_length))


def due() -> list[int]:
    """Return the next servers to ask; those of people who came since are among them."""
    for module in networks.all():
        if module.server_limits:
            _add_new(module.key)
    return list(NetworkServer.objects.due().order_by("asked_at", "pk").values_list("pk", flat=True)[:_BATCH])


def _add_new(key: str) -> None:
    rows = AmbassadorNetwork.objects.filter(network=key, ambassador__left_at=None).exclude(server="")
    new = rows.exclude(server__in=NetworkServer.objects.filter(network=key).values("host"))
    hosts = [
        host for host in new.order_by("server").values_list("server", flat=True).distinct()[:_BATCH] if is_host(host)
    ]
    NetworkServer.objects.bulk_create((NetworkServer(network=key, host=host) for host in hosts), ignore_conflicts=True)


def ask(*, server_id: int) -> None:
    """The server's limits are known, or it was asked in vain and will be asked again; claimed first, so once at a time."""
    mine = NetworkServer.objects.filter(pk=server_id)
    if not mine.due().update(asked_at=timezone.now()):
        return
    server = mine.get()
    tells = networks.get(server.network).server_limits
    if tells is None:
        return
    try:
        answer = fetching.fetch(tells.address(server.host), max_bytes=_MOST_BYTES, timeout=_SECONDS)
        limits = tells.read(answer.content)
    except (fetching.FetchError, ValueError):
        return
    mine.update(limit=limits.limit, link_length=limits.link_length, answered_at=timezone.now())
