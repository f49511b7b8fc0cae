"""The two questions of a load balancer, answered without a session."""

from django.db import OperationalError, connection


def test_a_living_process_says_so_without_asking_anybody(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert not response.cookies


def test_a_process_is_ready_when_its_servers_answer(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": True, "valkey": True})
    assert "no-store" in response["Cache-Control"]


def test_an_unreachable_valkey_is_named(client, settings, db):
    settings.CACHES = {name: {**cache, "LOCATION": "redis://127.0.0.1:1/0"} for name, cache in settings.CACHES.items()}
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "valkey": False})


def test_an_unreachable_database_is_named(client, db, monkeypatch):
    def refuse():
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": False, "valkey": True})
