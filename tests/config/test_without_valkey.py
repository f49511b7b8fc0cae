"""While Valkey is away pages are slower, not gone; what stands nowhere else says that it cannot be kept."""

import socket

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache, caches
from django.test import Client
from kombu.exceptions import OperationalError
from redis import Connection
from redis.exceptions import RedisError

from sharehub.tasks import award_badges
from tests import factories


@pytest.fixture
def valkey_away(settings):
    settings.CACHES = {name: {**kept, "LOCATION": "redis://127.0.0.1:1/0"} for name, kept in settings.CACHES.items()}


@pytest.mark.parametrize("path", ["/app/", "/app/plan/", "/app/reach/", "/app/thanks/", "/app/me/", "/healthz"])
def test_who_is_logged_in_stays_so_and_reads_on(as_ann, valkey_away, path):
    factories.article(title="Forty kitchens")
    for _time in range(2):
        assert as_ann.get(path).status_code == 200


def test_a_manager_goes_on(as_mia, programme, valkey_away):
    assert as_mia.get(f"/programme/{programme.slug}/").status_code == 200


def test_the_public_site_goes_on(db, valkey_away):
    assert Client().get("/").status_code == 200


def test_who_comes_logs_in(ann, valkey_away):
    ann.user.set_password("a winter of forty kitchens")
    ann.user.save()
    EmailAddress.objects.update_or_create(
        user=ann.user, email=ann.user.email, defaults={"verified": True, "primary": True}
    )
    client = Client()
    answers = {"login": ann.user.email, "password": "a winter of forty kitchens"}
    assert client.post("/accounts/login/", answers).status_code == 302
    assert client.get("/app/").status_code == 200


def test_who_logs_out_is_logged_out(as_ann, valkey_away):
    assert as_ann.post("/accounts/logout/").status_code == 302
    assert as_ann.get("/app/").status_code == 302


def test_the_cache_is_as_if_it_were_empty(valkey_away):
    cache.set("one", 1)
    cache.set_many({"two": 2})
    cache.delete_many(["one", "two"])
    assert (cache.get("one", "none"), cache.get_many(["one"]), "one" in cache) == ("none", {}, False)
    assert (cache.add("one", 1), cache.delete("one")) == (True, False)


def test_what_stands_nowhere_else_is_not_lost_in_silence(valkey_away):
    for ask in (lambda: caches["state"].set("undo:one", 1), lambda: caches["state"].get("undo:one")):
        with pytest.raises(RedisError):
            ask()


@pytest.fixture
def valkey_hangs(settings):
    """It takes every connection and answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        address = f"redis://127.0.0.1:{port}/0"
        quick = {"pool_class": "config.caching.SharedPool", "socket_timeout": 0.05, "socket_connect_timeout": 0.05}
        settings.CACHES = {
            name: {**kept, "LOCATION": address, "OPTIONS": quick} for name, kept in settings.CACHES.items()
        }
        yield port


def test_one_that_hangs_is_asked_once_and_then_left_alone(as_ann, valkey_hangs, monkeypatch):
    asked = []
    send = Connection.send_command
    monkeypatch.setattr(
        Connection, "send_command", lambda self, *words, **how: asked.append(self.port) or send(self, *words, **how)
    )
    assert [cache.get("one", "none"), cache.get("two", "none"), cache.add("three", 3)] == ["none", "none", True]
    assert as_ann.get("/app/").status_code == 200
    assert asked.count(valkey_hangs) <= 2  # its greeting, and the question


def test_what_was_asked_for_is_done_where_no_broker_takes_the_message(
    ann, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []

    def away(self, *args, **kwargs):
        sent.append(args)
        raise OperationalError("connection refused")

    monkeypatch.setattr("celery.app.task.Task.apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        award_badges.delay_on_commit(ann.pk)
    assert sent == [((ann.pk,), {})]
