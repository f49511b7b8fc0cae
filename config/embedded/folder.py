"""What the embedded servers keep in the data folder: their locks, ports, password and whereabouts."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import SystemRandom

# Below the ports the kernel hands out to outgoing connections, so that a port is still free at the next start.
_PORTS = range(20000, 30000)


@dataclass
class Identity:
    """What stays the same from start to start; home is where the database lives if not in the data folder."""

    password: str
    postgres_port: int
    valkey_port: int
    home: str = ""


class Folder:
    """The `services` folder in a data folder, shared by the keeper and everybody who uses its servers."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.path = data_dir / "services"
        self.log = self.path / "keeper.log"
        self.postgres_log = self.path / "postgres.log"
        self._identity = self.path / "identity.json"
        self._ready = self.path / "ready.json"

    def create(self) -> None:
        """Make the folder; it is private to the account that made it."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.path.mkdir(mode=0o700, exist_ok=True)

    def open_lock(self, name: str) -> int:
        """Open a lock file; the lock itself vanishes with the process that holds it, however it ends."""
        return os.open(self.path / f"{name}.lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)

    @contextmanager
    def locked(self, name: str) -> Iterator[None]:
        """Hold a lock alone, after waiting for whoever has it."""
        lock = self.open_lock(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def is_locked(self, name: str) -> bool:
        """Whether some living process holds the lock."""
        lock = self.open_lock(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def identity(self) -> Identity:
        """Return the ports and password of these servers, chosen on first use."""
        try:
            return Identity(**json.loads(self._identity.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            identity = Identity(secrets.token_urlsafe(24), free_port(), free_port())
            self.save_identity(identity)
            return identity

    def save_identity(self, identity: Identity) -> None:
        """Keep ports, password and whereabouts for the next start."""
        _write(self._identity, json.dumps(asdict(identity)))

    def announce(self, addresses: dict[str, str]) -> None:
        """Say that the servers answer, and where."""
        _write(self._ready, json.dumps(addresses))

    def withdraw(self) -> None:
        """Say that the servers no longer answer."""
        self._ready.unlink(missing_ok=True)

    def addresses(self) -> dict[str, str]:
        """Return the announced addresses, or nothing; a dead keeper's announcement is nothing as well."""
        try:
            return dict(json.loads(self._ready.read_text())) if self.is_locked("keeper") else {}
        except (FileNotFoundError, ValueError):
            return {}


def free_port() -> int:
    """Return a local port on which nothing listens."""
    while True:
        port = SystemRandom().choice(_PORTS)
        if is_free(port):
            return port


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen on this port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone."""
    new = path.with_suffix(f".{os.getpid()}")
    new.touch(mode=0o600)
    new.write_text(text)
    new.replace(path)
