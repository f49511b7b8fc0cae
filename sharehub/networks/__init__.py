"""The networks people share on: one module each, all alike; a new one is a module and a line here."""

from sharehub.networks import (
    bluesky,
    copy,
    email,
    facebook,
    instagram,
    linkedin,
    mastodon,
    reddit,
    teams,
    telegram,
    threads,
    whatsapp,
    x,
    xing,
)
from sharehub.networks.module import NetworkModule

_MODULES: dict[str, NetworkModule] = {
    module.MODULE.key.value: module.MODULE
    for module in (
        linkedin,
        x,
        facebook,
        instagram,
        whatsapp,
        bluesky,
        mastodon,
        threads,
        telegram,
        reddit,
        xing,
        teams,
        email,
        copy,
    )
}


def get(key: str) -> NetworkModule:
    """Return the module of a network; raises KeyError for a key that is none."""
    return _MODULES[key]


def all() -> list[NetworkModule]:
    """Return every module, in the order in which they are offered."""
    return list(_MODULES.values())


__all__ = ["NetworkModule", "all", "get"]
