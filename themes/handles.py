"""Where someone can be found, as a manager types or pastes it: one on each line, with the network or without."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from themes.networks import Network

Handle = tuple[str, str]  # network, handle or address

_hosts: dict[str, Network] = {}  # told by who knows each network
_MASTODON = re.compile(r"^(?:@[\w.-]+@[\w-]+(?:\.[\w-]+)+|https?://[\w.-]+/@[\w.-]+)$")
_MAIL = re.compile(r"^[^@\s/]+@[\w-]+(?:\.[\w-]+)+$")


def register(network: Network, hosts: Iterable[str]) -> None:
    """An address at one of these hosts, or below it, is of somebody on this network."""
    _hosts.update(dict.fromkeys(hosts, network))


def read(text: str) -> tuple[list[Handle], list[str]]:
    """Return the handles of a text, each once, and the lines whose network nobody can tell."""
    found: dict[Handle, None] = {}
    unclear = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        network, handle = _named(line)
        network = network or _network_of(handle)
        if network and handle:
            found[network, handle] = None
        else:
            unclear.append(line)
    return list(found), unclear


def written(handles: Iterable[Handle]) -> str:
    """Return handles as text that reads back as the same."""
    return "\n".join(f"{Network(network).label}: {handle}" for network, handle in handles)


def _named(line: str) -> tuple[str, str]:
    """Return the network that a line begins with and the rest; no network where it begins with none."""
    known = {str(label).lower(): str(key) for key, label in Network.choices} | {key: key for key in Network.values}
    for label, key in sorted(known.items(), key=lambda pair: -len(pair[0])):
        if line.lower().startswith((f"{label}:", f"{label} ")):
            return key, line[len(label) + 1 :].strip()
    return "", line


def _network_of(handle: str) -> str:
    """Return the network that an address or a handle gives away; nothing where it could be any."""
    host = (urlsplit(handle if "://" in handle else f"https://{handle}").hostname or "").lower()
    for known, network in _hosts.items():
        if host == known or host.endswith(f".{known}"):
            return network
    if _MASTODON.match(handle):
        return Network.MASTODON
    return Network.EMAIL if _MAIL.match(handle) else ""
