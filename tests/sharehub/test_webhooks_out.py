"""Other systems are told of moves and hires: signed, once, again until it arrived, and never inside our own walls."""

import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx
from django.core import mail
from django.urls import reverse

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import tasks
from sharehub.models import WebhookDelivery, WebhookTarget
from sharehub.recruitment import signing
from tests import factories

URL = "https://93.184.215.14/hook"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def target(db):
    return WebhookTarget.objects.create(name="HRM", url=URL)


@pytest.fixture
def application(ann):
    vacancy = factories.vacancy(title="Pipe layer", identifier="NL-7")
    share = factories.ShareFactory(ambassador=ann, piece=vacancy)
    return factories.application(vacancy=vacancy, share=share, network="linkedin", external_id="A-1")


def _move(client, application, before, after):
    url = reverse("sharehub:application_stage", args=[application.pk])
    return client.post(url, {"from_stage": before, "to_stage": after})


def _send():
    for pk in WebhookDelivery.objects.order_by("pk").values_list("pk", flat=True):
        tasks.deliver_webhook(pk)
        tasks.deliver_webhook(pk)


def test_the_signature_is_the_one_of_the_specification():
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    signed = signing.signature(key, message_id="msg_p5jXN8AQM9LWM0D4loKWxJek", second=1614265330, body=body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_move_is_told_once_signed_and_without_names(as_hanna, target, application, web):
    route = web.post(URL).respond(204)
    _move(as_hanna, application, "applied", "interview")
    _send()
    assert route.call_count == 1
    request = route.calls[0].request
    told = json.loads(request.content)
    assert (told["type"], told["timestamp"]) == ("application.stage_changed", "2026-11-20T12:00:00+00:00")
    assert told["data"] == {
        "id": application.pk,
        "external_id": "A-1",
        "vacancy": "NL-7",
        "stage": "interview",
        "step": "interview",
        "previous_step": "applied",
        "through_ambassador": True,
        "network": "linkedin",
        "applied_at": "2026-11-20T12:00:00+00:00",
    }
    assert "Kim" not in request.content.decode()
    assert "Ann" not in request.content.decode()
    assert signing.verify(target.keys(NOW), request.headers, body=request.content, at=NOW).startswith("msg_")
    delivery = WebhookDelivery.objects.get()
    assert (delivery.delivered_at, delivery.status, delivery.tries) == (NOW, 204, 1)


def test_a_hire_is_told_beside_the_move_and_only_to_who_asked(as_hanna, target, application, web):
    WebhookTarget.objects.create(name="Payroll", url=URL, tells_stages=False)
    WebhookTarget.objects.create(name="Off", url=URL, off_at=NOW)
    _move(as_hanna, application, "applied", "hired")
    told = WebhookDelivery.objects.order_by("pk").values_list("target__name", "kind")
    assert sorted(told) == [
        ("HRM", "application.hired"),
        ("HRM", "application.stage_changed"),
        ("Payroll", "application.hired"),
    ]


def test_what_fails_is_tried_again_ever_later_and_a_rotation_loses_nothing(
    as_hanna, target, application, web, time_machine
):
    route = web.post(URL)
    route.side_effect = [httpx.Response(500), httpx.ConnectError("no"), httpx.Response(200)]
    _move(as_hanna, application, "applied", "interview")
    tasks.deliver_webhooks()
    _send()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.status, delivery.problem) == (500, "answer")
    assert delivery.next_try_at == NOW + timedelta(minutes=1)
    old = target.keys(NOW)
    as_hanna.post(reverse("sharehub:webhook_secret", args=["told", target.pk]))
    time_machine.move_to(NOW + timedelta(minutes=1), tick=False)
    _send()
    delivery.refresh_from_db()
    assert (delivery.problem, delivery.next_try_at) == (
        "unreached",
        NOW + timedelta(minutes=6),
    )
    target.refresh_from_db()
    assert target.failing_since == NOW
    time_machine.move_to(NOW + timedelta(minutes=6), tick=False)
    _send()
    delivery.refresh_from_db()
    target.refresh_from_db()
    assert (delivery.delivered_at, delivery.tries, target.failing_since) == (NOW + timedelta(minutes=6), 3, None)
    last = route.calls[2].request
    at = NOW + timedelta(minutes=6)
    assert signing.verify(old, last.headers, body=last.content, at=at) == delivery.message_id
    assert signing.verify(target.keys(at)[:1], last.headers, body=last.content, at=at) == delivery.message_id
    assert len(target.keys(NOW + timedelta(hours=25))) == 1


def test_who_takes_nothing_for_days_is_told_nothing_and_hr_hears_of_it(
    as_hanna, hanna, target, application, web, time_machine
):
    web.post(URL).respond(503)
    _move(as_hanna, application, "applied", "interview")
    for _day in range(60):
        _send()
        target.refresh_from_db()
        if target.off_at:
            break
        time_machine.shift(timedelta(hours=2))
    assert target.off_at - target.failing_since >= timedelta(days=3)
    assert target.gave_up
    notice = Notice.objects.get(kind="webhook_off")
    assert notice.user == hanna
    Notice.objects.update(due_at=target.off_at)
    time_machine.move_to(target.off_at.replace(hour=13) + timedelta(days=1), tick=False)
    notices.send(notice_id=notice.pk)
    notices.send(notice_id=notice.pk)
    assert [message.subject for message in mail.outbox] == ["We no longer tell “HRM”: nothing arrived"]
    as_hanna.post(reverse("sharehub:webhook_switch", args=["told", target.pk]))
    target.refresh_from_db()
    assert (target.off_at, target.gave_up, target.failing_since) == (None, False, None)


def test_who_says_to_be_gone_is_believed_at_once(as_hanna, target, application, web):
    web.post(URL).respond(410)
    _move(as_hanna, application, "applied", "interview")
    _send()
    target.refresh_from_db()
    assert target.gave_up


@pytest.mark.parametrize("url", ["https://127.0.0.1/hook", "https://localhost/hook", "https://10.0.0.7/hook"])
def test_nothing_is_sent_inside_whatever_stands_in_the_row(as_hanna, target, application, url):
    WebhookTarget.objects.update(url=url)
    _move(as_hanna, application, "applied", "interview")
    _send()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.delivered_at, delivery.tries, delivery.problem) == (None, 1, "refused")


def test_a_redirect_is_not_followed(as_hanna, target, application, web):
    web.post(URL).respond(307, headers={"Location": "https://93.184.215.15/other"})
    _move(as_hanna, application, "applied", "interview")
    _send()
    assert WebhookDelivery.objects.get().status == 307


def test_hr_makes_one_tests_it_and_sends_again(as_hanna, application, web, db):
    route = web.post(URL).respond(200)
    url = reverse("sharehub:webhook_list")
    for bad in (
        "http://93.184.215.14/hook",
        "https://127.0.0.1/",
        "https://me:secret@example.com/",
        "https://localhost/",
    ):
        assert as_hanna.post(url, {"name": "x", "url": bad, "tells_stages": "on"}).status_code == 422
    assert as_hanna.post(url, {"name": "x", "url": URL}).status_code == 422
    assert not WebhookTarget.objects.exists()
    page = as_hanna.post(url, {"name": "HRM", "url": URL, "tells_stages": "on"}).content.decode()
    target = WebhookTarget.objects.get()
    assert target.secret in page
    assert target.secret not in target.sealed_secret
    assert target.secret not in as_hanna.get(reverse("sharehub:webhook_target", args=[target.pk])).content.decode()
    as_hanna.post(reverse("sharehub:webhook_test", args=[target.pk]))
    _send()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.kind, delivery.status) == ("test.ping", 200)
    as_hanna.post(reverse("sharehub:delivery_again", args=[delivery.pk]))
    _send()
    assert route.call_count == 2
    assert len({call.request.headers["webhook-id"] for call in route.calls}) == 1


def test_what_was_told_goes_with_the_candidate_and_after_thirty_days(as_hanna, target, application, time_machine):
    _move(as_hanna, application, "applied", "interview")
    application.refresh_from_db()
    application.erase()
    assert not WebhookDelivery.objects.exists()
    WebhookDelivery.objects.create(target=target, kind="test.ping", delivered_at=NOW, next_try_at=None)
    time_machine.move_to(NOW + timedelta(days=31), tick=False)
    tasks.deliver_webhooks()
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("who", ["client", "as_ann", "as_mia", "as_ed"])
def test_only_hr_connects_systems(request, target, who):
    client = request.getfixturevalue(who)
    delivery = WebhookDelivery.objects.create(target=target, kind="test.ping", delivered_at=NOW, next_try_at=None)
    before = target.sealed_secret
    for name, args in (
        ("webhook_list", []),
        ("webhook_target", [target.pk]),
        ("webhook_test", [target.pk]),
        ("webhook_secret", ["told", target.pk]),
        ("webhook_switch", ["told", target.pk]),
        ("delivery_again", [delivery.pk]),
    ):
        response = client.post(reverse(f"sharehub:{name}", args=args), {"name": "x", "url": URL, "tells_hires": "on"})
        assert response.status_code == (302 if who == "client" else 403)
    target.refresh_from_db()
    delivery.refresh_from_db()
    assert (target.name, target.sealed_secret, target.off_at) == ("HRM", before, None)
    assert (delivery.delivered_at, WebhookDelivery.objects.count()) == (NOW, 1)
