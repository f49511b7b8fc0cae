"""The edge: answers tracked links at the speed of the machine. `granian --interface rsgi --http 1 --no-ws sharehub.edge.app:edge`.

GET /s/<code>: link from LMDB, click to the journal and to the disk, then 302. No Django, no session, no database on the way.
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from sharehub.edge import pages, requests, visitor_keys
from sharehub.edge.codes import is_wellformed
from sharehub.edge.day_keys import DAY_MICROSECONDS, DayKeys
from sharehub.edge.journal import Journal
from sharehub.edge.links import Link, LinkTable
from sharehub.edge.lookups import DatabaseAwayError, Lookups
from sharehub.edge.records import frame
from themes import addresses

_PRIVATE = [("cache-control", "private, no-store"), ("referrer-policy", "no-referrer")]
_PAGE = [("x-content-type-options", "nosniff"), ("x-robots-tag", "noindex")]
_PLAIN = [("content-type", "text/plain"), ("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
STALE_SECONDS = 30
_FROM_FILES = {
    f"{name}_FILE"
    for name in ("DATABASE_URL", "REDIS_URL", "EDGE_DIR", "TRUSTED_PROXIES", "LINK_BASE_URL", "SECURE_HSTS_SECONDS")
}


class RSGIProtocol(Protocol):
    """The part of Granian's HTTP protocol that is used here."""

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None: ...


class Edge:
    """One worker of an edge host."""

    def __init__(self) -> None:
        self.environment = with_files(os.environ)
        self.root = Path(self.environment.get("EDGE_DIR", ".data/edge"))
        self.trusted = addresses.networks(self.environment.get("TRUSTED_PROXIES", "").split(","))
        self.headers = [*_PRIVATE, *transport_security(self.environment)]
        self.redirects = self.refusals = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.table = LinkTable(self.root / "links")
        self.journal = Journal(self.root / "journal")
        self.pages = pages.Pages(self.root / "pages")
        self.lookups = Lookups(self.environment["DATABASE_URL"])
        self.day_keys = DayKeys(self.environment.get("REDIS_URL", "redis://localhost:6379/0"))
        self.day_keys.start()
        self._reporting = loop.create_task(self._report())
        _settle_down()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._reporting.cancel()
        self.day_keys.close()
        self.lookups.close()
        loop.run_until_complete(self.journal.close())

    async def __rsgi__(self, scope: Any, protocol: RSGIProtocol) -> None:
        path = scope.path
        if path[:3] != "/s/":
            return self._answer(path, scope, protocol)
        if scope.method not in ("GET", "HEAD"):
            return protocol.response_empty(405, [*self.headers, ("allow", "GET, HEAD")])
        code = path[3:]
        try:
            link = self.table.get(code) or await self._look_up(code)
        except DatabaseAwayError:
            return self._refuse(503, scope, protocol)
        if link is None:
            return self._refuse(404, scope, protocol)
        now = time.time_ns() // 1000
        if not link.leads_somewhere(now / 1_000_000):
            return self._refuse(410, scope, protocol)
        # The click is on disk afterwards; when it cannot be, the loss is counted and the visitor goes on.
        await self.journal.append(self._record(link.link_id, now, scope))
        self.redirects += 1
        return protocol.response_empty(302, [*self.headers, ("location", link.destination)])

    async def _look_up(self, code: str) -> Link | None:
        """Return the link from PostgreSQL; a code that none can be costs no look at all."""
        return await self.lookups.link(code) if is_wellformed(code) else None

    def _record(self, link_id: int, now: int, scope: Any) -> bytes:
        """Return the click as the journal keeps it: a visitor's key, never an address."""
        headers = scope.headers
        agent = headers.get("user-agent") or ""
        address = scope.client.rpartition(":")[0].strip("[]")
        if self.trusted:
            address = addresses.client_address(address, headers.get("x-forwarded-for") or "", self.trusted)
        referrer = headers.get("referer")
        return frame(
            now,
            link_id,
            visitor_keys.visitor_hash(self.day_keys.of(now // DAY_MICROSECONDS), address, agent),
            agent,
            requests.referrer_host(referrer) if referrer else "",
            requests.is_prefetch(
                scope.method, headers.get("sec-purpose"), headers.get("purpose"), headers.get("x-moz")
            ),
        )

    def _answer(self, path: str, scope: Any, protocol: RSGIProtocol) -> None:
        """Whatever is no tracked link."""
        if path == "/healthz":
            protocol.response_str(200, _PLAIN, "alive")
        elif path == "/readyz":
            self._tell_readiness(protocol)
        elif path == "/robots.txt":
            protocol.response_str(200, _PLAIN, "User-agent: *\nDisallow:\n")
        else:
            self._refuse(404, scope, protocol)

    def _refuse(self, status: int, scope: Any, protocol: RSGIProtocol) -> None:
        self.refusals += 1
        language = requests.preferred_language(scope.headers.get("accept-language") or "", pages.LANGUAGES)
        headers = [*self.headers, *_PAGE, *pages.HEADERS, ("content-language", language), ("vary", "accept-language")]
        if status == 503:
            headers.append(("retry-after", "30"))
        protocol.response_str(status, headers, "" if scope.method == "HEAD" else self.pages.text(status, language))

    def _tell_readiness(self, protocol: RSGIProtocol) -> None:
        problems = []
        if not self.journal.is_writable:
            problems.append("the journal cannot be written")
        if self.table.age() > STALE_SECONDS:
            problems.append("the link table is stale")
        protocol.response_str(503 if problems else 200, _PLAIN, "; ".join(problems) or "ready")

    async def _report(self) -> None:
        """Every second the worker's counters stand beside its journal; the drain publishes them."""
        while True:
            self.journal.tell({"redirects": self.redirects, "refusals": self.refusals})
            await asyncio.sleep(1)


def _settle_down() -> None:
    """What is there stays, so the garbage collector leaves it alone; and threads seldom interrupt each other.

    A request leaves no cycles behind, and the journal's thread gets its turn whenever the loop waits: together that is
    worth a tenth of a worker's speed.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(0.02)


def with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables as the site reads them: where NAME_FILE names a file, NAME is what stands in it."""
    files = {name.removesuffix("_FILE"): path for name, path in environment.items() if name in _FROM_FILES and path}
    return {**environment, **{name: Path(path).read_text().strip() for name, path in files.items()}}


def transport_security(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the header that keeps browsers on HTTPS, where links begin with https; none elsewhere."""
    seconds = environment.get("SECURE_HSTS_SECONDS") or "31536000"
    is_secure = environment.get("LINK_BASE_URL", "").startswith("https://") and seconds != "0"
    return [("strict-transport-security", f"max-age={seconds}")] if is_secure else []


edge = Edge()
