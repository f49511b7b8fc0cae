"""Real PostgreSQL and Valkey servers from wheels, for developing and testing: nothing to install, no root, no Docker.

Used only where DATABASE_URL or REDIS_URL is not set; production sets both and never comes here. The servers of one data
folder are kept by one process (`keeper`) that serves everybody who holds a lease and stops when the last lease is gone.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ

from config.embedded.folder import Folder
from config.embedded.lease import Lease, ServicesError

BASE_DIR = Path(__file__).resolve().parent.parent.parent

__all__ = ["BASE_DIR", "Lease", "ServicesError", "data_dir", "missing", "read_environment", "services"]


def read_environment() -> None:
    """Take the values of .env into the environment; what the environment already says wins."""
    if (BASE_DIR / ".env").exists():
        environ.Env.read_env(BASE_DIR / ".env")


def missing() -> list[str]:
    """Return the names of the addresses nobody has set, neither as value nor as file."""
    return [
        name for name in ("DATABASE_URL", "REDIS_URL") if not (os.environ.get(name) or os.environ.get(f"{name}_FILE"))
    ]


def data_dir() -> Path:
    """Return this installation's data folder: DATA_DIR, or .data beside the code."""
    return BASE_DIR / (os.environ.get("DATA_DIR") or ".data")


@contextmanager
def services(*, durable: bool = True) -> Iterator[Lease | None]:
    """Find or start the servers that nobody has named, put their addresses into the environment, stop them afterwards.

    Not durable means that a power cut may cost the data: for tests only. Ends the program with a message when the
    servers cannot start.
    """
    read_environment()
    if not missing():
        yield None
        return
    lease = Lease(Folder(data_dir()), durable=durable)
    try:
        addresses = lease.take()
    except ServicesError as error:
        sys.exit(f"The embedded servers cannot start: {error}")
    try:
        os.environ["DATA_DIR"] = str(data_dir())
        for name in missing():
            os.environ[name] = addresses[name]
        os.environ.setdefault("DEBUG", "1")
        yield lease
    finally:
        lease.leave()
