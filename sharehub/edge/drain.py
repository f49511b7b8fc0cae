"""The drain of an edge host: journal → PostgreSQL, exactly once, and PostgreSQL → link table, within a second.

Clicks go in by COPY, and how far the journal has been read is written in the same transaction: whatever is killed, a click is
there once. A segment is deleted only when all of it is in the database and its writer has moved on or is gone.
"""

import fcntl
import hashlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import lmdb
import psycopg
import redis
import structlog

from sharehub.edge import copying
from sharehub.edge.journal import SUFFIX, counters
from sharehub.edge.links import COLUMNS, Link, LinkTable
from sharehub.edge.records import Click, unpack

_logger = structlog.get_logger(__name__)
BATCH_CLICKS = 20_000
_CHUNK_BYTES = 4 * 1024 * 1024
_AGENTS_KNOWN = 200_000
_LINKS_AT_ONCE = 20_000
_ROWS_AT_ONCE = 1_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OWN_PEOPLE = "reach:own:{day:%Y-%m-%d}"
OWN_KEYS = "reach:own:{day:%Y-%m-%d}:{ambassador_id}"

_COPY = """
    COPY sharehub_visit (link_id, at, visitor, user_agent_id, referrer, is_prefetch, is_own, kind, reason)
    FROM STDIN (FORMAT BINARY)
"""
_POSITION = """
    INSERT INTO sharehub_journalposition (journal, segment, "offset", clicks, moved_at)
    VALUES (%s, %s, %s, %s, now())
    ON CONFLICT (journal) DO UPDATE SET segment = excluded.segment, "offset" = excluded."offset",
        clicks = sharehub_journalposition.clicks + excluded.clicks, moved_at = now()
"""
_CHANGED = f"""
    SELECT code, {COLUMNS} FROM sharehub_trackedlink
    WHERE changed_in >= %s AND (destination IS NOT NULL OR withdrawn_at IS NOT NULL OR stopped_at IS NOT NULL)
"""  # noqa: S608 (no outside text)
_REMOVED = "SELECT code FROM sharehub_removedlink WHERE changed_in >= %s"
_NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, current_database() || ':' || system_identifier FROM pg_control_system()"


@dataclass
class Progress:
    """What the drain has done since it started, for its metrics."""

    clicks: int = 0
    batches: int = 0
    links: int = 0
    torn_bytes: int = 0
    away_since: float = 0.0
    behind_since: float = 0.0
    is_table_stuck: bool = False
    counters: Counter[str] = field(default_factory=Counter)  # of workers that are gone

    def lag(self) -> float:
        """Return for how many seconds the oldest click has waited; 0 when none waits."""
        since = [moment for moment in (self.away_since, self.behind_since) if moment]
        return max(0.0, time.time() - min(since)) if since else 0.0


@dataclass(frozen=True)
class Segment:
    """A file of a worker's journal."""

    journal: str
    number: int
    path: Path


class Drain:
    """Moves what the workers of this host have written."""

    def __init__(self, root: Path, database_url: str, valkey_url: str) -> None:
        self.root, self.database_url = root, database_url
        self.journals = root / "journal"
        self.journals.mkdir(parents=True, exist_ok=True)
        self.table = LinkTable(root / "links", is_writer=True)
        self.valkey = redis.Redis.from_url(valkey_url, socket_timeout=1, socket_connect_timeout=1)
        self.progress = Progress()
        self._agents: dict[bytes, int] = {}

    def run(self, *, until: Callable[[], bool], pause: float = 0.2) -> None:
        """Move clicks and links until told to stop; a database that is away is waited for, and nothing is lost."""
        while not until():
            try:
                with psycopg.connect(self.database_url, connect_timeout=5) as connection:
                    self._say_back()
                    while not until():
                        moved = self.once(connection)
                        if not moved:
                            time.sleep(pause)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                self._say_away(error)
                time.sleep(1)

    def once(self, connection: psycopg.Connection) -> int:
        """One round: the link table is fresh, a batch of clicks is in the database; return how many clicks moved.

        Where the table cannot be written (a full disk), clicks are moved all the same: that makes room.
        """
        try:
            self.refresh_links(connection)
        except lmdb.Error as error:
            if not self.progress.is_table_stuck:
                _logger.error("link_table_not_written", error=str(error))
            self.progress.is_table_stuck = True
        else:
            self.progress.is_table_stuck = False
        return self.move_clicks(connection)

    # Links

    def refresh_links(self, connection: psycopg.Connection) -> int:
        """Every link that was committed before this moment stands in the table; return how many were changed.

        Links carry the transaction that changed them last. Reading again from the oldest transaction that was still
        running the last time misses none, however late it commits.
        """
        changed = 0
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            row = connection.execute(_NOW).fetchone()
            assert row is not None  # noqa: S101 - a SELECT without FROM has a row
            watermark, system = row
            if system != self.table.system():
                self.table.remove_all()
            since = self.table.watermark()
            with connection.cursor("changed_links") as cursor:
                cursor.execute(_CHANGED, [since])
                while rows := cursor.fetchmany(_LINKS_AT_ONCE):
                    self.table.put((code, Link.from_row(*rest)) for code, *rest in rows)
                    changed += len(rows)
            removed = connection.execute(_REMOVED, [since]).fetchall()
        self.table.remove(code for (code,) in removed)
        self.table.mark_refreshed(watermark=watermark, system=system)
        self.progress.links += changed
        return changed

    # Clicks

    def move_clicks(self, connection: psycopg.Connection) -> int:
        """A batch of clicks and the positions behind it are committed together; return the number of clicks."""
        positions = {
            journal: (segment, offset)
            for journal, segment, offset in connection.execute(
                'SELECT journal, segment, "offset" FROM sharehub_journalposition'
            )
        }
        connection.commit()
        clicks: list[Click] = []
        moved: dict[str, tuple[int, int, int]] = {}
        unfinished: set[str] = set()
        for segment in self._segments():
            if segment.journal in unfinished:
                continue  # the next segment begins where this one ends, and not before
            number, offset = positions.get(segment.journal, (0, 0))
            if segment.number < number:
                segment.path.unlink(missing_ok=True)
                continue
            start = offset if segment.number == number else 0
            found, end, is_whole = self._read(segment, start)
            if not is_whole:
                unfinished.add(segment.journal)
            if found or segment.number > number:
                before = moved.get(segment.journal, (0, 0, 0))[2]
                moved[segment.journal] = (segment.number, end, before + len(found))
            clicks += found
            if len(clicks) >= BATCH_CLICKS:
                break
        if clicks or moved:
            with connection.transaction():
                self._copy(connection, clicks)
                for journal, (number, end, count) in moved.items():
                    connection.execute(_POSITION, [journal, number, end, count])
            self.progress.clicks += len(clicks)
            self.progress.batches += 1
        self.progress.behind_since = clicks[-1].at / 1_000_000 if len(clicks) >= BATCH_CLICKS else 0.0
        if not clicks:
            self._remove_finished(connection)
        return len(clicks)

    def _segments(self) -> Iterator[Segment]:
        for folder in sorted(path for path in self.journals.iterdir() if path.is_dir()):
            for path in sorted(folder.glob(f"*{SUFFIX}")):
                yield Segment(folder.name, int(path.stem), path)

    def _read(self, segment: Segment, start: int) -> tuple[list[Click], int, bool]:
        """Return whole records from `start`, where they end, and whether that was all there is to read now.

        A torn tail waits while its writer lives.
        """
        try:
            with segment.path.open("rb") as file:
                file.seek(start)
                data = file.read(_CHUNK_BYTES)
        except FileNotFoundError:
            return [], start, True
        clicks, end, _torn = unpack(data)
        return clicks, start + end, len(data) < _CHUNK_BYTES

    def _remove_finished(self, connection: psycopg.Connection) -> None:
        """Segments that are in the database whole are deleted, and the folders of workers that are gone."""
        for folder in sorted(path for path in self.journals.iterdir() if path.is_dir()):
            row = connection.execute(
                'SELECT segment, "offset" FROM sharehub_journalposition WHERE journal = %s', [folder.name]
            ).fetchone()
            connection.commit()
            number, offset = row or (0, 0)
            is_gone = _writer_is_gone(folder)
            segments = sorted(folder.glob(f"*{SUFFIX}"))
            for path in segments[: len(segments) if is_gone else -1]:
                if int(path.stem) > number:
                    break
                if int(path.stem) == number and not self._is_read_whole(path, offset):
                    break
                path.unlink(missing_ok=True)
            if is_gone and not any(folder.glob(f"*{SUFFIX}")):
                self._forget(connection, folder)

    def _is_read_whole(self, path: Path, offset: int) -> bool:
        """Whether nothing is left; what a crash tore off at the end is cut off, and said."""
        with path.open("rb") as file:
            file.seek(offset)
            rest = file.read(_CHUNK_BYTES)
        clicks, _end, torn = unpack(rest)
        if clicks:
            return False
        if torn is not None:
            size = len(rest.rstrip(b"\0"))
            self.progress.torn_bytes += size
            _logger.warning(
                "torn_record_cut_off", journal=path.parent.name, segment=path.name, bytes=size, reason=str(torn)
            )
        return True

    def _forget(self, connection: psycopg.Connection, folder: Path) -> None:
        self.progress.counters.update(counters(folder))
        for name in ("counters", "lock"):
            (folder / name).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
            connection.execute("DELETE FROM sharehub_journalposition WHERE journal = %s", [folder.name])
            connection.commit()

    def _copy(self, connection: psycopg.Connection, clicks: list[Click]) -> None:
        agents = self._agent_ids(connection, {click.user_agent for click in clicks})
        own = self._own(connection, clicks)
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(copying.HEAD)
            for start in range(0, len(clicks), _ROWS_AT_ONCE):
                part = clicks[start : start + _ROWS_AT_ONCE]
                rows = (
                    copying.row(click, agents[click.user_agent], bool(own) and (click.link_id, click.visitor) in own)
                    for click in part
                )
                copy.write(b"".join(rows))
            copy.write(copying.TAIL)

    def _agent_ids(self, connection: psycopg.Connection, texts: set[str]) -> dict[str, int]:
        """Return the row of every agent; new ones are made."""
        digests = {text: agent_digest(text) for text in texts}
        missing = {digest: text for text, digest in digests.items() if digest not in self._agents}
        if missing:
            if len(self._agents) > _AGENTS_KNOWN:
                self._agents.clear()
                missing = {digest: text for text, digest in digests.items()}
            keys = sorted(missing)
            connection.execute(
                """
                INSERT INTO sharehub_useragent (digest, text, bot_reason, rules_version)
                SELECT digest, text, '', '' FROM unnest(%s::bytea[], %s::text[]) AS new (digest, text)
                ON CONFLICT (digest) DO NOTHING
                """,
                [keys, [missing[key].replace("\x00", "") for key in keys]],
            )
            rows = connection.execute("SELECT digest, id FROM sharehub_useragent WHERE digest = ANY(%s)", [keys])
            self._agents.update((bytes(digest), pk) for digest, pk in rows)
        return {text: self._agents[digest] for text, digest in digests.items()}

    def _own(self, connection: psycopg.Connection, clicks: list[Click]) -> set[tuple[int, bytes]]:
        """Return the (link, visitor) pairs in which the visitor is the sharer; empty when Valkey cannot say."""
        days = {(_EPOCH + timedelta(microseconds=click.at)).date() for click in clicks}
        try:
            people = {
                (day, int(member))
                for day in days
                for member in self.valkey.smembers(OWN_PEOPLE.format(day=day))  # type: ignore[union-attr]
            }
            if not people:
                return set()
            links = connection.execute(
                """
                SELECT link.id, share.ambassador_id FROM sharehub_trackedlink link
                JOIN sharehub_share share ON share.id = link.share_id
                WHERE share.ambassador_id = ANY(%s) AND link.id = ANY(%s)
                """,
                [[pk for _day, pk in people], sorted({click.link_id for click in clicks})],
            ).fetchall()
            keys = {
                ambassador_id: {
                    bytes(key)  # type: ignore[arg-type]
                    for day in days
                    for key in self.valkey.smembers(OWN_KEYS.format(day=day, ambassador_id=ambassador_id))  # type: ignore[union-attr]
                }
                for ambassador_id in {ambassador_id for _link_id, ambassador_id in links}
            }
        except redis.RedisError as error:
            _logger.warning("own_clicks_unknown", error=type(error).__name__)
            return set()
        return {(link_id, key) for link_id, ambassador_id in links for key in keys[ambassador_id]}

    # Trouble

    def _say_away(self, error: Exception) -> None:
        if not self.progress.away_since:
            self.progress.away_since = time.time()
            _logger.warning(
                "database_away",
                error=str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
            )

    def _say_back(self) -> None:
        if self.progress.away_since:
            _logger.warning("database_back", seconds=round(time.time() - self.progress.away_since))
            self.progress.away_since = 0.0


def agent_digest(text: str) -> bytes:
    """Return what a user agent is known by."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest()


def _writer_is_gone(folder: Path) -> bool:
    """A worker holds the lock of its folder as long as it lives, however it dies."""
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
