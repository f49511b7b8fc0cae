"""A click is on disk before its answer leaves, and what is on disk can be read whatever happened."""

import asyncio
import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from sharehub.edge.journal import Journal, counters
from sharehub.edge.records import MAX_AGENT, Click, pack, unpack
from tests import loops

clicks = st.builds(
    Click,
    at=st.integers(0, 2**63),
    link_id=st.integers(0, 2**63),
    visitor=st.binary(min_size=16, max_size=16),
    user_agent=st.text(st.characters(codec="utf-8"), max_size=MAX_AGENT),
    referrer=st.from_regex(r"[a-z0-9.-]{0,200}", fullmatch=True),
    is_prefetch=st.booleans(),
)


@given(st.lists(clicks, max_size=5))
def test_what_is_packed_is_unpacked(written):
    data = b"".join(map(pack, written))
    assert unpack(data) == (written, len(data), None)


@given(st.lists(clicks, min_size=1, max_size=4), st.data())
def test_a_torn_tail_costs_only_the_torn_record(written, data):
    frames = [pack(click) for click in written]
    cut = data.draw(st.integers(1, len(frames[-1]) - 1))
    found, offset, torn = unpack(b"".join(frames)[:-cut])
    assert found == written[:-1]
    assert offset == sum(map(len, frames[:-1]))
    assert torn is not None


@given(clicks, st.data())
def test_a_flipped_bit_is_noticed(click, data):
    frame = bytearray(pack(click))
    position = data.draw(st.integers(0, len(frame) - 1))
    frame[position] ^= 1 << data.draw(st.integers(0, 7))
    found, _offset, torn = unpack(bytes(frame))
    assert (found, torn is not None) == ([], True)


def _click(number: int) -> Click:
    return Click(at=number, link_id=number, visitor=bytes(16), user_agent="Mozilla/5.0")


def _read(journal: Journal) -> list[int]:
    numbers = []
    for segment in sorted(journal.folder.glob("*.journal")):
        found, _offset, torn = unpack(segment.read_bytes())
        assert torn is None
        numbers += [click.link_id for click in found]
    return numbers


def test_clicks_that_come_together_share_a_sync(tmp_path):
    async def story():
        journal = Journal(tmp_path)
        await asyncio.gather(*{journal.append(pack(_click(number))) for number in range(500)})
        on_disk = _read(journal)
        await journal.close()
        return journal, on_disk

    journal, on_disk = loops.run(story())
    assert sorted(on_disk) == list(range(500))
    assert (journal.written, journal.lost) == (500, 0)
    assert journal.syncs < 50


def test_segments_rotate_by_size(tmp_path):
    async def story():
        journal = Journal(tmp_path, segment_bytes=200)
        for number in range(20):
            await journal.append(pack(_click(number)))
        await journal.close()
        return journal

    journal = loops.run(story())
    segments = sorted(journal.folder.glob("*.journal"))
    assert len(segments) == 7  # three records of 55 bytes in each
    assert _read(journal) == list(range(20))


def test_a_full_disk_is_counted_and_the_next_click_goes_on(tmp_path, monkeypatch):
    async def story():
        journal = Journal(tmp_path)
        await journal.append(pack(_click(1)))
        real, spent = os.pwrite, []

        def full(file, data, offset):
            if not spent:
                spent.append(real(file, bytes(data)[:7], offset))  # a few bytes still fit
                return 7
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "pwrite", full)
        await journal.append(pack(_click(2)))
        await journal.append(pack(_click(2)))
        writable_when_full = journal.is_writable
        monkeypatch.setattr(os, "pwrite", real)
        await journal.append(pack(_click(3)))
        await journal.close()
        return journal, writable_when_full

    with capture_logs() as said:
        journal, writable_when_full = loops.run(story())
    assert (journal.written, journal.lost, writable_when_full, journal.is_writable) == (2, 2, False, True)
    assert [line["event"] for line in said] == ["journal_not_written", "journal_written_again"]
    assert _read(journal) == [1, 3]


def test_what_was_lost_can_be_told_on_a_full_disk(tmp_path):
    async def story():
        journal = Journal(tmp_path)
        counters_file = journal.folder / "counters"
        blocks = counters_file.stat().st_blocks, counters_file.stat().st_size
        journal.lost = 12_345_678
        journal.tell({"redirects": 10**12, "refusals": 3})
        assert (counters_file.stat().st_blocks, counters_file.stat().st_size) == blocks
        await journal.close()
        return counters(journal.folder)

    assert loops.run(story()) == {
        "redirects": 10**12, "refusals": 3, "written": 0, "lost": 12_345_678, "syncs": 0,
    }  # fmt: skip


@pytest.mark.parametrize("agent", ["", "x" * 5000, "\ud800 lone", "日本" * 400])
def test_any_agent_can_be_written(agent):
    found, _offset, torn = unpack(pack(Click(1, 2, bytes(16), agent)))
    assert torn is None
    assert len(found[0].user_agent) <= MAX_AGENT
