"""A real edge host for tests: the worker as a process of its own, and the drain of its folder."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
from django.conf import settings
from django.db import connection

from sharehub.edge.drain import Drain

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def database_address() -> str:
    """Return the address of the database that this test uses."""
    database = connection.settings_dict
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


@dataclass
class EdgeHost:
    """What a test does with it."""

    client: httpx.Client
    drain: Drain
    process: subprocess.Popen
    root: Path

    def refresh(self) -> None:
        """Links of the database stand in the table."""
        with psycopg.connect(database_address()) as database:
            self.drain.refresh_links(database)

    def move(self) -> int:
        """Clicks of the journals stand in the database; return how many."""
        moved = 0
        with psycopg.connect(database_address()) as database:
            while count := self.drain.move_clicks(database):
                moved += count
        return moved

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(
            path, headers={"user-agent": BROWSER, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_worker(root: Path, port: int, **environment: str) -> subprocess.Popen:
    """Start a worker and wait until it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface", "rsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--http", "1", "--no-ws",
         "--log-level", "warning", "--no-access-log", "sharehub.edge.app:edge"],
        env=os.environ | {"EDGE_DIR": str(root), "DATABASE_URL": database_address(), "REDIS_URL": settings.REDIS_URL} | environment,
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                return process
        except httpx.TransportError:
            time.sleep(0.05)
    process.kill()
    process.wait()
    raise RuntimeError("The edge does not answer.")


@contextmanager
def edge_host(root: Path, **environment: str) -> Iterator[EdgeHost]:
    """Start one and stop it again."""
    drain = Drain(root, database_address(), settings.REDIS_URL)
    port = free_port()
    process = start_worker(root, port, **environment)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=False) as client:
            yield EdgeHost(client, drain, process, root)
    finally:
        process.terminate()
        process.wait(15)
        drain.table.close()
        drain.valkey.close()
