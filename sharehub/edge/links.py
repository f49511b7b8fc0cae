"""The link table of an edge host: an LMDB file that the drain keeps fresh and every worker reads."""

import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import lmdb

from sharehub.edge.codes import LENGTH

_VALUE = struct.Struct("<QBQ")  # link, state, expiry in seconds since 1970 (0: never)
# What a link table wants to know of a row; a link that has ended leads where the manager chose, if anywhere.
COLUMNS = """
    id, withdrawn_at IS NOT NULL OR stopped_at IS NOT NULL, coalesce(extract(epoch FROM expires_at), 0)::bigint,
    CASE WHEN withdrawn_at IS NOT NULL OR stopped_at IS NOT NULL THEN instead ELSE destination END
"""
_WATERMARK = b"\x00watermark"
_SYSTEM = b"\x00system"
MAP_BYTES = 4 * 1024**3  # address space, not memory


class LinkState(IntEnum):
    """Whether a link still leads to its piece."""

    OPEN = 0
    ENDED = 1


@dataclass(slots=True)
class Link:
    """A tracked link as the edge knows it; one that has ended leads where the manager chose, or nowhere."""

    link_id: int
    state: int
    expires_at: int
    destination: str

    @classmethod
    def from_row(cls, link_id: int, is_ended: bool, expires_at: int, destination: str) -> "Link":
        """Return the link of a row of COLUMNS."""
        return cls(link_id, LinkState.ENDED if is_ended else LinkState.OPEN, expires_at, destination)

    def leads_somewhere(self, now: float) -> bool:
        """Whether a visitor is redirected at this moment (seconds since 1970)."""
        return bool(self.destination) and (not self.expires_at or self.expires_at > now)


def _pack(link: Link) -> bytes:
    return _VALUE.pack(link.link_id, link.state, link.expires_at) + link.destination.encode()


def _unpack(value: bytes) -> Link:
    link_id, state, expires_at = _VALUE.unpack_from(value)
    return Link(link_id, state, expires_at, value[_VALUE.size :].decode())


class LinkTable:
    """Reads links by code; the writer is the drain, on the same host."""

    def __init__(self, path: Path, *, is_writer: bool = False) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._refreshed = path / "refreshed"
        self._env = lmdb.open(str(path), map_size=MAP_BYTES, max_readers=512, metasync=False, readahead=False)
        if is_writer:
            self._env.reader_check()  # places of workers that were killed

    def get(self, code: str) -> Link | None:
        """Return the link of a code; None when the table has none, and for what cannot be a code."""
        if len(code) != LENGTH:
            return None
        with self._env.begin() as transaction:
            value = transaction.get(code.encode())
        return _unpack(value) if value is not None else None

    def put(self, links: Iterable[tuple[str, Link]]) -> None:
        """The links are in the table; those that were there are replaced."""
        with self._env.begin(write=True) as transaction:
            for code, link in links:
                transaction.put(code.encode(), _pack(link))

    def remove(self, codes: Iterable[str]) -> None:
        """The links are gone from the table."""
        with self._env.begin(write=True) as transaction:
            for code in codes:
                transaction.delete(code.encode())

    def remove_all(self) -> None:
        """Nothing is left: the database is another one than before."""
        with self._env.begin(write=True) as transaction:
            transaction.drop(self._env.open_db(txn=transaction), delete=False)

    def mark_refreshed(self, *, watermark: int, system: str) -> None:
        """The table shows every link that was committed before `watermark` in the database called `system`."""
        if watermark != self.watermark() or system != self.system():
            with self._env.begin(write=True) as transaction:
                transaction.put(_WATERMARK, str(watermark).encode())
                transaction.put(_SYSTEM, system.encode())
        self._refreshed.touch()

    def watermark(self) -> int:
        """Return the transaction from which the next refresh has to read; 0 for everything."""
        return int(self._meta(_WATERMARK) or 0)

    def system(self) -> str:
        """Return which database the links come from."""
        return (self._meta(_SYSTEM) or b"").decode()

    def age(self) -> float:
        """Return the seconds since the drain last compared the table with the database; infinite when never."""
        try:
            return time.time() - self._refreshed.stat().st_mtime
        except FileNotFoundError:
            return float("inf")

    def close(self) -> None:
        self._env.close()

    def _meta(self, name: bytes) -> bytes | None:
        with self._env.begin() as transaction:
            return transaction.get(name)
