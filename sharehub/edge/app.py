"""The edge: answers tracked links at the speed of the machine. `granian --interface rsgi sharehub.edge.app:edge`.

GET /s/<code>: link from LMDB, click to the journal and to the disk, then 302. No Django, no session, no database on the way.
"""

import asyncio
import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import psycopg
import redis.asyncio as valkey
import structlog

from sharehub.edge import pages, requests, visitor_keys
from sharehub.edge.codes import is_wellformed
from sharehub.edge.journal import Journal
from sharehub.edge.links import Link, LinkState, LinkTable, Unknown
from sharehub.edge.records import Click, pack
from themes import addresses

_logger = structlog.get_logger(__name__)
_PRIVATE = [
    ("cache-control", "private, no-store"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-robots-tag", "noindex"),
]
_LOOKUP = """
    SELECT id, withdrawn_at IS NOT NULL, coalesce(extract(epoch FROM expires_at), 0)::bigint, destination
    FROM sharehub_trackedlink WHERE code = %s
"""
_LOOKUPS_AT_ONCE = 4
_LOOKUP_SECONDS = 2.0
STALE_SECONDS = 30


class RSGIProtocol(Protocol):
    """The part of Granian's HTTP protocol that is used here."""

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None: ...
    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None: ...


class DatabaseAwayError(Exception):
    """PostgreSQL does not answer: whether a code exists cannot be said."""


class Edge:
    """One worker of an edge host."""

    def __init__(self) -> None:
        self.root = Path(os.environ.get("EDGE_DIR", ".data/edge"))
        self.trusted = addresses.networks(os.environ.get("TRUSTED_PROXIES", "").split(","))
        self.unknown = Unknown()
        self.day_key: tuple[int, bytes, float] = (-1, b"", 0.0)  # day, key, when to ask again (0: it is the shared one)
        self.redirects = self.refusals = 0
        self._lookups = asyncio.Semaphore(_LOOKUPS_AT_ONCE)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.table = LinkTable(self.root / "links")
        self.journal = Journal(self.root / "journal")
        self.pages = pages.Pages(self.root / "pages")
        self.valkey = valkey.Redis.from_url(
            os.environ.get("REDIS_URL", "redis://localhost:6379/0"), socket_timeout=0.25, socket_connect_timeout=0.25
        )
        self._reporting = loop.create_task(self._report())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._reporting.cancel()
        loop.run_until_complete(self.journal.close())

    async def __rsgi__(self, scope: Any, protocol: RSGIProtocol) -> None:
        path = scope.path
        if path.startswith("/s/"):
            await self._follow(path[3:], scope, protocol)
        elif path == "/healthz":
            protocol.response_str(200, [("content-type", "text/plain")], "alive")
        elif path == "/readyz":
            self._tell_readiness(protocol)
        elif path == "/robots.txt":
            protocol.response_str(200, [("content-type", "text/plain")], "User-agent: *\nDisallow:\n")
        else:
            self._refuse(404, scope, protocol)

    async def _follow(self, code: str, scope: Any, protocol: RSGIProtocol) -> None:
        if scope.method not in ("GET", "HEAD"):
            return protocol.response_empty(405, [*_PRIVATE, ("allow", "GET, HEAD")])
        try:
            link = await self._link(code)
        except DatabaseAwayError:
            return self._refuse(503, scope, protocol)
        if link is None:
            return self._refuse(404, scope, protocol)
        if not link.is_open(time.time()):
            return self._refuse(410, scope, protocol)
        await self._remember(link, scope)
        self.redirects += 1
        return protocol.response_empty(302, [*_PRIVATE, ("location", link.destination)])

    async def _link(self, code: str) -> Link | None:
        """Return the link from the table, else from PostgreSQL, once; a code that is none costs no look at all."""
        if not is_wellformed(code):
            return None
        link = self.table.get(code)
        if link is not None or code in self.unknown:
            return link
        async with self._lookups:
            if code in self.unknown:
                return None
            link = await self._look_up(code)
        if link is None:
            self.unknown.add(code)
        return link

    async def _look_up(self, code: str) -> Link | None:
        try:
            async with asyncio.timeout(_LOOKUP_SECONDS):
                async with await psycopg.AsyncConnection.connect(
                    os.environ["DATABASE_URL"], autocommit=True
                ) as connection:
                    row = await (await connection.execute(_LOOKUP, [code])).fetchone()
        except (psycopg.Error, TimeoutError, OSError) as error:
            _logger.warning("database_away", error=type(error).__name__)
            raise DatabaseAwayError from error
        if row is None:
            return None
        if row[3] is None:  # a task is about to work it out
            raise DatabaseAwayError
        return Link(row[0], LinkState.WITHDRAWN if row[1] else LinkState.OPEN, row[2], row[3])

    async def _remember(self, link: Link, scope: Any) -> None:
        """The click is on disk when this returns; when it cannot be, the loss is counted and the visitor goes on."""
        headers = scope.headers
        agent = headers.get("user-agent") or ""
        now = time.time_ns() // 1000
        peer = scope.client.rpartition(":")[0].strip("[]")
        address = addresses.client_address(peer, headers.get("x-forwarded-for") or "", self.trusted)
        click = Click(
            at=now,
            link_id=link.link_id,
            visitor=visitor_keys.visitor_hash(await self._key(now), address, agent),
            user_agent=agent,
            referrer=requests.referrer_host(headers.get("referer") or ""),
            is_prefetch=requests.is_prefetch(
                scope.method, headers.get("sec-purpose"), headers.get("purpose"), headers.get("x-moz")
            ),
        )
        await self.journal.append(pack(click))

    async def _key(self, now: int) -> bytes:
        """Return the day's key; without Valkey one of this worker's own, until Valkey answers."""
        day = now // 86_400_000_000
        known, key, ask_again = self.day_key
        if known == day and (not ask_again or time.monotonic() < ask_again):
            return key
        on = datetime.fromtimestamp(now // 1_000_000, UTC).date()
        mine = key if known == day else visitor_keys.new_day_key()
        try:
            name = visitor_keys.day_key_name(on)
            theirs = await self.valkey.set(name, mine, nx=True, get=True, ex=visitor_keys.seconds_left(on))
            self.day_key = (day, theirs if isinstance(theirs, bytes) else mine, 0.0)
        except (valkey.RedisError, OSError) as error:
            _logger.warning("day_key_unavailable", error=type(error).__name__)
            self.day_key = (day, mine, time.monotonic() + 5)
        return self.day_key[1]

    def _refuse(self, status: int, scope: Any, protocol: RSGIProtocol) -> None:
        self.refusals += 1
        language = requests.preferred_language(scope.headers.get("accept-language") or "", pages.LANGUAGES)
        headers = [*_PRIVATE, *pages.HEADERS, ("content-language", language), ("vary", "accept-language")]
        if status == 503:
            headers.append(("retry-after", "30"))
        protocol.response_str(status, headers, "" if scope.method == "HEAD" else self.pages.text(status, language))

    def _tell_readiness(self, protocol: RSGIProtocol) -> None:
        problems = []
        if not self.journal.is_writable:
            problems.append("the journal cannot be written")
        if self.table.age() > STALE_SECONDS:
            problems.append("the link table is stale")
        status = 503 if problems else 200
        protocol.response_str(status, [("content-type", "text/plain")], "; ".join(problems) or "ready")

    async def _report(self) -> None:
        """Every second the worker's counters stand beside its journal; the drain publishes them."""
        target, written = self.journal.folder / "counters", ""
        while True:
            lines = f"redirects {self.redirects}\nrefusals {self.refusals}\nwritten {self.journal.written}\nlost {self.journal.lost}\nsyncs {self.journal.syncs}\n"
            if lines != written:
                with suppress(OSError):
                    partial = target.with_suffix(".new")
                    partial.write_text(lines)
                    partial.replace(target)
                    written = lines
            await asyncio.sleep(1)


edge = Edge()
