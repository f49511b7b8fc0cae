"""What a worker of the edge needs with a million links."""

import random
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings

from sharehub.benchmark import load, stage
from sharehub.benchmark.results import Part, Row
from sharehub.edge.codes import new_code
from sharehub.edge.links import Link, LinkState, LinkTable

_MEGABYTES = 150
_MEGABYTE = 1024 * 1024
_FOLLOWED = 20_000


@dataclass(frozen=True)
class Memory:
    """A process's memory in megabytes; `resident` counts the pages of the link table that it has looked at."""

    resident: float
    private: float
    table: float


def measure(*, is_quick: bool = False) -> Part:
    """The worker has followed links all over the table before it is looked at."""
    count = 10_000 if is_quick else 1_000_000
    chance = random.Random(42)  # noqa: S311 - the same codes in every run
    codes = _fill(count, chance)
    size = sum(path.stat().st_size for path in (settings.EDGE_DIR / "links").glob("*.mdb")) / _MEGABYTE
    port = stage.free_port()
    with stage.process(stage.granian("sharehub.edge.app:edge", port)) as running:
        stage.wait_for_port(port)
        for _batch in range(1 if is_quick else 5):
            paths = [f"/s/{code}" for code in chance.sample(codes, min(_FOLLOWED, count))]
            found = load.run(port=port, paths=paths, connections=16, seconds=3)
        [worker] = psutil.Process(running.pid).children()
        memory = _memory(worker.pid)
    row = Row(
        f"memory of a worker with {count:,} links",
        f"{memory.private:.0f} MB of its own",
        f"≤ {_MEGABYTES} MB",
        memory.private <= _MEGABYTES,
        f"resident {memory.resident:.0f} MB, of which {memory.table:.0f} MB are pages of the link table "
        f"({size:.0f} MB on disk) that all workers share and the kernel may take back",
    )
    return Part([row], [] if not found.others else [f"{found.others} answers were no redirect"])


def _fill(count: int, chance: random.Random) -> list[str]:
    codes = [new_code(chance) for _number in range(count)]
    table = LinkTable(settings.EDGE_DIR / "links", is_writer=True)
    address = "https://ambassadors.example.org/stories/story-{}/?utm_source=linkedin&utm_medium=ambassador&utm_campaign=theme-{}"
    links = (Link(number, LinkState.OPEN, 0, address.format(number % 1_000, number % 5)) for number in range(count))
    table.put(zip(codes, links, strict=True))
    table.close()
    return codes


def _memory(pid: int) -> Memory:
    """Read what the kernel says of each mapping."""
    resident = private = table = 0
    is_table = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        name, _, rest = line.partition(":")
        if "-" in name.partition(" ")[0]:
            is_table = line.endswith("data.mdb")
        elif name == "Rss":
            resident += int(rest.split()[0])
            table += int(rest.split()[0]) if is_table else 0
        elif name in ("Private_Clean", "Private_Dirty") and not is_table:
            private += int(rest.split()[0])
    return Memory(resident / 1024, private / 1024, table / 1024)
