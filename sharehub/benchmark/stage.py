"""Where measurements take place: databases and processes of their own, on cores of their own, and nothing left afterwards."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
import redis
from django.conf import settings
from psycopg.sql import SQL, Identifier

from config.processes import dies_with_parent

_VALKEY_DATABASE = 15
_START_SECONDS = 60


class StageError(Exception):
    """Something that a measurement needs did not start; the text says what."""


# Databases


@contextmanager
def template() -> Iterator[str]:
    """A migrated, empty database to copy; yields its name."""
    name = f"bench_{os.getpid()}_empty"
    with closing(_server()) as server:
        _drop_orphans(server)
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--no-input"]
            environment = os.environ | {"DATABASE_URL": _address(name)}
            subprocess.run(migrate, env=environment, cwd=settings.BASE_DIR, check=True)  # noqa: S603
            yield name
        finally:
            _drop(server, name)


@contextmanager
def database(empty: str) -> Iterator[dict[str, str]]:
    """A copy of the empty database; yields the addresses of it and of a Valkey database."""
    name = f"bench_{os.getpid()}"
    with closing(_server()) as server:
        server.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(empty)))
        valkey = urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{_VALKEY_DATABASE}"))
        try:
            yield {"DATABASE_URL": _address(name), "REDIS_URL": valkey}
        finally:
            _drop(server, name)
            with redis.Redis.from_url(valkey) as connection:
                connection.flushdb()


def _server() -> psycopg.Connection:
    return psycopg.connect(settings.DATABASE_ADDRESS, autocommit=True)


def _address(name: str) -> str:
    return urlunsplit(urlsplit(settings.DATABASE_ADDRESS)._replace(path=f"/{name}"))


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _drop_orphans(server: psycopg.Connection) -> None:
    for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname ~ '^bench_[0-9]+'").fetchall():
        if not psutil.pid_exists(int(name.split("_")[1])):
            _drop(server, name)


def environment(folder: str) -> dict[str, str]:
    """As in production, as far as it concerns speed."""
    return {
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SECURE_SSL_REDIRECT": "0",
        "LOG_LEVEL": "WARNING",
        "DATA_DIR": folder,
        "EDGE_DIR": f"{folder}/edge",
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "PRIVATE_ROOT": f"{folder}/private",
    }


# Cores


def cores() -> tuple[int, int] | None:
    """Return the core for the server and the core for the load; None on a machine that has only one."""
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[1]) if len(usable) > 1 else None


@contextmanager
def on_load_core() -> Iterator[None]:
    """The server's core is left alone by this process and what it starts."""
    before, found = os.sched_getaffinity(0), cores()
    if found:
        os.sched_setaffinity(0, {found[1]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


# Processes


@contextmanager
def process(
    command: list[str], *, added: Mapping[str, str] | None = None, on_server_core: bool = False
) -> Iterator[subprocess.Popen[bytes]]:
    """A process runs while the block does; its children end with it."""
    running = start(command, added=added, on_server_core=on_server_core)
    try:
        yield running
    finally:
        stop(running)


def start(
    command: list[str], *, added: Mapping[str, str] | None = None, on_server_core: bool = False
) -> subprocess.Popen[bytes]:
    """Start a process that does not outlive this one."""
    found = cores() if on_server_core else None
    dies = dies_with_parent()

    def prepare() -> None:
        dies()
        if found:
            os.sched_setaffinity(0, {found[0]})

    return subprocess.Popen(  # noqa: S603
        command,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | dict(added or {}),
        stdout=subprocess.DEVNULL,
        preexec_fn=prepare,
    )


def stop(running: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
    """The process is gone, and so are its children: killed where asked, else asked to end first."""
    if running.poll() is not None:
        return
    children = psutil.Process(running.pid).children(recursive=True)
    running.send_signal(number)
    for child in children if number == signal.SIGKILL else []:
        child.kill()
    try:
        running.wait(30)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    psutil.wait_procs(children, timeout=10)


def granian(target: str, port: int) -> list[str]:
    """Return the command of a server with one worker, as docs/operations.md says."""
    program = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    options = (
        "--interface",
        "rsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
        "--http",
        "1",
        "--no-ws",
        "--log-level",
        "warning",
    )
    return [program, *options, target]


def drain() -> list[str]:
    """Return the command of the drain."""
    return [sys.executable, "manage.py", "drain"]


def free_port() -> int:
    """Return a local port on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int) -> None:
    """Something accepts connections on the port. Raises StageError."""

    def answers() -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers, seconds=_START_SECONDS, otherwise="The server did not start.")


def wait_until(done: Callable[[], bool], *, seconds: float, otherwise: str, pause: float = 0.1) -> None:
    """The condition holds. Raises StageError with the sentence where it does not in time."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise StageError(otherwise)
        time.sleep(pause)


def say(text: str) -> None:
    """Tell who waits what is being done."""
    sys.stderr.write(f"… {text}\n")
    sys.stderr.flush()
