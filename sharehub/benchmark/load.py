"""A small load generator: keep-alive connections that each send the next request when the last was answered."""

import asyncio
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass(frozen=True)
class Load:
    """What came back: redirects, anything else, and how long each took (seconds, sorted)."""

    redirects: int
    others: int
    seconds: float
    latencies: tuple[float, ...]

    @property
    def per_second(self) -> float:
        return self.redirects / self.seconds

    def percentile(self, percent: float) -> float:
        """Return the latency in milliseconds that so many per cent stayed under."""
        return percentile(self.latencies, percent) * 1000


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many per cent of the sorted values do not exceed; 0 of none."""
    return values[min(len(values) - 1, int(len(values) * percent / 100))] if values else 0.0


def run(*, port: int, paths: Sequence[str], connections: int, seconds: float) -> Load:
    """Ask for the paths in turn for so long, and wait for the last answers."""
    return asyncio.run(_run(port, itertools.cycle(paths), connections, seconds))


async def _run(port: int, paths: Iterator[str], connections: int, seconds: float) -> Load:
    started = time.perf_counter()
    until = started + seconds
    found = await asyncio.gather(*(_connection(port, paths, until) for _number in range(connections)))
    took = time.perf_counter() - started
    latencies = sorted(itertools.chain.from_iterable(times for _ok, _other, times in found))
    return Load(sum(ok for ok, _o, _t in found), sum(other for _ok, other, _t in found), took, tuple(latencies))


async def _connection(port: int, paths: Iterator[str], until: float) -> tuple[int, int, list[float]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    redirects, others, times = 0, 0, []
    while (asked := time.perf_counter()) < until:
        request = f"GET {next(paths)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {_USER_AGENT}\r\n\r\n"
        writer.write(request.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0].strip()
        if length and int(length):
            await reader.readexactly(int(length))
        times.append(time.perf_counter() - asked)
        if b" 302 " in head.partition(b"\r\n")[0]:
            redirects += 1
        else:
            others += 1
    writer.close()
    await writer.wait_closed()
    return redirects, others, times
