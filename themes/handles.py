"""Where someone can be found, as a manager types or pastes it: one on each line, with the network or without."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from themes import networks

Handle = tuple[str, str]  # network, handle or address


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
    return "\n".join(f"{networks.name_of(network)}: {handle}" for network, handle in handles)


def _named(line: str) -> tuple[str, str]:
    """Return the network that a line begins with and the rest; no network where it begins with none."""
    choices = networks.choices()
    known = {str(name).lower(): key for key, name in choices} | {key: key for key, _name in choices}
    for label, key in sorted(known.items(), key=lambda pair: -len(pair[0])):
        if line.lower().startswith((f"{label}:", f"{label} ")):
            return key, line[len(label) + 1 :].strip()
    return "", line


def _network_of(handle: str) -> str:
    """Return the network that an address or a handle gives away; nothing where it could be any."""
    host = (urlsplit(handle if "://" in handle else f"https://{handle}").hostname or "").lower()
    known = networks.all()
    for network in known:
        if any(host == own or host.endswith(f".{own}") for own in (*network.hosts, *network.profile_hosts)):
            return network.key
    return next((network.key for network in known if network.handle and network.handle.match(handle)), "")
