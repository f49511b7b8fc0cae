"""A worker's journal: clicks are on disk before their answer leaves.

One write and one fdatasync serve all clicks that came in during the one before; nothing waits on purpose. A segment is
laid out with zeros a megabyte ahead: a sync that does not make the file longer takes a third of the time. Segments
rotate by size and age; the drain reads and deletes them. A worker has a folder of its own and holds its lock, so the
drain can tell a segment that grows from one whose writer is gone.
"""

import asyncio
import fcntl
import os
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import structlog

_logger = structlog.get_logger(__name__)
SEGMENT_BYTES = 16 * 1024 * 1024
SEGMENT_SECONDS = 60
SUFFIX = ".journal"
_AHEAD = bytes(1024 * 1024)
_COUNTERS_BYTES = 512


class Journal:
    """Appends records to the newest segment; `lost` counts those that could not be written (a full disk).

    Clicks are collected in the loop's thread and written in a thread of the journal's own, one batch at a time.
    """

    def __init__(
        self, root: Path, *, segment_bytes: int = SEGMENT_BYTES, segment_seconds: float = SEGMENT_SECONDS
    ) -> None:
        self.folder = root / f"{int(time.time() * 1000):013d}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.folder.mkdir(parents=True)
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.segment_bytes, self.segment_seconds = segment_bytes, segment_seconds
        self.written = self.lost = self.syncs = 0
        self._number = 0
        self._file = -1
        self._size = self._laid_out = 0
        self._opened_at = 0.0
        # Its block is there from the start: what is lost on a full disk can still be told.
        self._counters = os.open(self.folder / "counters", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o640)
        self.tell({})
        self._is_failing = False
        self._records: list[bytes] = []
        self._batch: asyncio.Future[None] | None = None
        self._is_writing = False
        self._batches: SimpleQueue[tuple[list[bytes], asyncio.Future[None]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write_batches, name="journal", daemon=True)
        self._thread.start()

    @property
    def is_writable(self) -> bool:
        """Whether the last batch reached the disk."""
        return not self._is_failing

    def append(self, record: bytes) -> asyncio.Future[None]:
        """Return what is done once the record is on disk, or counted as lost; all records of a batch share it."""
        batch = self._batch
        if batch is None:
            loop = asyncio.get_running_loop()
            batch = self._batch = loop.create_future()
            if not self._is_writing:
                # Not at once: what is ready in this round of the loop goes with it.
                loop.call_soon(self._hand_over)
        self._records.append(record)
        return batch

    async def close(self) -> None:
        """What waits is written; the folder belongs to the drain alone from now on."""
        while self._batch is not None or self._is_writing:
            await asyncio.sleep(0.001)
        self._batches.put(None)
        self._thread.join()
        self._close_segment()
        os.close(self._counters)
        os.close(self._lock)

    def tell(self, more: Mapping[str, int]) -> None:
        """What this worker counts stands beside its journal for the drain to publish: `more`, and its own figures."""
        told = {**more, "written": self.written, "lost": self.lost, "syncs": self.syncs}
        text = "".join(f"{name} {count}\n" for name, count in told.items())
        with suppress(OSError):
            os.pwrite(self._counters, text.encode().ljust(_COUNTERS_BYTES), 0)

    def _hand_over(self) -> None:
        if self._is_writing or self._batch is None:
            return
        self._is_writing = True
        self._batches.put((self._records, self._batch))
        self._records, self._batch = [], None

    def _write_batches(self) -> None:
        """Write in the journal's thread until told to end."""
        while (batch := self._batches.get()) is not None:
            records, future = batch
            is_written = self._write(b"".join(records))
            future.get_loop().call_soon_threadsafe(self._finish, len(records), future, is_written)

    def _finish(self, count: int, future: asyncio.Future[None], is_written: bool) -> None:
        if is_written:
            self.written += count
        else:
            self.lost += count
        self._is_writing = False
        self._hand_over()
        if not future.done():
            future.set_result(None)

    def _write(self, data: bytes) -> bool:
        """Put the batch on disk; False when it is not there, and then nothing of it is."""
        try:
            self._rotate_if_due(len(data))
            self._lay_out(len(data))
            _write_all(self._file, data, self._size)
            os.fdatasync(self._file)
        except OSError as error:
            if not self._is_failing:
                _logger.error("journal_not_written", journal=self.folder.name, error=error.strerror)
            self._is_failing = True
            self._close_segment()  # a file whose sync failed is not to be trusted
            return False
        if self._is_failing:
            _logger.warning("journal_written_again", journal=self.folder.name, lost=self.lost)
        self._is_failing = False
        self._size += len(data)
        self.syncs += 1
        return True

    def _rotate_if_due(self, coming: int) -> None:
        now = time.monotonic()
        is_full = self._size and self._size + coming > self.segment_bytes
        is_old = self._size and now - self._opened_at > self.segment_seconds
        if self._file != -1 and not is_full and not is_old:
            return
        self._close_segment()
        self._number += 1
        path = self.folder / f"{self._number:010d}{SUFFIX}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o640)
        self._size, self._laid_out, self._opened_at = 0, 0, now
        _sync_folder(self.folder)

    def _lay_out(self, coming: int) -> None:
        """There is room for the batch in the part of the file that holds zeros; a disk without room says so soon enough."""
        if self._size + coming > self._laid_out:
            with suppress(OSError):
                _write_all(self._file, _AHEAD, self._size)
                self._laid_out = self._size + len(_AHEAD)

    def _close_segment(self) -> None:
        """The file ends where its last record does; where it cannot be cut, checksums tell the drain."""
        if self._file == -1:
            return
        with suppress(OSError):
            os.ftruncate(self._file, self._size)
        os.close(self._file)
        self._file = -1


def _write_all(file: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        count = os.pwrite(file, view, offset)
        view, offset = view[count:], offset + count


def _sync_folder(folder: Path) -> None:
    """A new segment's name survives a crash as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def counters(folder: Path) -> dict[str, int]:
    """Return what a worker says of itself, second by second, beside its journal; nothing where it has not said anything."""
    try:
        lines = (folder / "counters").read_text().splitlines()
        return {name: int(value) for name, value in (line.split() for line in lines if not line.isspace())}
    except (OSError, ValueError):
        return {}
