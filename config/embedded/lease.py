"""The right to use the embedded servers for a while; they stop when nobody holds one any more."""

import fcntl
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import redis

from config.embedded.folder import Folder

_START_SECONDS = 60
_STOP_SECONDS = 10


class ServicesError(Exception):
    """The servers cannot start; the text says why and what to do."""


class Lease:
    """One process's share in the servers of a data folder: a shared lock that ends with the process."""

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self._lock: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def take(self) -> dict[str, str]:
        """Find the servers or start them, and return their addresses.

        Raises ServicesError.
        """
        try:
            self.folder.create()
            self._lock = self.folder.open_lock("users")
            fcntl.flock(self._lock, fcntl.LOCK_SH)  # waits while a keeper is stopping
            with self.folder.locked("start"):
                return self._find() or self._start()
        except PermissionError as error:
            self._release()
            raise ServicesError(
                f"{error.filename} belongs to another user. Set DATA_DIR to a folder of your own."
            ) from error
        except ServicesError:
            self._release()
            raise

    def leave(self) -> None:
        """Give the lease back; the last to leave also waits until the servers are gone."""
        if self._lock is None:
            return
        last = True
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            last = False
        self._release()
        until = time.monotonic() + _STOP_SECONDS
        while last and self.folder.path.exists() and self.folder.is_locked("keeper") and time.monotonic() < until:
            time.sleep(0.05)
        if self._keeper and self._keeper.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                self._keeper.wait(1 if last else 0)
            self._keeper.returncode = self._keeper.returncode or 0  # it may outlive us: not ours to wait for

    def renew(self) -> bool:
        """Start the keeper again if it has died; return whether it had to be started. Raises ServicesError."""
        if self._keeper:
            self._keeper.poll()
        with self.folder.locked("start"):
            if self.folder.is_locked("keeper"):
                return False
            self._start()
        return True

    def _find(self) -> dict[str, str]:
        """Return the addresses of servers that really answer, or nothing; a server that restarts is waited for."""
        until = time.monotonic() + _STOP_SECONDS
        while (addresses := self.folder.addresses()) and time.monotonic() < until:
            if _answer(addresses):
                return addresses
            time.sleep(0.1)
        return {}

    def _start(self) -> dict[str, str]:
        """Start a keeper and wait until it announces its servers."""
        self.folder.withdraw()  # what a killed keeper left behind
        self.folder.log.unlink(missing_ok=True)
        with self.folder.log.open("ab") as log:
            self._keeper = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "config.embedded.keeper",
                    str(self.folder.data_dir),
                    "durable" if self.durable else "fast",
                ],
                cwd=Path(__file__).resolve().parent.parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            if addresses := self.folder.addresses():
                return addresses
            if self._keeper.poll() is not None:
                break
            time.sleep(0.05)
        lines = self.folder.log.read_text(errors="replace").strip().splitlines()
        raise ServicesError("\n".join(lines[-15:]) or "they did not answer in time.")

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def _answer(addresses: dict[str, str]) -> bool:
    """Whether both servers really answer."""
    with suppress(psycopg.OperationalError, redis.RedisError):
        psycopg.connect(addresses["DATABASE_URL"], connect_timeout=3).close()
        with redis.Redis.from_url(addresses["REDIS_URL"], socket_timeout=3) as valkey:
            return bool(valkey.ping())
    return False
