"""Load: keep-alive connections that each send the next request when the last was answered. wrk where found, else Python."""

import asyncio
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sharehub.benchmark import stage
from sharehub.benchmark.results import percentile

USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
# wrk answers for its own counting; what it had under way when its time was up, it does not count.
_SCRIPT = """
wrk.headers['User-Agent'] = '%(agent)s'
local paths, requests, at = {%(paths)s}, {}, 0
init = function() for _, path in ipairs(paths) do requests[#requests + 1] = wrk.format('GET', path) end end
request = function() at = at %% #requests + 1; return requests[at] end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('\\n{"answers": %%d, "failed": %%d, "seconds": %%f, "p50": %%f, "p99": %%f}\\n', summary.requests,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Load:
    """What came back: redirects, anything else, how long it lasted, and latencies in milliseconds."""

    redirects: int
    others: int
    seconds: float
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        return self.redirects / self.seconds


def tool() -> str:
    """Return what makes the load on this machine."""
    return "wrk" if shutil.which("wrk") else "the bundled Python loader, itself slower than the servers"


def run(*, port: int, paths: Sequence[str], connections: int, seconds: float) -> Load:
    """Ask for the paths in turn for so long, from the core that is not the server's."""
    with stage.on_load_core():
        return (_wrk if shutil.which("wrk") else _python)(port, paths, connections, seconds)


def _wrk(port: int, paths: Sequence[str], connections: int, seconds: float) -> Load:
    script = _SCRIPT % {"agent": USER_AGENT, "paths": ",".join(f"'{path}'" for path in paths)}
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--latency", "-s", file.name]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True)  # noqa: S603
    found = json.loads(done.stdout.splitlines()[-1])
    return Load(found["answers"] - found["failed"], found["failed"], found["seconds"], found["p50"], found["p99"])


def _python(port: int, paths: Sequence[str], connections: int, seconds: float) -> Load:
    return asyncio.run(_run(port, itertools.cycle(paths), connections, seconds))


async def _run(port: int, paths: Iterator[str], connections: int, seconds: float) -> Load:
    started = time.perf_counter()
    until = started + seconds
    found = await asyncio.gather(*(_connection(port, paths, until) for _number in range(connections)))
    took = time.perf_counter() - started
    times = sorted(itertools.chain.from_iterable(times for _ok, _other, times in found))
    redirects, others = sum(ok for ok, _o, _t in found), sum(other for _ok, other, _t in found)
    return Load(redirects, others, took, percentile(times, 50) * 1000, percentile(times, 99) * 1000)


async def _connection(port: int, paths: Iterator[str], until: float) -> tuple[int, int, list[float]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    redirects, others, times = 0, 0, []
    while (asked := time.perf_counter()) < until:
        status = await follow(reader, writer, next(paths))
        times.append(time.perf_counter() - asked)
        if status == 302:
            redirects += 1
        else:
            others += 1
    writer.close()
    await writer.wait_closed()
    return redirects, others, times


async def follow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, referrer: str = "") -> int:
    """Return the status of the answer, once all of it is there. Raises OSError or EOFError when there is none."""
    referer = f"Referer: {referrer}\r\n" if referrer else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: {USER_AGENT}\r\n{referer}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0].strip()
    if length and int(length):
        await reader.readexactly(int(length))
    return int(head.split(None, 2)[1])


def fdatasync_microseconds(folder: str, *, times: int = 300) -> float:
    """Return how long this disk takes to make 5 kB more of a file durable, in the middle of so many times."""
    with tempfile.TemporaryFile(dir=folder) as file:
        took = []
        for _number in range(times):
            file.write(bytes(5_000))
            file.flush()
            started = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - started)
    return percentile(sorted(took), 50) * 1e6
