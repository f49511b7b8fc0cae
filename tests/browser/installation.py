"""A whole installation of the journeys' own, started as `make run` starts it: servers, web, link host, worker, beat and the demo."""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from config.embedded.folder import Folder

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 400


@dataclass(frozen=True)
class Installation:
    """Where the running installation can be reached."""

    web: str
    links: str
    data_dir: Path

    def execute(self, statement: str, *values: object) -> list[tuple]:
        """Run SQL on its database: to look at what no page shows, or to set a person's language."""
        address = Folder(self.data_dir).addresses()["DATABASE_URL"]
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running() -> Iterator[Installation]:
    """Start one, wait for `Ready`, and stop it with everything it started.

    While a journey is being written, JOURNEYS_AT="FOLDER WEB_PORT LINK_PORT" names one that runs already, with the same settings
    where somebody connects an account.
    """
    if at := os.environ.get("JOURNEYS_AT"):
        folder, web_port, link_port = at.split()
        yield Installation(f"http://localhost:{web_port}", f"http://127.0.0.1:{link_port}", Path(folder))
        return
    data_dir = Path(tempfile.mkdtemp(prefix="ambassadors-journey-"))
    web, links = _free_port(), _free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "DEBUG", "WEB_BASE_URL", "LINK_BASE_URL", "DJANGO_SETTINGS_MODULE"}
    } | {
        "DATA_DIR": str(data_dir),
        "WEB_PORT": str(web),
        "LINK_PORT": str(links),
        # A browser keeps styles and scripts, as in production.
        "STATIC_MAX_AGE": "3600",
        # As everybody's, and the network that people connect to on their way may be on this machine.
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        # Journeys log in more often from one address than people do.
        "ACCOUNT_RATE_LIMITS": '{"login": "1000/m/ip", "login_failed": "1000/m/ip"}',
    }
    log = data_dir / "run.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.runner"],
            cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        try:
            _await_ready(process, log)
            yield Installation(f"http://localhost:{web}", f"http://127.0.0.1:{links}", data_dir)
            _stop(process)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if home := Folder(data_dir).identity().home:  # as root the database lives elsewhere
        shutil.rmtree(home)
    shutil.rmtree(data_dir, ignore_errors=True)


@contextmanager
def shared(folder: Path) -> Iterator[Installation]:
    """The one that all processes of a run use: who comes first starts it, and stops it when the others have left."""
    with (folder / "installation.json").open("a+") as known, (folder / "installation.used").open("a") as used:
        fcntl.flock(known, fcntl.LOCK_EX)
        known.seek(0)
        if text := known.read():
            fcntl.flock(used, fcntl.LOCK_SH)
            fcntl.flock(known, fcntl.LOCK_UN)
            web, links, data_dir = json.loads(text)
            yield Installation(web, links, Path(data_dir))
            return
        with running() as one:
            known.write(json.dumps([one.web, one.links, str(one.data_dir)]))
            known.flush()
            fcntl.flock(known, fcntl.LOCK_UN)
            yield one
            fcntl.flock(known, fcntl.LOCK_EX)
            known.truncate(0)
            fcntl.flock(used, fcntl.LOCK_EX)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As people stop it: everything ends within ten seconds, and nothing of it stays behind."""
    parts = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert psutil.wait_procs(parts, timeout=1)[1] == []


def _await_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        text = log.read_text(errors="replace")
        if "Ready" in text:
            return
        if process.poll() is not None:
            raise RuntimeError(f"The installation stopped before it was ready:\n{text[-4000:]}")
        time.sleep(0.2)
    raise RuntimeError(f"The installation was not ready in time:\n{log.read_text(errors='replace')[-4000:]}")
