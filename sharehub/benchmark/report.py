"""The measurements as a table to read."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from sharehub.benchmark.results import Part, Row

_VERSIONS = ("granian", "lmdb", "psycopg", "django", "wagtail")


def machine() -> str:
    """Return what the figures depend on, in a sentence; nothing that names this machine."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    with psycopg.connect(settings.DATABASE_ADDRESS) as connection:
        postgres = connection.info.server_version // 10_000
    versions = ", ".join(f"{name} {version(name)}" for name in _VERSIONS)
    return (
        f"{os.cpu_count()} cores ({processor}), {int(memory) / 1024 / 1024:.0f} GB, Python {platform.python_version()}, "
        f"PostgreSQL {postgres}, {versions}"
    )


def load_average() -> str:
    """Return how busy the machine was in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def table(parts: Sequence[Part]) -> str:
    """Return the rows as a Markdown table."""
    heads = ("what", "figure", "to reach", "reached", "beside it")
    rows = [heads, *(_cells(row) for part in parts for row in part.rows)]
    lines = ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join([lines[0], "|---|---|---|---|---|", *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    reached = {None: "", True: "yes", False: "**no**"}[row.reached]
    return (row.what, row.figure, row.target, reached, row.beside)


def page(parts: Sequence[Part], *, busy: tuple[str, str]) -> str:
    """Return docs/benchmarks.md; `busy` is the load average at the start and at the end."""
    notes = "\n".join(f"- {note}" for part in parts for note in part.notes)
    problems = "\n".join(f"- **{problem}**" for part in parts for problem in part.problems)
    return f"""# Benchmarks

Written by `make bench` on {timezone.localdate():%-d %B %Y}. Only ratios of one run say something about another machine.

{machine()}. Load average {busy[0]} at the start, {busy[1]} at the end; database, servers and load on the same machine.

{table(parts)}

{problems + chr(10) * 2 if problems else ""}{notes}
- The command fails when events do not add up: a redirect answered without a visit, a visit twice,
  one missing from the figures, a share posted twice or not at all, or a post whose reactions nobody reads.
"""


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
