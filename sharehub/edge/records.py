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


@dataclass(slots=True)
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
    return frame(click.at, click.link_id, click.visitor, click.user_agent, click.referrer, click.is_prefetch)


def frame(at: int, link_id: int, visitor: bytes, user_agent: str, referrer: str, is_prefetch: bool) -> bytes:
    """Return the framed record of a click whose parts are at hand: no object is made for it on the request path."""
    agent = user_agent[:MAX_AGENT].encode("utf-8", "replace")
    source = referrer.encode("ascii", "replace")[:MAX_REFERRER]
    flags = _PREFETCH if is_prefetch else 0
    payload = _HEAD.pack(at, link_id, visitor, flags, len(agent), len(source)) + agent + source
    return _FRAME.pack(len(payload), zlib.crc32(payload)) + payload


def unpack(data: bytes, start: int = 0) -> tuple[list[Click], int, TornRecordError | None]:
    """Return the whole records from `start`, the offset behind the last of them, and what stopped the reading, if anything.

    Zeros are room that was laid out and not written yet: they end the reading, and nothing is torn.
    """
    clicks: list[Click] = []
    offset, size = start, len(data)
    head, least = _HEAD.size, _FRAME.size
    while offset < size:
        if size - offset < least:
            if not any(data[offset:]):
                break
            return clicks, offset, TornRecordError(offset, "a frame is cut off")
        length, checksum = _FRAME.unpack_from(data, offset)
        if not length and not checksum:
            break
        if not head <= length <= MAX_RECORD:
            return clicks, offset, TornRecordError(offset, "a length makes no sense")
        body = offset + least
        end = body + length
        if end > size:
            return clicks, offset, TornRecordError(offset, "a record is cut off")
        if zlib.crc32(data[body:end]) != checksum:
            return clicks, offset, TornRecordError(offset, "a checksum is wrong")
        at, link_id, visitor, flags, agent_length, _referrer_length = _HEAD.unpack_from(data, body)
        middle = body + head + agent_length
        agent = data[body + head : middle].decode("utf-8", "replace")
        referrer = data[middle:end].decode("ascii", "replace")
        clicks.append(Click(at, link_id, visitor, agent, referrer, bool(flags & _PREFETCH)))
        offset = end
    return clicks, offset, None
