"""Whatever is killed, every answered click is in PostgreSQL once: real processes, real signals, every click with a name.

Each request carries a referrer of its own, so that a click that is lost does not hide behind one that came in twice.
"""

import asyncio
import itertools
import os
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from django.conf import settings

from sharehub.benchmark import data, load, stage
from sharehub.benchmark.redirects import link_paths
from sharehub.benchmark.results import Part, Row
from sharehub.edge.links import LinkTable
from sharehub.reach import partitions

_CONNECTIONS = 16
_SETTLE_SECONDS = 180
Fault = Callable[["Host"], None]


@dataclass(frozen=True)
class Outcome:
    """What visitors were answered, and what PostgreSQL has of it."""

    answered: int
    unanswered: int
    lost: int
    twice: int

    @property
    def adds_up(self) -> bool:
        return not self.lost and not self.twice


@dataclass
class Host:
    """An edge host whose parts can be killed and started again."""

    root: Path
    database: str
    valkey: str
    port: int = field(default_factory=stage.free_port)
    edge: subprocess.Popen[bytes] | None = None
    drain: subprocess.Popen[bytes] | None = None

    def start_edge(self) -> None:
        self.edge = stage.start(stage.granian("sharehub.edge.app:edge", self.port), added=self._environment)
        stage.wait_for_port(self.port)

    def start_drain(self) -> None:
        self.drain = stage.start(stage.drain(), added=self._environment)

    def stop(self) -> None:
        for running in (self.edge, self.drain):
            if running is not None:
                stage.stop(running)

    @property
    def _environment(self) -> dict[str, str]:
        return {"EDGE_DIR": str(self.root), "DATABASE_URL": self.database, "REDIS_URL": self.valkey}


def measure(*, is_quick: bool = False) -> Part:
    """Each case has the same load; in the middle of it something happens."""
    pause = 3 if is_quick else 60
    cases: list[tuple[str, Fault, float]] = [
        ("nothing happens", nothing, 5),
        ("kill -9 of the edge", kill_edge, 15),
        ("kill -9 of the drain", kill_drain, 15),
        ("kill -9 of PostgreSQL", kill_postgres, 15),
        (f"PostgreSQL stopped for {pause} s", stop_postgres(pause), pause + 10),
    ]
    data.fill(people=20, shares=100, visits=0)
    partitions.make_partitions()
    paths = link_paths(100)
    rows, problems = [], []
    with host(Path(settings.EDGE_DIR), settings.DATABASE_ADDRESS, settings.REDIS_URL, paths) as one:
        for name, fault, seconds in cases:
            stage.say(f"faults: {name}")
            outcome = happen(one, fault, paths, seconds=min(seconds, pause + 5) if is_quick else seconds)
            rows.append(_row(name, outcome))
            if not outcome.adds_up:
                problems.append(f"{name}: {outcome.lost} clicks lost, {outcome.twice} twice")
    return Part(rows, problems)


def _row(name: str, outcome: Outcome) -> Row:
    return Row(
        f"answered and not in PostgreSQL: {name}",
        f"{outcome.lost} lost, {outcome.twice} twice",
        "0",
        outcome.adds_up,
        f"{outcome.answered:,} answered, {outcome.unanswered:,} connections refused or cut off",
    )


@contextmanager
def host(root: Path, database: str, valkey: str, paths: Sequence[str]) -> Iterator[Host]:
    """A host whose link table knows the paths."""
    one = Host(root, database, valkey)
    try:
        one.start_drain()
        table = LinkTable(root / "links")
        code = paths[-1].removeprefix("/s/")
        stage.wait_until(lambda: bool(table.get(code)), seconds=120, otherwise="The drain did not fill the link table.")
        table.close()
        one.start_edge()
        yield one
    finally:
        one.stop()


def happen(host: Host, fault: Fault, paths: Sequence[str], *, seconds: float, rest: float = 0) -> Outcome:
    """Visitors follow links for so long, the fault happens after a third of it, and then all is left to recover.

    Each visitor rests for so many seconds after a click that was answered; without rest they are as many as the machine bears.
    """
    visitors = _Visitors(host.port, paths, time.perf_counter() + seconds, rest)
    thread = threading.Thread(target=visitors.run)
    thread.start()
    time.sleep(seconds / 3)
    fault(host)
    thread.join()
    return _outcome(host.database, visitors)


# What can happen


def nothing(host: Host) -> None:
    """A day like any other."""


def kill_edge(host: Host) -> None:
    """The workers and their parent die in the middle of what they do, and are started again."""
    assert host.edge is not None  # noqa: S101
    stage.stop(host.edge, signal.SIGKILL)
    host.start_edge()


def kill_drain(host: Host) -> None:
    """The drain dies in the middle of a batch, perhaps, and is started again."""
    assert host.drain is not None  # noqa: S101
    host.drain.kill()
    host.drain.wait()
    host.start_drain()


def kill_postgres(host: Host) -> None:
    """The server dies without a word; who keeps it starts it again."""
    _postmaster(host.database).kill()


def stop_postgres(seconds: float) -> Fault:
    """Return a fault: the server is shut down, and stays away for so long."""

    def fault(host: Host) -> None:
        server = _postmaster(host.database)
        keeper = server.parent()
        if keeper is not None:
            keeper.suspend()
        server.send_signal(signal.SIGINT)
        time.sleep(seconds)
        if keeper is not None:
            keeper.resume()

    return fault


def _postmaster(database: str) -> psutil.Process:
    with psycopg.connect(database) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None  # noqa: S101
    return psutil.Process(int((Path(row[0]) / "postmaster.pid").read_text().split()[0]))


# Who follows links


class _Visitors:
    """Connections that go on after each failure, and remember which of their clicks were answered."""

    _names = itertools.count(os.getpid() * 1_000_000_000)

    def __init__(self, port: int, paths: Sequence[str], until: float, rest: float) -> None:
        self.port, self.paths, self.until, self.rest = port, itertools.cycle(paths), until, rest
        self.asked: set[str] = set()
        self.answered: set[str] = set()
        self.unanswered = 0

    def run(self) -> None:
        asyncio.run(self._all())

    async def _all(self) -> None:
        await asyncio.gather(*(self._one() for _number in range(_CONNECTIONS)))

    async def _one(self) -> None:
        while time.perf_counter() < self.until:
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                self.unanswered += 1
                await asyncio.sleep(0.05)
                continue
            with suppress(OSError, EOFError):
                await self._follow(reader, writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while time.perf_counter() < self.until:
            name = f"click-{next(self._names)}.example"
            self.asked.add(name)
            self.unanswered += 1
            if await load.follow(reader, writer, next(self.paths), f"https://{name}/") == 302:
                self.answered.add(name)
                self.unanswered -= 1
                if self.rest:
                    await asyncio.sleep(self.rest)


def _outcome(database: str, visitors: _Visitors) -> Outcome:
    """Wait until PostgreSQL has all answered clicks, and no more come, or for so long that they never will."""
    found: Counter[str] = Counter()

    def is_settled() -> bool:
        nonlocal found
        before = found
        try:
            with psycopg.connect(database, connect_timeout=5) as connection:
                names = connection.execute("SELECT referrer FROM sharehub_visit").fetchall()
        except psycopg.OperationalError:
            return False
        found = Counter(name for (name,) in names if name in visitors.asked)
        return before == found and visitors.answered <= found.keys()

    with suppress(stage.StageError):
        stage.wait_until(is_settled, seconds=_SETTLE_SECONDS, otherwise="", pause=1)
    lost = len(visitors.answered - found.keys())
    twice = sum(count > 1 for count in found.values())
    return Outcome(len(visitors.answered), visitors.unanswered, lost, twice)
