"""Another system tells us of applications: only signed, only fresh, each message once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from sharehub.models import Application, StageChange, WebhookReceipt, WebhookSource
from sharehub.recruitment import signing
from tests import factories

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def source(db):
    return WebhookSource.objects.create(name="ATS")


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer", identifier="NL-7")


def _tell(client, source, data, *, number="msg_1", at=NOW, keys=None, **changed):
    body = data if isinstance(data, bytes) else json.dumps({"type": "application.updated", "data": data}).encode()
    headers = signing.headers(keys or source.keys(at), message_id=number, at=at, body=body)
    url = reverse("api:receive_webhook", args=[source.pk])
    sent = changed.pop("body", body)
    return client.post(url, sent, content_type="application/json", headers={**headers, **changed})


def test_an_application_arrives_moves_along_and_is_told_again_without_effect(client, source, vacancy):
    first = {"external_id": "A-1", "vacancy": "NL-7", "name": "Kim", "source": "Indeed"}
    assert _tell(client, source, first).json() == {"outcome": "new", "again": False}
    moved = {"external_id": "A-1", "stage": "in gesprek"}
    assert _tell(client, source, moved, number="msg_2").json() == {"outcome": "moved", "again": False}
    for _twice in range(2):
        response = _tell(client, source, moved, number="msg_2")
        assert (response.status_code, response.json()) == (200, {"outcome": "moved", "again": True})
    application = Application.objects.get()
    assert (application.vacancy, application.stage, application.channel) == (vacancy, "interview", "Indeed")
    assert StageChange.objects.count() == 1
    assert WebhookReceipt.objects.count() == 2


def test_an_old_message_that_comes_back_late_moves_nothing_back(client, source, vacancy):
    _tell(client, source, {"external_id": "A-1", "vacancy": "NL-7"})
    _tell(client, source, {"external_id": "A-1", "stage": "interview"}, number="msg_2")
    _tell(client, source, {"external_id": "A-1", "stage": "hired"}, number="msg_3")
    _tell(client, source, {"external_id": "A-1", "stage": "interview"}, number="msg_2")
    assert Application.objects.get().stage == "hired"


@pytest.mark.parametrize(
    "changed",
    [
        {"body": b'{"data": {"external_id": "A-2", "vacancy": "NL-7"}}'},
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-signature": "v2,é"},
        {"at": NOW - timedelta(minutes=6)},
        {"at": NOW + timedelta(minutes=6)},
        {"keys": [b"another key"]},
    ],
)
def test_what_is_not_signed_by_them_just_now_changes_nothing(client, source, vacancy, changed):
    response = _tell(client, source, {"external_id": "A-1", "vacancy": "NL-7"}, **changed)
    assert response.status_code == 401
    assert not Application.objects.exists()
    assert not WebhookReceipt.objects.exists()


def test_a_connection_that_is_off_or_was_never_there_answers_alike(client, source, vacancy):
    data = {"external_id": "A-1", "vacancy": "NL-7"}
    WebhookSource.objects.update(off_at=NOW)
    off = _tell(client, source, data)
    source.pk += 99
    assert (off.status_code, off.json()) == (401, _tell(client, source, data).json())
    assert not Application.objects.exists()


def test_the_secret_before_holds_for_a_day(client, source, vacancy, time_machine):
    old = source.keys(NOW)
    source.rotate(NOW)
    later = NOW + timedelta(hours=23)
    time_machine.move_to(later, tick=False)
    assert _tell(client, source, {"external_id": "A-1", "vacancy": "NL-7"}, at=later, keys=old).status_code == 200
    later = NOW + timedelta(hours=25)
    time_machine.move_to(later, tick=False)
    assert _tell(client, source, {"external_id": "A-1"}, number="msg_9", at=later, keys=old).status_code == 401


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no json", "not JSON"),
        (b"[1]", "no object called data"),
        ({"vacancy": "NL-7"}, "external_id is missing"),
        ({"external_id": "A-1", "vacancy": "NL-8"}, "No vacancy has the reference"),
        ({"external_id": "A-1"}, "No vacancy has the reference"),
        ({"external_id": "A-1", "vacancy": "NL-7", "stage": "promoted"}, "There is no stage called"),
        ({"external_id": "A-1", "vacancy": "NL-7", "name": ["x"]}, "data.name"),
        ({"external_id": "A" * 121, "vacancy": "NL-7"}, "data.external_id"),
        ({"external_id": "A-1", "vacancy": "NL-7", "applied_at": "yesterday"}, "applied_at"),
    ],
)
def test_what_cannot_be_read_is_said_to_both_sides_and_may_come_again(client, as_hanna, source, vacancy, data, words):
    response = _tell(client, source, data)
    assert response.status_code == 422
    assert words in response.json()["problem"]
    assert not Application.objects.exists()
    assert not WebhookReceipt.objects.exists()
    page = as_hanna.get(reverse("sharehub:webhook_source", args=[source.pk])).content.decode()
    assert "The last message could not be read" in page
    assert _tell(client, source, {"external_id": "A-1", "vacancy": "NL-7"}).json()["outcome"] == "new"
    assert "could not be read" not in as_hanna.get(reverse("sharehub:webhook_list")).content.decode()


def test_who_was_forgotten_stays_forgotten_and_the_other_side_need_not_try_again(client, source, vacancy):
    _tell(client, source, {"external_id": "A-1", "vacancy": "NL-7", "name": "Kim"})
    Application.objects.get().erase()
    response = _tell(client, source, {"external_id": "A-1", "name": "Kim", "stage": "hired"}, number="msg_2")
    assert (response.status_code, response.json()["outcome"]) == (200, "forgotten")
    assert (Application.objects.get().name, Application.objects.get().stage) == ("", "applied")


def test_a_message_that_is_too_large_is_not_read(client, source):
    assert _tell(client, source, {"external_id": "A-1", "motivation": "x" * 70_000}).status_code == 413


def test_hr_makes_one_and_is_shown_the_secret_once(as_hanna, db):
    page = as_hanna.post(reverse("sharehub:webhook_list"), {"in-name": "ATS"}).content.decode()
    source = WebhookSource.objects.get()
    assert source.secret in page
    assert f"/api/v1/webhooks/{source.pk}" in page
    assert source.secret not in as_hanna.get(reverse("sharehub:webhook_source", args=[source.pk])).content.decode()
