"""Starts parts, prints what they say, starts again what has died, and stops them all; one thread, no surprises."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from config.embedded import BASE_DIR
from config.processes import dies_with_parent, kill_sessions
from config.runner.parts import Part

# A part that ends this often within a minute has a fault that starting it again will not mend.
_PATIENCE = 5
_STOP_SECONDS = 3.0
_COLOURS = sys.stdout.isatty() and not os.environ.get("NO_COLOR")


class GiveUpError(Exception):
    """A part keeps ending; the text says which."""


@dataclass
class Running:
    """One part and what is known of its process."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    start_at: float = 0.0
    ends: list[float] = field(default_factory=list)
    rest: bytes = b""


class Supervisor:
    """A set of parts that live and die together."""

    def __init__(self) -> None:
        self.running: list[Running] = []
        self.last_words = ""
        self.selector = selectors.DefaultSelector()

    def run_once(self, part: Part, *, stopping: Callable[[], bool]) -> int:
        """Run a part to its end and return its exit code, or 130 when asked to stop meanwhile."""
        running = Running(part)
        self.running.append(running)
        self._start(running)
        assert running.process is not None  # noqa: S101  (just started)
        while running.process.poll() is None and not stopping():
            self._read(0.1)
        code = running.process.poll()
        self.stop()
        return 130 if code is None else code

    def start(self, *parts: Part) -> None:
        """Start these parts beside those that run."""
        for part in parts:
            self.running.append(Running(part))
            self._start(self.running[-1])

    def tend(self, seconds: float = 0.25) -> None:
        """Print what has been said and start what has ended. Raises GiveUpError."""
        self._read(seconds)
        now = time.monotonic()
        for running in self.running:
            if running.process is None:
                if now >= running.start_at:
                    self._start(running)
            elif running.process.poll() is not None:
                self._mourn(running, running.process)

    def stop(self) -> None:
        """Ask every part to end, and kill what does not listen; afterwards no process of theirs is left."""
        started = [(running.part, running.process) for running in self.running if running.process is not None]
        for part, process in started:
            if process.poll() is None:
                process.send_signal(part.stop_signal)
        processes = [process for _, process in started]
        until = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < until and any(process.poll() is None for process in processes):
            self._read(0.05)
        kill_sessions(*(process.pid for process in processes))
        for process in processes:
            process.wait()
        self._read(0)
        for key in list(self.selector.get_map().values()):
            self._close(key.fileobj)  # type: ignore[arg-type]
        self.running = []

    def _start(self, running: Running) -> None:
        running.process = subprocess.Popen(
            running.part.command,
            cwd=BASE_DIR,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **running.part.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(running.part.stop_signal),
        )
        assert running.process.stdout is not None  # noqa: S101  (we asked for the pipe)
        self.selector.register(running.process.stdout, selectors.EVENT_READ, running)

    def _mourn(self, running: Running, process: subprocess.Popen[bytes]) -> None:
        """Say that a part has ended and plan its next start, each time a little later."""
        kill_sessions(process.pid)
        self._read(0)
        now = time.monotonic()
        running.ends = [end for end in running.ends if end > now - 60] + [now]
        how = (
            f"was killed by signal {-process.returncode}"
            if process.returncode < 0
            else f"ended with {process.returncode}"
        )
        if len(running.ends) > _PATIENCE:
            raise GiveUpError(f"{running.part.name} {how}, for the {len(running.ends)}th time within a minute.")
        say("run", f"{running.part.name} {how}; starting it again")
        running.process = None
        running.start_at = now + 0.25 * 2 ** (len(running.ends) - 1)

    def _read(self, seconds: float) -> None:
        if not self.selector.get_map():
            time.sleep(seconds)
            return
        for key, _ in self.selector.select(seconds):
            running: Running = key.data
            said = os.read(key.fd, 65536)
            *lines, running.rest = (running.rest + said).split(b"\n")
            if not said:
                lines.append(running.rest)
                running.rest = b""
                self._close(key.fileobj)  # type: ignore[arg-type]
            for line in lines:
                if text := line.decode(errors="replace").rstrip():
                    self.last_words = text
                    say(running.part.name, text)

    def _close(self, pipe: IO[bytes]) -> None:
        self.selector.unregister(pipe)
        pipe.close()


def say(name: str, text: str) -> None:
    """Print a line with the name of the part that says it."""
    label = f"{name:<9}│"
    print(f"\x1b[2m{label}\x1b[0m {text}" if _COLOURS else f"{label} {text}", flush=True)
