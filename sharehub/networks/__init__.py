"""The networks people share on: one module each, all alike. A new one is a file here and its test, nothing else."""

from importlib import import_module
from pkgutil import iter_modules

from sharehub.networks.module import Limits, NetworkModule, Post, Preview


def _found() -> dict[str, NetworkModule]:
    """Every file beside this one that describes a network, in the order in which they are offered."""
    files = (import_module(f"{__name__}.{file.name}") for file in iter_modules(__path__))
    modules = [file.MODULE for file in files if hasattr(file, "MODULE")]
    return {module.key: module for module in sorted(modules, key=lambda module: module.place)}


_MODULES: dict[str, NetworkModule] = _found()


def get(key: str) -> NetworkModule:
    """Return the module of a network; raises KeyError for a key that is none."""
    return _MODULES[key]


def all() -> list[NetworkModule]:
    """Return every module, in the order in which they are offered."""
    return list(_MODULES.values())


__all__ = ["Limits", "NetworkModule", "Post", "Preview", "all", "get"]
