"""The process that keeps the embedded servers: starts them, restarts what dies, stops them when nobody is left.

Whoever uses the servers holds a shared lock, which the kernel takes away however its holder ends; so the moment this
process can have the lock alone, nobody needs the servers any more. Its output goes to keeper.log in the data folder.
"""

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.embedded.folder import Folder
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from config.processes import kill_sessions

Server = Postgres | Valkey
_ANSWER_SECONDS = 30
_STOP_SECONDS = 7
# A server that dies this often, each time within a minute after it answered, is given up.
_PATIENCE = 6


class GiveUpError(Exception):
    """A server cannot be brought (back) to life."""


class Keeper:
    """The servers of one data folder and the wish to stop."""

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self.servers: list[Server] = [Valkey(folder, durable=durable), Postgres(folder, durable=durable)]
        self.deaths: dict[str, list[float]] = {server.name: [] for server in self.servers}
        self.stopping = False

    def run(self) -> None:
        """Serve until the last user has left or somebody asks this process to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        try:
            for server in self.servers:
                server.prepare()
            for server in self.servers:
                server.start()
            for server in self.servers:
                self._await(server)
            valkey, postgres = self.servers
            self.folder.announce({"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url})
            self._watch()
        finally:
            self.folder.withdraw()
            self._stop_servers()

    def _watch(self) -> None:
        users = self.folder.open_lock("users")
        while not self.stopping:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return  # nobody is left; newcomers wait for this lock until this process has ended
            except BlockingIOError:
                time.sleep(0.2)
            for server in self.servers:
                if server.process is not None and server.process.poll() is not None:
                    self._revive(server)

    def _revive(self, server: Server) -> None:
        """Start a server that has died again, ever more slowly, and give up when it keeps dying."""
        deaths = [death for death in self.deaths[server.name] if death > time.monotonic() - 60] + [time.monotonic()]
        self.deaths[server.name] = deaths
        if len(deaths) > _PATIENCE:
            raise GiveUpError(f"{server.name} keeps dying and is given up.\n{server.complaint()}")
        _say(f"{server.name} ended unexpectedly; starting it again")
        if server.process is not None:
            kill_sessions(server.process.pid)
        time.sleep(0.1 * 2 ** (len(deaths) - 1))
        server.prepare()
        server.start()
        self._await(server)
        _say(f"{server.name} answers again")

    def _await(self, server: Server) -> None:
        until = time.monotonic() + _ANSWER_SECONDS
        while not self.stopping:
            if server.process is not None and server.process.poll() is not None:
                raise GiveUpError(f"{server.name} does not start.\n{server.complaint()}")
            if server.answers():
                return
            if time.monotonic() > until:
                raise GiveUpError(f"{server.name} does not answer.\n{server.complaint()}")
            time.sleep(0.05)

    def _stop_servers(self) -> None:
        running = [(server, server.process) for server in self.servers if server.process is not None]
        for server, process in running:
            process.send_signal(server.stop_signal)
        until = time.monotonic() + _STOP_SECONDS
        for server, process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.send_signal(server.kill_signal)
            kill_sessions(process.pid)

    def _stop(self, *_: object) -> None:
        self.stopping = True


def main(data_dir: Path, *, durable: bool) -> int:
    """Keep the servers of this data folder; return 1 where they cannot live."""
    folder = Folder(data_dir)
    lock = folder.open_lock("keeper")
    until = time.monotonic() + 10
    while True:  # a keeper before us may be in its last moment
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > until:
                _say("another keeper is at work in this data folder")
                return 1
            time.sleep(0.05)
    try:
        Keeper(folder, durable=durable).run()
    except (GiveUpError, RuntimeError, OSError, subprocess.CalledProcessError) as error:
        _say(str(error))
        return 1
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), durable=sys.argv[2] == "durable"))
