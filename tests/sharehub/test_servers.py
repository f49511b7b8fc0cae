"""Servers with limits of their own: asked once in a while, and their people write within them."""

from datetime import timedelta

import httpx
import pytest
import respx
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import AmbassadorNetwork
from sharehub import actions, servers, tasks
from sharehub.models import NetworkServer, Share
from tests import factories

ABOUT = "https://mastodon.example/api/v2/instance"
ANSWER = {"configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 30}}}


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def on_mastodon(ann):
    AmbassadorNetwork.objects.create(ambassador=ann, network="mastodon", server="mastodon.example")
    return ann


def test_a_server_is_asked_once_and_its_people_write_within_its_limits(on_mastodon, bob, web, monkeypatch):
    route = web.get(ABOUT).respond(json=ANSWER)
    monkeypatch.setattr(tasks.ask_server, "delay_on_commit", tasks.ask_server)
    for _time in range(2):
        tasks.ask_servers()
    assert route.call_count == 1
    server = NetworkServer.objects.get()
    assert (server.host, server.limit, server.link_length) == ("mastodon.example", 5000, 30)
    tasks.ask_server(server.pk)
    assert route.call_count == 1
    own = servers.module_for(on_mastodon, "mastodon")
    assert (own.limit, own.link_length) == (5000, 30)
    assert servers.module_for(bob, "mastodon").limit == 500
    assert servers.module_for(on_mastodon, "bluesky").limit == 300


def test_the_sheet_and_the_share_keep_to_the_persons_own_server(on_mastodon, as_ann, as_bob, bob):
    NetworkServer.objects.create(network="mastodon", host="mastodon.example", limit=1000, link_length=23)
    piece = factories.article(disclosure_required=False)
    sheet = reverse("sharehub:share_new", args=[piece.pk])
    assert as_ann.get(sheet, {"network": "mastodon"}).context["sheet"].room == 975
    assert as_bob.get(sheet, {"network": "mastodon"}).context["sheet"].room == 475
    given = {"piece": piece, "network": "mastodon", "text": "a" * 900, "language": "en"}
    with pytest.raises(actions.ShareRefused):
        actions.open_share(ambassador=bob, **given)
    assert not Share.objects.exists()
    actions.open_share(ambassador=on_mastodon, **given)


@pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(200, text="<html>"), httpx.ConnectTimeout("")])
def test_a_server_that_does_not_tell_has_the_usual_limits_and_is_asked_later(on_mastodon, web, answer, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    effect = {"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}
    route = web.get(ABOUT).mock(**effect)
    [pk] = servers.due()
    tasks.ask_server(pk)
    assert servers.due() == []
    assert servers.module_for(on_mastodon, "mastodon").limit == 500
    time_machine.shift(timedelta(hours=6))
    assert servers.due() == [pk]
    assert route.call_count == 1


def test_a_known_server_is_asked_again_after_a_week(on_mastodon, time_machine):
    now = timezone.now()
    server = NetworkServer.objects.create(
        network="mastodon", host="mastodon.example", limit=500, link_length=23, asked_at=now, answered_at=now
    )
    assert servers.due() == []
    time_machine.move_to(now + timedelta(days=7, minutes=1), tick=False)
    assert servers.due() == [server.pk]


def test_only_hosts_become_servers(ann, bob):
    AmbassadorNetwork.objects.create(ambassador=ann, network="mastodon", server="10.0.0.1")
    AmbassadorNetwork.objects.create(ambassador=bob, network="linkedin", server="linkedin.example")
    assert servers.due() == []
    assert not NetworkServer.objects.exists()
