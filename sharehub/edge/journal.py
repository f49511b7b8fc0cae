"""A worker's journal: clicks are on disk before their answer leaves.

One write and one fdatasync serve all clicks that came in during the one before; nothing waits on purpose. Segments
rotate by size and age; the drain reads and deletes them. A worker has a folder of its own and holds its lock, so the
drain can tell a segment that grows from one whose writer is gone.
"""

import asyncio
import fcntl
import os
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SEGMENT_BYTES = 16 * 1024 * 1024
SEGMENT_SECONDS = 60
SUFFIX = ".journal"


class Journal:
    """Appends records to the newest segment; `lost` counts those that could not be written (a full disk)."""

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
        self._size = 0
        self._opened_at = 0.0
        self._waiting: list[bytes] = []
        self._batch: asyncio.Future[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._writer: asyncio.Task[None] | None = None

    @property
    def is_writable(self) -> bool:
        """Whether the last batch reached the disk."""
        return self._file != -1 or self._number == 0

    async def append(self, record: bytes) -> None:
        """The record is on disk, or counted as lost, when this returns."""
        if self._batch is None:
            self._batch = asyncio.get_running_loop().create_future()
        self._waiting.append(record)
        batch = self._batch
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting())
        await asyncio.shield(batch)

    async def close(self) -> None:
        """What waits is written; the folder belongs to the drain alone from now on."""
        if self._writer is not None:
            await self._writer
        self._thread.shutdown()
        if self._file != -1:
            os.close(self._file)
            self._file = -1
        os.close(self._lock)

    async def _write_waiting(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            records, batch = self._waiting, self._batch
            self._waiting, self._batch = [], None
            if await loop.run_in_executor(self._thread, self._write, b"".join(records)):
                self.written += len(records)
            else:
                self.lost += len(records)
            if batch is not None:
                batch.set_result(None)

    def _write(self, data: bytes) -> bool:
        """Put the batch on disk; False when it is not there, and then nothing of it is."""
        try:
            self._rotate_if_due(len(data))
            _write_all(self._file, data)
            os.fdatasync(self._file)
        except OSError:
            self._abandon()
            return False
        self._size += len(data)
        self.syncs += 1
        return True

    def _rotate_if_due(self, coming: int) -> None:
        now = time.monotonic()
        is_full = self._size and self._size + coming > self.segment_bytes
        is_old = self._size and now - self._opened_at > self.segment_seconds
        if self._file != -1 and not is_full and not is_old:
            return
        if self._file != -1:
            os.close(self._file)
            self._file = -1
        self._number += 1
        path = self.folder / f"{self._number:010d}{SUFFIX}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o640)
        self._size, self._opened_at = 0, now
        _sync_folder(self.folder)

    def _abandon(self) -> None:
        """Cut off what was half written, and go on in a new segment: after a failed sync the old one is not to be trusted."""
        if self._file == -1:
            return
        try:
            os.ftruncate(self._file, self._size)
        except OSError:
            pass  # the checksum tells the drain where the last whole record ends
        finally:
            os.close(self._file)
            self._file = -1


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _sync_folder(folder: Path) -> None:
    """A new segment's name survives a crash as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
