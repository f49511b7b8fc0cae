"""The networks people share on, as far as everybody needs to know them; how each one works is told by who registers it."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Network:
    """A network: its key is stored and appears in UTM parameters, its name is shown.

    `place` orders the networks. `hosts` are those of posts on the network, `profile_hosts` further ones where people are found
    there, and `handle` tells a handle that only this network writes so. `has_people` is false for a way to share on which
    nobody can be found, `has_profiles` where people have no address of their own, and `server_example` is given where people
    are on a server of their choice. `counting` is the unit of `limit`, by a name that static/js/counter.js knows.
    """

    key: str
    name: str | Promise
    place: int
    limit: int
    counting: str = "characters"
    link_length: int | None = None
    hosts: tuple[str, ...] = ()
    profile_hosts: tuple[str, ...] = ()
    handle: re.Pattern[str] | None = None
    has_people: bool = True
    has_profiles: bool = True
    server_example: str = ""


_known: dict[str, Network] = {}


def register(*networks: Network) -> None:
    """People can share on these networks as well; asked again it changes nothing."""
    found = {**_known, **{network.key: network for network in networks}}
    _known.clear()
    _known.update(sorted(found.items(), key=lambda item: item[1].place))


def all() -> list[Network]:
    """Return every network, in the order in which they are offered."""
    return list(_known.values())


def with_people() -> list[Network]:
    """Return the networks where somebody can be found."""
    return [network for network in _known.values() if network.has_people]


def choices() -> list[tuple[str, str | Promise]]:
    """Return the key and the name of each, as fields and forms ask for them: a new network changes no table."""
    return [(network.key, network.name) for network in _known.values()]


def name_of(key: str) -> str:
    """Return the name of a network; a key that is none (any more) is told as it is."""
    network = _known.get(key)
    return str(network.name) if network else key
