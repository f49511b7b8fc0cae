"""Measure redirects and pages in a database of its own, which is gone afterwards."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from psycopg.sql import SQL, Identifier

from sharehub.benchmark import data, inside, load, report
from sharehub.edge.links import LinkTable
from sharehub.models import Visit

_GRANIAN = ("--interface", "rsgi", "--host", "127.0.0.1", "--log-level", "warning")
# How long the drain may take to write the last clicks down.
_DRAIN_SECONDS = 120
_VALKEY_DATABASE = 15


class Command(BaseCommand):
    help = "Measure redirects per second beside a bare answer, and pages at scale; writes docs/benchmarks.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=1_000)
        parser.add_argument("--shares", type=int, default=10_000)
        parser.add_argument("--visits", type=int, default=1_000_000)
        parser.add_argument("--seconds", type=float, default=8.0, help="How long each load lasts.")
        parser.add_argument("--connections", type=int, default=32)
        parser.add_argument("--no-file", action="store_true", help="Only print.")
        parser.add_argument("--inside", action="store_true", help="Used by the command itself.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["inside"]:
            self._measure(options)
            return
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, _database() as address:
            given = [f"--{name}={options[name]}" for name in ("people", "shares", "visits", "seconds", "connections")]
            environment = os.environ | _environment(address, folder)
            command = [sys.executable, "manage.py", "bench", "--inside", *given]
            done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=False)  # noqa: S603
        if done.returncode:
            raise CommandError("The measurement stopped with an error.")
        measured = json.loads(done.stdout.splitlines()[-1])
        text = report.table(measured)
        self.stdout.write(text)
        if not options["no_file"]:
            (settings.BASE_DIR / "docs" / "benchmarks.md").write_text(report.page(measured))
        if not measured["adds_up"]:
            raise CommandError("The events do not add up: see the table.")

    def _measure(self, options: dict[str, Any]) -> None:
        self._say("migrating")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._say("making up people, shares and visits")
        started = time.perf_counter()
        programme = data.fill(people=options["people"], shares=options["shares"], visits=options["visits"])
        filled = time.perf_counter() - started
        self._say("classifying and rolling up")
        counting = inside.count_visits()
        self._say("opening pages")
        pages = inside.page_times(programme)
        self._say("following links")
        how = {"connections": options["connections"], "seconds": options["seconds"]}
        with _server("sharehub.benchmark.bare:bare") as port:
            bare = load.run(port=port, paths=["/"], **how)
        before = Visit.objects.count()
        with _drain(), _server("sharehub.edge.app:edge") as port:
            paths = inside.link_paths(1_000)
            _wait_for_links(paths)
            redirects = load.run(port=port, paths=paths, **how)
            written = _visits_after(before, redirects.redirects)
        measured = {
            "sizes": {name: options[name] for name in ("people", "shares", "visits", "connections", "seconds")},
            "machine": report.machine(),
            "filled": filled,
            "counting": asdict(counting),
            "pages": [asdict(page) for page in pages],
            "bare": _load(bare),
            "redirects": _load(redirects),
            "written": written,
            "adds_up": counting.adds_up and written == redirects.redirects and not redirects.others,
        }
        self.stdout.write(json.dumps(measured))

    def _say(self, text: str) -> None:
        self.stderr.write(f"… {text}")


@contextmanager
def _database() -> Iterator[str]:
    """A new database on the same server, dropped afterwards; yields its address."""
    own = os.environ["DATABASE_URL"]
    name = f"bench_{os.getpid()}"
    parts = urlsplit(own)
    with closing(psycopg.connect(own, autocommit=True)) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
            with redis.Redis.from_url(_valkey()) as valkey:
                valkey.flushdb()


def _valkey() -> str:
    return urlunsplit(urlsplit(settings.REDIS_URL)._replace(path=f"/{_VALKEY_DATABASE}"))


def _environment(database: str, folder: str) -> dict[str, str]:
    """As in production, as far as it concerns speed."""
    return {
        "DATABASE_URL": database,
        "REDIS_URL": _valkey(),
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


@contextmanager
def _server(target: str) -> Iterator[int]:
    """Granian answers on a port while the block runs."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    with _process([granian, *_GRANIAN, "--port", str(port), target]):
        _wait_for(port)
        yield port


@contextmanager
def _drain() -> Iterator[None]:
    """Clicks go from the journal into the database while the block runs."""
    with _process([sys.executable, "manage.py", "drain"]):
        yield


@contextmanager
def _process(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for_links(paths: list[str]) -> None:
    """The drain has put the links into the edge's table: a day's redirects, not the first second's, are measured."""
    table = LinkTable(Path(settings.EDGE_DIR) / "links")
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if table.get(paths[-1].removeprefix("/s/")):
            table.close()
            return
        time.sleep(0.2)
    raise CommandError("The drain did not fill the link table.")


def _visits_after(before: int, expected: int) -> int:
    """Return how many visits came in, once all are there or the drain had time enough."""
    until = time.monotonic() + _DRAIN_SECONDS
    while (written := Visit.objects.count() - before) < expected and time.monotonic() < until:
        time.sleep(0.5)
    return written


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            load.run(port=port, paths=["/"], connections=1, seconds=0.2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise CommandError("The server did not start.")


def _load(found: load.Load) -> dict[str, float]:
    return {
        "per_second": found.per_second,
        "redirects": found.redirects,
        "others": found.others,
        "p50": found.percentile(50),
        "p95": found.percentile(95),
    }
