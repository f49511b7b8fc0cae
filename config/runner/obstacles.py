"""What stands in the way of a start, said in a sentence before anything is started."""

import fcntl
import os
import socket
from contextlib import suppress
from pathlib import Path

import psutil

from config.embedded.folder import Folder, is_free
from config.processes import end_with_parent
from config.runner.parts import Ports

RUN_VARIABLE = "AMBASSADORS_RUN"


class ObstacleError(Exception):
    """The start is impossible; the text says why and what to do."""


def claim(folder: Folder) -> int:
    """Take the data folder for this run alone; the returned lock ends with this process. Raises ObstacleError."""
    try:
        folder.create()
        lock = folder.open_lock("run")
    except PermissionError as error:
        raise ObstacleError(
            f"{error.filename} belongs to another user. Set DATA_DIR to a folder of your own."
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ObstacleError(
            f"{folder.data_dir} is in use by another run. Stop that one, or start this one with a folder and ports of "
            "its own: make run DATA_DIR=.data-2 WEB_PORT=8010 LINK_PORT=8011"
        ) from error
    return lock


def clear_leftovers(data_dir: Path) -> None:
    """End processes of an earlier run in this folder whose runner was killed, and mark this run's as ours."""
    mark = str(data_dir.resolve())
    leftovers = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get(RUN_VARIABLE) == mark and process.pid != os.getpid():
                process.kill()
                leftovers.append(process)
    psutil.wait_procs(leftovers, timeout=3)
    os.environ[RUN_VARIABLE] = mark


def check_ports(ports: Ports) -> None:
    """Raise ObstacleError when somebody else listens on one of our ports."""
    for name, port in (("WEB_PORT", ports.web), ("LINK_PORT", ports.link)):
        if not is_free(port) or _somebody_answers(port):
            raise ObstacleError(
                f"Port {port} is taken{_by_whom(port)}. Stop that program, or choose other ports: "
                f"make run WEB_PORT={ports.web + 10} LINK_PORT={ports.link + 10}  ({name} is {port} now)"
            )


def follow_make() -> None:
    """End with make when make has started us; a make killed with -9 cannot pass anything on."""
    if os.environ.get("MAKELEVEL"):
        end_with_parent()


def _somebody_answers(port: int) -> bool:
    """Whether localhost leads elsewhere, for instance to a server on ::1 only."""
    with suppress(OSError), socket.create_connection(("localhost", port), timeout=1):
        return True
    return False


def _by_whom(port: int) -> str:
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.pid and connection.laddr[1:] == (port,):
                return f" by {psutil.Process(connection.pid).name()} (process {connection.pid})"
    return ""
