"""Asks PostgreSQL for codes that the link table does not know (yet): each once, a few at a time.

Threads do the asking, with a connection each that stays open; a code that nobody gave out is remembered for a while, so
that asking for it again costs nothing.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import psycopg
import structlog

from sharehub.edge.links import COLUMNS, Link

_logger = structlog.get_logger(__name__)
_LOOKUP = f"SELECT {COLUMNS} FROM sharehub_trackedlink WHERE code = %s"  # noqa: S608 (no outside text)
_AT_ONCE = 4
_WAITING = 200
_SECONDS = 2


class DatabaseAwayError(Exception):
    """PostgreSQL does not answer, or has too much to do: whether a code exists cannot be said."""


class Unknown:
    """Codes that were asked for and do not exist, for a while."""

    def __init__(self, *, size: int = 50_000, seconds: float = 60) -> None:
        self.size, self.seconds = size, seconds
        self._until: OrderedDict[str, float] = OrderedDict()

    def __contains__(self, code: str) -> bool:
        return self._until.get(code, 0) > time.monotonic()

    def add(self, code: str) -> None:
        """The code counts as unknown for a while; the oldest makes room."""
        self._until[code] = time.monotonic() + self.seconds
        self._until.move_to_end(code)
        while len(self._until) > self.size:
            self._until.popitem(last=False)


class Lookups:
    """The questions of one worker."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.unknown = Unknown()
        self._asked: dict[str, asyncio.Future[Link | None]] = {}
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="lookup")
        self._connections: dict[int, psycopg.Connection] = {}

    async def link(self, code: str) -> Link | None:
        """Return the link; None when there is none. Who asks for the same code meanwhile gets the same answer.

        Raises DatabaseAwayError.
        """
        if code in self.unknown:
            return None
        asked = self._asked.get(code)
        if asked is None:
            if len(self._asked) >= _WAITING:
                raise DatabaseAwayError
            asked = asyncio.get_running_loop().run_in_executor(self._threads, self._look_up, code)
            self._asked[code] = asked
            asked.add_done_callback(lambda _done: self._asked.pop(code, None))
        link = await asked
        if link is None:
            self.unknown.add(code)
        return link

    def close(self) -> None:
        """Nothing is asked any more."""
        self._threads.shutdown(cancel_futures=True)
        for connection in self._connections.values():
            connection.close()

    def _look_up(self, code: str) -> Link | None:
        try:
            row = self._connection().execute(_LOOKUP, [code]).fetchone()
        except (psycopg.Error, OSError) as error:
            _logger.warning("database_away", error=type(error).__name__)
            self._forget_connection()
            raise DatabaseAwayError from error
        if row is None:
            return None
        if row[3] is None:  # a task is about to work it out
            raise DatabaseAwayError
        return Link.from_row(*row)

    def _connection(self) -> psycopg.Connection:
        """Return this thread's connection; a new one where the last has failed or the server closed it."""
        connection = self._connections.get(threading.get_ident())
        if connection is None or connection.closed:
            connection = self._connections[threading.get_ident()] = psycopg.connect(
                self.address,
                autocommit=True,
                connect_timeout=_SECONDS,
                options=f"-c statement_timeout={_SECONDS}s",
                tcp_user_timeout=_SECONDS * 1000,
            )
        return connection

    def _forget_connection(self) -> None:
        if connection := self._connections.pop(threading.get_ident(), None):
            connection.close()
