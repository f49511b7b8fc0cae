"""What is in a journal gets into the database exactly once, and what changes in the database gets to the link table."""

import time
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.db import connection as django_connection
from django.utils import timezone
from structlog.testing import capture_logs

from sharehub.edge import links
from sharehub.edge.drain import Drain
from sharehub.edge.journal import Journal
from sharehub.edge.links import Link, LinkState
from sharehub.edge.records import Click, pack
from sharehub.models import JournalPosition, TrackedLink, UserAgent, Visit
from sharehub.reach import visitors
from tests import factories, loops

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _address() -> str:
    database = django_connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        host=database["HOST"], port=database["PORT"] or None, user=database["USER"], password=database["PASSWORD"] or None,
        dbname=database["NAME"],
    )  # fmt: skip


@pytest.fixture
def drain(tmp_path):
    return Drain(tmp_path, _address(), settings.REDIS_URL)


@pytest.fixture
def database():
    with psycopg.connect(_address()) as connection:
        yield connection


def _click(link_id: int, number: int = 0, **fields) -> Click:
    at = int(NOW.timestamp() * 1_000_000) + number
    return Click(
        at=at, link_id=link_id, visitor=number.to_bytes(16, "big"), user_agent=f"Browser {number % 3}", **fields
    )


def _write(root, clicks, *, is_alive=False, **options) -> Journal:
    async def story():
        journal = Journal(root / "journal", **options)
        for click in clicks:
            await journal.append(pack(click))
        if not is_alive:
            await journal.close()
        return journal

    return loops.run(story())


def _drain_all(drain, database) -> int:
    moved = 0
    while count := drain.move_clicks(database):
        moved += count
    drain.move_clicks(database)
    return moved


def test_clicks_arrive_once_and_drained_segments_go(drain, database, tmp_path):
    _write(tmp_path, [_click(7, number, referrer="t.co") for number in range(10)], segment_bytes=200)

    assert _drain_all(drain, database) == 10
    assert _drain_all(drain, database) == 0

    visits = list(Visit.objects.order_by("at"))
    assert [visit.link_id for visit in visits] == [7] * 10
    assert visits[0].at == NOW
    assert bytes(visits[3].visitor) == (3).to_bytes(16, "big")
    assert {visit.referrer for visit in visits} == {"t.co"}
    assert sorted(UserAgent.objects.values_list("text", flat=True)) == ["Browser 0", "Browser 1", "Browser 2"]
    assert list((tmp_path / "journal").iterdir()) == []
    assert not JournalPosition.objects.exists()


def test_a_segment_that_does_not_fit_in_one_reading_is_read_to_its_end(drain, database, tmp_path, monkeypatch):
    monkeypatch.setattr("sharehub.edge.drain._CHUNK_BYTES", 150)
    _write(tmp_path, [_click(7, number) for number in range(30)], segment_bytes=600)
    assert _drain_all(drain, database) == 30
    assert sorted(int.from_bytes(visit.visitor, "big") for visit in Visit.objects.all()) == list(range(30))
    assert list((tmp_path / "journal").iterdir()) == []


def test_a_drain_that_is_killed_before_its_commit_brings_nothing_in_twice(drain, database, tmp_path, monkeypatch):
    _write(tmp_path, [_click(7, number) for number in range(5)])

    class Killed(BaseException):
        pass

    copy = drain._copy
    monkeypatch.setattr(drain, "_copy", lambda *arguments: (copy(*arguments), (_ for _ in ()).throw(Killed()))[0])
    with pytest.raises(Killed):
        drain.move_clicks(database)
    assert not Visit.objects.exists()

    drain.table.close()
    fresh = Drain(tmp_path, _address(), settings.REDIS_URL)
    assert _drain_all(fresh, database) == 5
    assert Visit.objects.count() == 5


def test_a_drain_that_is_killed_after_its_commit_brings_nothing_in_twice(drain, database, tmp_path):
    journal = _write(tmp_path, [_click(7, number) for number in range(5)])
    drain.move_clicks(database)
    assert any(journal.folder.glob("*.journal"))  # committed, not deleted yet

    drain.table.close()
    fresh = Drain(tmp_path, _address(), settings.REDIS_URL)
    assert _drain_all(fresh, database) == 0
    assert Visit.objects.count() == 5
    assert not journal.folder.exists()


def test_a_segment_that_grows_is_followed_and_kept(drain, database, tmp_path):
    async def story():
        journal = Journal(tmp_path / "journal")
        await journal.append(pack(_click(7, 1)))
        assert drain.move_clicks(database) == 1
        await journal.append(pack(_click(7, 2)))
        assert drain.move_clicks(database) == 1
        assert drain.move_clicks(database) == 0
        kept = list(journal.folder.glob("*.journal"))
        await journal.close()
        return kept

    assert len(loops.run(story())) == 1
    assert Visit.objects.count() == 2


def test_a_torn_record_of_a_killed_worker_is_cut_off_and_counted(drain, database, tmp_path):
    journal = _write(tmp_path, [_click(7, 1), _click(7, 2)])
    [segment] = journal.folder.glob("*.journal")
    segment.write_bytes(segment.read_bytes() + pack(_click(7, 3))[:-2])

    assert _drain_all(drain, database) == 2
    assert Visit.objects.count() == 2
    assert drain.progress.torn_bytes == len(pack(_click(7, 3))) - 2
    assert not journal.folder.exists()


def test_several_workers_are_read_side_by_side(drain, database, tmp_path):
    for worker in range(3):
        _write(tmp_path, [_click(worker, number) for number in range(4)])
    assert _drain_all(drain, database) == 12
    assert sorted(Visit.objects.values_list("link_id", flat=True)) == [0] * 4 + [1] * 4 + [2] * 4


def test_the_sharers_own_click_is_marked(drain, database, tmp_path, ann):
    share = factories.ShareFactory(ambassador=ann)
    today = datetime.now(UTC)
    mine, theirs = b"m" * 16, b"t" * 16
    visitors.remember_own(ann.pk, mine)
    at = int(today.timestamp() * 1_000_000)
    _write(tmp_path, [Click(at, share.link.pk, key, "Firefox") for key in (mine, theirs)])
    _drain_all(drain, database)
    assert {bytes(visit.visitor): visit.is_own for visit in Visit.objects.all()} == {mine: True, theirs: False}


def test_without_valkey_clicks_still_arrive(database, tmp_path):
    drain = Drain(tmp_path, _address(), "redis://127.0.0.1:1/0")
    _write(tmp_path, [_click(7, 1)])
    assert _drain_all(drain, database) == 1


def test_links_are_in_the_table_as_they_stand_in_the_database(drain, database, tmp_path):
    link = factories.ShareFactory().link
    TrackedLink.objects.filter(pk=link.pk).update(destination="https://example.nl/a?utm_source=x")
    drain.refresh_links(database)
    table = drain.table
    found = table.get(link.code)
    assert (found.link_id, found.state, found.destination) == (
        link.pk,
        LinkState.OPEN,
        "https://example.nl/a?utm_source=x",
    )
    assert table.age() < 5

    TrackedLink.objects.filter(pk=link.pk).update(withdrawn_at=timezone.now())
    assert drain.refresh_links(database) >= 1
    assert table.get(link.code).state == LinkState.ENDED

    link.share.delete()
    drain.refresh_links(database)
    assert table.get(link.code) is None


def test_a_link_of_a_transaction_that_commits_late_is_not_missed(drain, database, tmp_path):
    share = factories.ShareFactory()
    with psycopg.connect(_address()) as late:
        late.execute(
            "UPDATE sharehub_trackedlink SET destination = 'https://late.example/' WHERE id = %s", [share.link.pk]
        )
        factories.ShareFactory()  # commits first, with a later number
        drain.refresh_links(database)
        late.commit()
    drain.refresh_links(database)
    assert drain.table.get(share.link.code).destination == "https://late.example/"


def test_a_table_of_another_database_is_thrown_away(drain, database, tmp_path):
    table = drain.table
    table.put([("ghost", Link(1, LinkState.OPEN, 0, "https://example.nl/"))])
    table.mark_refreshed(watermark=10**12, system="another")
    drain.refresh_links(database)
    assert table.get("ghost") is None
    assert table.watermark() < 10**12


def test_the_drain_waits_for_a_database_that_is_away(tmp_path, monkeypatch):
    drain = Drain(tmp_path, "host=127.0.0.1 port=1 dbname=x connect_timeout=1", settings.REDIS_URL)
    _write(tmp_path, [_click(7, 1)])
    rounds = iter([False, False, True])
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    drain.run(until=lambda: next(rounds, True))
    assert drain.progress.away_since > 0

    drain.database_url = _address()
    rounds = iter([False] * 6 + [True] * 5)
    drain.run(until=lambda: next(rounds))
    assert Visit.objects.count() == 1
    assert drain.progress.away_since == 0


def test_clicks_go_on_when_the_link_table_has_no_room(tmp_path, database, ann, monkeypatch):
    monkeypatch.setattr(links, "MAP_BYTES", 32 * 1024)
    drain = Drain(tmp_path, _address(), settings.REDIS_URL)
    piece = factories.article()
    for _number in range(30):
        share = factories.ShareFactory(ambassador=ann, piece=piece)
    TrackedLink.objects.update(destination="https://example.nl/" + "x" * 1400)
    _write(tmp_path, [_click(share.link.pk, number) for number in range(5)])
    with capture_logs() as said:
        assert [drain.once(database), drain.once(database)] == [5, 0]
    assert [line["event"] for line in said].count("link_table_not_written") == 1
    assert Visit.objects.count() == 5
    drain.table.close()
