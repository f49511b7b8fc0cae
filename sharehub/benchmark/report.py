"""The measurements as a table to read."""

import os
import platform
from pathlib import Path
from typing import Any

from django.utils import timezone

Measured = dict[str, Any]


def machine() -> dict[str, str]:
    """Return what the figures depend on; nothing that names this machine."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory = next((line.split()[1] for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), "0")
    return {
        "cores": str(os.cpu_count()),
        "processor": processor,
        "memory": f"{int(memory) / 1024 / 1024:.0f} GB",
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def table(measured: Measured) -> str:
    """Return the figures as a Markdown table with the ratios of this run."""
    bare, redirects, counting = measured["bare"], measured["redirects"], measured["counting"]
    rows = [
        (
            "bare Granian answer",
            f"{bare['per_second']:,.0f} / s",
            f"p50 {bare['p50']:.1f} ms, p95 {bare['p95']:.1f} ms",
        ),
        (
            "redirect with its click on disk",
            f"{redirects['per_second']:,.0f} / s",
            f"{redirects['per_second'] / bare['per_second']:.3f} of bare; "
            f"p50 {redirects['p50']:.1f} ms, p95 {redirects['p95']:.1f} ms",
        ),
        (
            "visits written against redirects answered",
            f"{measured['written']:,} / {redirects['redirects']:,}",
            ("equal" if measured["written"] == redirects["redirects"] else "DIFFERENT")
            + (f"; {redirects['others']:,} other answers" if redirects["others"] else ""),
        ),
        (
            "classifying",
            f"{counting['visits'] / counting['classify_seconds']:,.0f} visits / s",
            f"{counting['classify_seconds']:.1f} s for {counting['visits']:,}",
        ),
        (
            "rolling up",
            f"{counting['visits'] / counting['roll_up_seconds']:,.0f} visits / s",
            f"{counting['roll_up_seconds']:.1f} s; totals {'equal' if counting['adds_up'] else 'DIFFERENT'}",
        ),
    ]
    rows += [
        (
            page["name"],
            f"p50 {page['p50']:.0f} ms",
            f"p95 {page['p95']:.0f} ms, {page['queries']} queries, {page['kilobytes']:.0f} kB",
        )
        for page in measured["pages"]
    ]
    lines = ["| what | figure | beside it |", "|---|---|---|", *("| " + " | ".join(row) + " |" for row in rows)]
    return "\n".join(lines)


def page(measured: Measured) -> str:
    """Return docs/benchmarks.md."""
    sizes, host = measured["sizes"], measured["machine"]
    return f"""# Benchmarks

Written by `make bench` on {timezone.localdate():%-d %B %Y}. Only ratios of one run say something about another machine.

{host["cores"]} cores ({host["processor"]}), {host["memory"]}, Python {host["python"]}, load average {host["load"]} at the end;
database, servers and load generator on the same machine. {sizes["people"]:,} ambassadors, {sizes["shares"]:,} shares,
{sizes["visits"]:,} visits in 90 days; {sizes["connections"]} keep-alive connections for {sizes["seconds"]:.0f} s.

{table(measured)}

- *Bare* is Granian answering a fixed 302; *redirect* is the edge on the same server: a click is in the journal and on the
  disk before its answer leaves, and the drain brings it into PostgreSQL at the same time.
- The command fails when a redirect was answered without a visit, or a visit is missing from the figures.
- Page times are those of the whole Django request in production settings, without the network, on a warm database.
"""


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text().splitlines() if file.exists() else []
