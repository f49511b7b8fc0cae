"""One click as bytes: what a journal holds and the drain reads. No Django here, nor in any module of the request path."""

import struct
import zlib
from dataclasses import dataclass

_FRAME = struct.Struct("<II")  # length and CRC-32 of what follows
_HEAD = struct.Struct("<QQ16sBHB")  # microseconds, link, visitor, flags, length of agent, length of referrer
_PREFETCH = 1
MAX_AGENT = 500
MAX_REFERRER = 200
MAX_RECORD = _HEAD.size + 4 * MAX_AGENT + MAX_REFERRER


@dataclass(frozen=True, slots=True)
class Click:
    """A request for a tracked link: `at` in microseconds since 1970 (UTC), `visitor` 16 bytes, `referrer` a host."""

    at: int
    link_id: int
    visitor: bytes
    user_agent: str
    referrer: str = ""
    is_prefetch: bool = False


class TornRecordError(Exception):
    """The bytes end within a record, or its checksum is wrong: `offset` is where the last whole record ended."""

    def __init__(self, offset: int, reason: str) -> None:
        super().__init__(reason)
        self.offset = offset


def pack(click: Click) -> bytes:
    """Return the framed record of a click."""
    agent = click.user_agent[:MAX_AGENT].encode("utf-8", "replace")
    referrer = click.referrer.encode("ascii", "replace")[:MAX_REFERRER]
    flags = _PREFETCH if click.is_prefetch else 0
    head = _HEAD.pack(click.at, click.link_id, click.visitor, flags, len(agent), len(referrer))
    payload = head + agent + referrer
    return _FRAME.pack(len(payload), zlib.crc32(payload)) + payload


def unpack(data: bytes, start: int = 0) -> tuple[list[Click], int, TornRecordError | None]:
    """Return the whole records from `start`, the offset behind the last of them, and what stopped the reading, if anything."""
    clicks: list[Click] = []
    offset = start
    while offset < len(data):
        if len(data) - offset < _FRAME.size:
            return clicks, offset, TornRecordError(offset, "a frame is cut off")
        length, checksum = _FRAME.unpack_from(data, offset)
        body = offset + _FRAME.size
        if not _HEAD.size <= length <= MAX_RECORD:
            return clicks, offset, TornRecordError(offset, "a length makes no sense")
        payload = data[body : body + length]
        if len(payload) < length:
            return clicks, offset, TornRecordError(offset, "a record is cut off")
        if zlib.crc32(payload) != checksum:
            return clicks, offset, TornRecordError(offset, "a checksum is wrong")
        clicks.append(_click(payload))
        offset = body + length
    return clicks, offset, None


def _click(payload: bytes) -> Click:
    at, link_id, visitor, flags, agent_length, referrer_length = _HEAD.unpack_from(payload)
    middle = _HEAD.size + agent_length
    return Click(
        at=at,
        link_id=link_id,
        visitor=visitor,
        user_agent=payload[_HEAD.size : middle].decode("utf-8", "replace"),
        referrer=payload[middle : middle + referrer_length].decode("ascii", "replace"),
        is_prefetch=bool(flags & _PREFETCH),
    )
