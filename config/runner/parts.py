"""The processes of an installation, as they run on a developer's machine."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from config import embedded

QUEUES = "reach,networks,mail,default"


@dataclass(frozen=True)
class Part:
    """One process: its name in the output, what to run, and which signal makes it stop."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def command(self) -> list[str]:
        """The whole command; modules, never scripts, so that a path with spaces does no harm."""
        return [sys.executable, "-m", *self.arguments]


@dataclass(frozen=True)
class Ports:
    """Where web and link host listen."""

    web: int
    link: int

    @classmethod
    def from_environment(cls) -> "Ports":
        """Read WEB_PORT and LINK_PORT. Raises ValueError with a sentence to show."""
        values = []
        for name, default in (("WEB_PORT", "8000"), ("LINK_PORT", "8001")):
            value = os.environ.get(name) or default
            if not value.isdecimal() or not 0 < int(value) < 65536:
                raise ValueError(f"{name} must be a number from 1 to 65535, not {value!r}.")
            values.append(int(value))
        if values[0] == values[1]:
            raise ValueError(f"WEB_PORT and LINK_PORT must differ; both are {values[0]}.")
        return cls(*values)

    def publish(self) -> None:
        """Tell every part its addresses, unless the environment names others.

        Two host names for one machine: cookies know no ports, and no cookie may reach the link host.
        """
        os.environ.setdefault("WEB_BASE_URL", f"http://localhost:{self.web}")
        os.environ.setdefault("LINK_BASE_URL", f"http://127.0.0.1:{self.link}")


def worker_name() -> str:
    """Return the name our own worker answers to."""
    return f"run-{os.getpid()}@localhost"


def all_parts(ports: Ports) -> list[Part]:
    """Return the parts in the order of their start."""
    calm = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING")}
    celery = ("celery", "--quiet", "--app", "config")
    return [
        Part("web", _granian(ports.web, "config.wsgi:application"), calm),
        Part("edge", _granian(ports.link, "sharehub.edge.app:edge", interface="rsgi"), calm | _edge_folder()),
        Part("drain", ("django", "drain"), calm | _edge_folder()),
        Part(
            "worker",
            (
                *celery,
                "worker",
                "-Q",
                QUEUES,
                "-c",
                "2",
                "-n",
                worker_name(),
                "-l",
                "WARNING",
                "--without-gossip",
                "--without-mingle",
            ),
            # Root needs no lecture here; the worker reads JSON only.
            # The checks have been made by then; making them again costs seconds.
            calm
            | {
                "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
                "CELERY_SKIP_CHECKS": "1",
            },
            signal.SIGQUIT,  # stops at once; what it was doing comes back to the queue
        ),
        # Not SIGTERM: beat would save its turns in the midst of whatever it asks the database, and wait for itself for ever.
        Part("beat", (*celery, "beat", "-l", "WARNING"), calm, signal.SIGHUP),
    ]


def preparation() -> Part:
    """Return what runs once, before the parts."""
    return Part("prepare", ("config.prepare",), {"LOG_LEVEL": "WARNING"})


def _edge_folder() -> dict[str, str]:
    """The edge reads its folder from the environment: it knows no settings."""
    return {"EDGE_DIR": os.environ.get("EDGE_DIR") or str(embedded.data_dir() / "edge")}


def _granian(port: int, target: str, *, interface: str = "wsgi") -> tuple[str, ...]:
    options = ("--interface", interface, "--host", "127.0.0.1", "--port", str(port))
    return (
        "granian",
        *options,
        *(("--blocking-threads", "4") if interface == "wsgi" else ("--http", "1", "--no-ws")),
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "3",
        "--log-level",
        "warning",
        "--no-access-log",
        target,
    )


def host_of(address: str) -> str:
    """Return host and port of an address, as a Host header says them."""
    return urlsplit(address).netloc
