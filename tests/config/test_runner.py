"""`make run`: one start of the whole installation, watched, wounded and killed; the one of the journeys is stopped as people stop it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import psutil
import pytest
from django.db import connection

from config.embedded import BASE_DIR
from config.embedded.folder import free_port


class Run:
    """A runner in a process of its own, and what it has printed."""

    def __init__(self, data_dir, **environment):
        self.output = data_dir.parent / f"{data_dir.name}.log"
        inherited = {name: value for name, value in os.environ.items() if not name.endswith("_BASE_URL")}
        # Only the tests' own services are named; without these two the runner would start servers and migrate them.
        database, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        self.environment = inherited | {
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
            "WEB_PORT": str(free_port()),
            "LINK_PORT": str(free_port()),
            **environment,
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.runner"],
                cwd=BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self):
        return self.output.read_text()

    def parts(self):
        found = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                words = " ".join(child.cmdline())
                found |= {
                    name: child
                    for name, mark in (
                        ("web", "config.wsgi:"),
                        ("edge", "sharehub.edge.app:"),
                        ("drain", "django drain"),
                        ("worker", "config worker"),
                        ("beat", "config beat"),
                    )
                    if mark in words
                }
        return found

    def everything(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def answers(self, port, path):
        with suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.environment[port]}{path}", timeout=5).status
        return None

    def wait_for(self, condition, seconds=90):
        until = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < until, self.said
            time.sleep(0.1)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


@pytest.mark.django_db(transaction=True)
def test_a_run_says_ready_survives_the_death_of_a_part_and_being_killed_leaves_nothing_behind(tmp_path, programme):
    run = Run(tmp_path / "data with spaces")
    try:
        run.wait_for(lambda: "Ready" in run.said)
        assert set(run.parts()) == {"web", "edge", "drain", "worker", "beat"}
        assert [run.answers("WEB_PORT", "/readyz"), run.answers("LINK_PORT", "/readyz")] == [200, 200]
        assert f"http://localhost:{run.environment['WEB_PORT']}/" in run.said
        assert f"http://127.0.0.1:{run.environment['LINK_PORT']}/" in run.said

        rival = Run(tmp_path / "data with spaces")
        assert rival.process.wait(60) == 1
        assert "is in use by another run" in rival.said

        before = run.parts()
        before["web"].kill()
        before["beat"].kill()
        run.wait_for(lambda: "web was killed by signal 9; starting it again" in run.said)
        run.wait_for(lambda: run.answers("WEB_PORT", "/healthz") == 200)
        run.wait_for(lambda: set(run.parts()) == {"web", "edge", "drain", "worker", "beat"})
        assert run.parts()["edge"] == before["edge"]

        processes = run.everything()
        run.process.kill()
        left = psutil.wait_procs(processes, timeout=60)[1]
        assert [" ".join(process.cmdline()) for process in left] == []
    finally:
        run.end()


@pytest.mark.parametrize("name", ["WEB_PORT", "LINK_PORT"])
def test_a_taken_port_is_named_before_anything_starts(tmp_path, db, name):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = Run(tmp_path / "data", **{name: str(port)})
        assert run.process.wait(60) == 1
        assert f"Port {port} is taken" in run.said
        assert "make run WEB_PORT=" in run.said
        assert "│" not in run.said  # no part has said anything


def test_a_port_that_is_no_port_is_refused(tmp_path, db):
    run = Run(tmp_path / "data", WEB_PORT="eighty")
    assert run.process.wait(60) == 1
    assert run.said == "WEB_PORT must be a number from 1 to 65535, not 'eighty'.\n"
