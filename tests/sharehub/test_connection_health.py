"""Who has a connection that ends or broke hears of it in time; managers see numbers, and only of enough people."""

from datetime import timedelta

import pytest
import respx
from django.urls import reverse
from django.utils import timezone, translation

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import connections, tasks
from sharehub.models import Connection
from tests import factories
from themes.health import Level

RENEWAL = "https://morel.example/xrpc/com.atproto.server.refreshSession"


@pytest.fixture
def ending(ann):
    def end(days, network="mastodon", **fields):
        row = factories.connection(ann, network)
        Connection.objects.filter(pk=row.pk).update(expires_at=timezone.now() + timedelta(days=days), **fields)
        return Connection.objects.get(pk=row.pk)

    return end


def tend(monkeypatch):
    monkeypatch.setattr(tasks.tend_connection, "delay_on_commit", tasks.tend_connection)
    tasks.tend_connections()
    tasks.tend_connections()
    return list(Notice.objects.order_by("pk"))


@pytest.mark.parametrize(("days", "mails"), [(20, 0), (13, 1), (2, 1)])
def test_an_end_is_told_fourteen_and_three_days_ahead(ending, monkeypatch, days, mails):
    row = ending(days)
    found = tend(monkeypatch)
    assert len(found) == mails
    if found:
        mail = notices.compose(found[0])
        with translation.override(row.ambassador.user.language):
            assert row.name in mail.subject
        assert "/app/accounts/" in mail.body


def test_between_the_two_it_is_told_twice(ending, monkeypatch):
    row = ending(13)
    tend(monkeypatch)
    Connection.objects.filter(pk=row.pk).update(expires_at=row.expires_at - timedelta(days=11))
    assert len(tend(monkeypatch)) == 2


def test_what_can_be_renewed_is_renewed_without_a_word(ending, monkeypatch):
    ending(10, "bluesky", access_until=timezone.now() + timedelta(hours=1))
    with respx.mock() as web:
        web.post(RENEWAL).respond(json={"did": "d", "handle": "h", "accessJwt": "new", "refreshJwt": "next"})
        assert tend(monkeypatch) == []
    row = Connection.objects.get()
    assert (row.tokens.access, row.tokens.refresh) == ("new", "next")


def test_what_the_network_no_longer_renews_is_lost_and_told_once(ending, monkeypatch):
    ending(10, "bluesky", access_until=timezone.now() + timedelta(hours=1))
    with respx.mock() as web:
        web.post(RENEWAL).respond(400, json={"error": "ExpiredToken", "message": "Token has expired"})
        (notice,) = tend(monkeypatch)
    assert Connection.objects.get().state == "lost"
    assert notices.compose(notice) is not None
    Connection.objects.update(state="working", expires_at=None)
    assert notices.compose(notice) is None  # connected again meanwhile


def test_the_app_says_so_as_well(ending, as_ann):
    row = ending(10)
    page = reverse("sharehub:connection_list")
    assert "works until" in as_ann.get(page).content.decode()
    row.lose()
    assert "has to be connected again" in as_ann.get(page).content.decode()
    piece = factories.article()
    sheet = as_ann.get(reverse("sharehub:share_new", args=[piece.pk]), {"network": "mastodon"}).content.decode()
    assert "has to be connected again before we can post" in sheet


def test_managers_see_numbers_of_enough_people_and_no_names(programme):
    people = factories.AmbassadorFactory.create_batch(12)
    for person in people[:4]:
        factories.connection(person)
    assert connections.signal(programme) is None
    for person in people[4:]:
        factories.connection(person)
    assert connections.signal(programme).level == Level.GOOD
    broken = [person.pk for person in people]
    Connection.objects.filter(ambassador__in=broken[:1]).update(state="lost")
    few = connections.signal(programme)
    assert few.figure == "12 people have connected an account; some have to connect it again"
    Connection.objects.filter(ambassador__in=broken[:6]).update(state="lost")
    many = connections.signal(programme)
    assert many.figure == "6 of the 12 people with a connected account have to connect it again"
    assert (many.level, "Ann" in many.figure) == (Level.BAD, False)
