"""Redirects with their click on disk, beside a bare answer of the same server and beside nginx, in turns on one core."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings

from sharehub.benchmark import data, load, nginx, stage
from sharehub.benchmark.load import Load
from sharehub.benchmark.results import Part, Row, median
from sharehub.edge.links import LinkTable
from sharehub.models import TrackedLink, Visit
from sharehub.reach import partitions

CONNECTIONS = 64
_LINKS = 1_000
_DRAIN_SECONDS = 300


def measure(*, is_quick: bool = False) -> Part:
    """Every server gets the same load in turns, so that what else the machine does meets all of them."""
    rounds, seconds = (1, 1) if is_quick else (7, 5)
    data.fill(people=20, shares=_LINKS, visits=0)
    partitions.make_partitions()
    paths = link_paths(_LINKS)
    with stage.process(stage.drain()):
        wait_for_links(paths)
    found: dict[str, list[Load]] = {}
    with ExitStack() as stack:
        ports = _servers(stack)
        for name, port in ports.items():
            found[name] = []
            warm_up = load.run(port=port, paths=paths, connections=CONNECTIONS, seconds=1)
            answered = warm_up.redirects if name == "edge" else 0
        for _round in range(rounds):
            for name, port in ports.items():
                found[name].append(load.run(port=port, paths=paths, connections=CONNECTIONS, seconds=seconds))
        with stage.process(stage.drain()):
            busy = load.run(port=ports["edge"], paths=paths, connections=CONNECTIONS, seconds=seconds)
            answered += sum(one.redirects for one in [*found["edge"], busy])
            written = visits_after(answered)
    problems = _problems(answered, written, under_way=CONNECTIONS * (rounds + 2))
    problems += [
        f"{name}: {one.others} answers were no redirect" for name, all_ in found.items() for one in all_ if one.others
    ]
    return Part(_rows(found, busy, answered, written), problems, _notes(rounds, seconds))


def link_paths(count: int) -> list[str]:
    """Return the paths of so many links."""
    return [f"/s/{code}" for code in TrackedLink.objects.order_by("pk").values_list("code", flat=True)[:count]]


def wait_for_links(paths: list[str]) -> None:
    """The drain has put the links into the edge's table: a day's redirects, not the first second's, are measured."""
    table = LinkTable(settings.EDGE_DIR / "links")
    code = paths[-1].removeprefix("/s/")
    stage.wait_until(lambda: bool(table.get(code)), seconds=120, otherwise="The drain did not fill the link table.")
    table.close()


def visits_after(expected: int) -> int:
    """Return how many visits came in, once all are there and no more come, or the drain had time enough."""
    counts = [-1]

    def is_settled() -> bool:
        counts.append(Visit.objects.count())
        return counts[-1] >= expected and counts[-1] == counts[-2]

    stage.wait_until(is_settled, seconds=_DRAIN_SECONDS, otherwise=f"Of {expected:,} clicks {counts[-1]:,} came in.")
    return counts[-1]


def _servers(stack: ExitStack) -> dict[str, int]:
    """Start them all on the same core; those that nobody asks cost nothing."""
    ports = {"bare": stage.free_port()}
    stack.enter_context(
        stage.process(stage.granian("sharehub.benchmark.bare:bare", ports["bare"]), on_server_core=True)
    )
    if nginx.program():
        ports["nginx"] = stage.free_port()
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-nginx-")))
        stack.enter_context(nginx.running(folder, ports["nginx"]))
    ports["edge"] = stage.free_port()
    stack.enter_context(stage.process(stage.granian("sharehub.edge.app:edge", ports["edge"]), on_server_core=True))
    for port in ports.values():
        stage.wait_for_port(port)
    return ports


def _problems(answered: int, written: int, *, under_way: int) -> list[str]:
    """A load that stops leaves a request under way on each connection: written, perhaps, and not counted as answered."""
    if written < answered:
        return [f"{answered - written:,} of {answered:,} answered clicks are not in PostgreSQL"]
    if written - answered > under_way:
        return [f"{written - answered:,} more visits than answers, and at most {under_way:,} were under way"]
    return []


def _rows(found: dict[str, list[Load]], busy: Load, answered: int, written: int) -> list[Row]:
    speed = {name: median([one.per_second for one in all_]) for name, all_ in found.items()}
    p50 = {name: median([one.p50 for one in all_]) for name, all_ in found.items()}
    p99 = {name: median([one.p99 for one in all_]) for name, all_ in found.items()}
    rows = [
        Row(name, f"{speed[key]:,.0f} / s", beside=f"p50 {p50[key]:.1f} ms, p99 {p99[key]:.1f} ms")
        for key, name in (("nginx", "nginx `return 302`"), ("bare", "bare Granian RSGI 302"))
        if key in speed
    ]
    of_bare = speed["edge"] / speed["bare"]
    rows.append(
        Row(
            f"durable redirects, 1 worker on one core, {CONNECTIONS} connections",
            f"{speed['edge']:,.0f} / s: {of_bare:.2f} of bare",
            "≥ 0.45 of bare",
            of_bare >= 0.45,
            f"p50 {p50['edge']:.1f} ms; with the drain beside it {busy.per_second:,.0f} / s, p99 {busy.p99:.1f} ms",
        )
    )
    if "nginx" in speed:
        of_nginx = speed["edge"] / speed["nginx"]
        rows.append(Row("the same beside nginx", f"{of_nginx:.2f} of nginx", "≥ 0.25", of_nginx >= 0.25))
    times = p99["edge"] / p99["bare"]
    rows += [
        Row(
            f"p99 at {CONNECTIONS} connections",
            f"{p99['edge']:.1f} ms: {times:.1f} × bare's",
            "≤ 10 ms, ≤ 3 × bare's",
            p99["edge"] <= 10 and times <= 3,
        ),
        Row("this disk: fdatasync of 5 kB", f"{load.fdatasync_microseconds(str(settings.EDGE_DIR)):,.0f} µs"),
        Row("redirects answered, visits in PostgreSQL", f"{answered:,}, {written:,}", "none lost", written >= answered),
    ]
    return rows


def _notes(rounds: int, seconds: float) -> list[str]:
    pinned = "servers on one core, load on the other" if stage.cores() else "servers and load on the only core"
    beside = "" if nginx.program() else " nginx was not found."
    return [
        f"Redirects: load by {load.tool()}, {rounds} rounds of {seconds} s in turns, medians; {pinned}.{beside}",
        "A load that stops leaves one request under way on each connection; those may be visits without a counted answer.",
    ]
