"""How quickly a drain catches up: journals full of clicks, as after hours without PostgreSQL."""

import random
import time
from pathlib import Path

from django.conf import settings
from django.db.models import Sum

from sharehub.benchmark import data, stage
from sharehub.benchmark.load import USER_AGENT
from sharehub.benchmark.results import Part, Row
from sharehub.edge.records import Click, pack
from sharehub.models import JournalPosition, TrackedLink, Visit
from sharehub.reach import partitions

_LINKS = 10_000
_AGENTS = 2_000
_SEGMENT_CLICKS = 100_000
_PER_SECOND = 50_000


def measure(*, is_quick: bool = False) -> Part:
    """The clock runs from the first row to the last: starting a process is not catching up."""
    clicks = 50_000 if is_quick else 2_000_000
    data.fill(people=100, shares=_LINKS // (10 if is_quick else 1), visits=0)
    partitions.make_partitions()
    folder = _write_journal(clicks)
    with stage.process(stage.drain()):
        stage.wait_until(lambda: _drained() > 0, seconds=120, otherwise="The drain brought nothing in.")
        before, started = _drained(), time.perf_counter()
        # With the last of them the drain forgets the folder, and what it wrote down of it.
        stage.wait_until(
            lambda: _drained() >= clicks or not folder.exists(),
            seconds=600,
            otherwise="The drain did not come to an end.",
        )
        took = time.perf_counter() - started
    written = Visit.objects.count()
    speed = (clicks - before) / took
    row = Row(
        f"drain of {clicks:,} waiting clicks",
        f"{speed:,.0f} rows / s",
        f"≥ {_PER_SECOND:,} rows / s",
        speed >= _PER_SECOND,
        f"{_AGENTS:,} user agents, {_LINKS:,} links; journal, drain and PostgreSQL on this machine",
    )
    return Part([row], [] if written == clicks else [f"{clicks:,} clicks in the journal, {written:,} visits"])


def _drained() -> int:
    """Return how many clicks are in, by what the drain writes down with them: counting visits would slow it."""
    return JournalPosition.objects.aggregate(clicks=Sum("clicks"))["clicks"] or 0


def _write_journal(clicks: int) -> Path:
    """A worker that is gone has left its segments in the folder that is returned."""
    chance = random.Random(42)  # noqa: S311 - the same clicks in every run
    links = list(TrackedLink.objects.values_list("pk", flat=True))
    agents = [f"{USER_AGENT} {number}" for number in range(_AGENTS)]
    folder = settings.EDGE_DIR / "journal" / "0000000000000-1-bench"
    folder.mkdir(parents=True)
    (folder / "lock").touch()
    now = time.time_ns() // 1000
    for number in range(0, clicks, _SEGMENT_CLICKS):
        count = min(_SEGMENT_CLICKS, clicks - number)
        with (folder / f"{number // _SEGMENT_CLICKS + 1:010d}.journal").open("wb") as file:
            file.writelines(
                pack(
                    Click(
                        at=now - (clicks - number - step) * 10,
                        link_id=chance.choice(links),
                        visitor=chance.randbytes(16),
                        user_agent=agents[int(chance.random() ** 3 * _AGENTS)],
                        referrer="lnkd.in" if step % 3 else "",
                    )
                )
                for step in range(count)
            )
    return folder
