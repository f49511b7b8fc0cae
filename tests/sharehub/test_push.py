"""Reminders on phones: sealed as RFC 8291 says, signed as RFC 8292 says, once; off without a key."""

import json
import re

import httpx
import pytest
import respx
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from py_vapid import Vapid02

from sharehub import actions, push, tasks
from sharehub.models import PlannedShare, PushDevice
from tests import factories

# The example of RFC 8291, appendix A.
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95b"
    "Qpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
SERVICE = "https://93.184.215.14/push/ann"


@pytest.fixture(autouse=True)
def _by_day(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=False)


@pytest.fixture
def _with_key(settings):
    settings.VAPID_PRIVATE_KEY = OURS


@pytest.fixture
def asked(ann, theme):
    piece = factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)
    share = factories.ShareFactory(ambassador=ann, piece=piece, state="planned", confirmed_at=None)
    return PlannedShare.objects.create(share=share, due_at=timezone.now(), carried_out_at=timezone.now())


def choose(ann, **fields):
    given = {"endpoint": SERVICE, "p256dh": THEIRS, "auth": SECRET, **fields}
    return actions.choose_device(ambassador=ann, **given)


def test_a_message_is_sealed_as_the_standard_says():
    key = ec.derive_private_key(int.from_bytes(push._decode(OURS)), ec.SECP256R1())
    words = b"When I grow up, I want to be a watermelon"
    sealed = push.seal(words, push._decode(THEIRS), push._decode(SECRET), key=key, salt=push._decode(SALT))
    assert push._encode(sealed) == SEALED


@pytest.mark.usefixtures("_with_key")
def test_the_phone_is_told_once_by_whom_and_in_time(ann, asked):
    assert choose(ann)
    assert push.due() == [asked.pk]
    with respx.mock() as services:
        told = services.post(SERVICE).mock(return_value=httpx.Response(201))
        for _time in range(2):
            tasks.push_reminder(asked.pk)
    assert told.call_count == 1
    sent = told.calls[0].request
    assert (sent.headers["content-encoding"], sent.headers["ttl"]) == ("aes128gcm", "14400")
    token, key = re.fullmatch(r"vapid t=(.+), ?k=(.+)", sent.headers["authorization"]).groups()
    claims = json.loads(push._decode(token.split(".")[1]))
    assert claims["aud"] == "https://93.184.215.14"
    assert key == push.public_key()
    assert Vapid02.verify(sent.headers["authorization"])
    assert push.due() == []


@pytest.mark.usefixtures("_with_key")
def test_a_browser_that_is_gone_is_forgotten(ann, asked):
    choose(ann)
    with respx.mock() as services:
        services.post(SERVICE).mock(return_value=httpx.Response(410))
        push.remind(plan_id=asked.pk)
    assert not PushDevice.objects.exists()


@pytest.mark.usefixtures("_with_key")
@pytest.mark.parametrize(
    "fields", [{"endpoint": "http://93.184.215.14/"}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"endpoint": ""}]
)
def test_what_is_no_browser_is_not_kept(ann, fields):
    assert not choose(ann, **fields)
    assert not PushDevice.objects.exists()


@pytest.mark.usefixtures("_with_key")
def test_a_private_address_is_never_spoken_to(ann, asked):
    choose(ann, endpoint="https://127.0.0.1/push")
    push.remind(plan_id=asked.pk)
    assert PushDevice.objects.count() == 1


@pytest.mark.usefixtures("_with_key")
def test_a_device_is_chosen_and_taken_away_on_the_page(as_ann, ann):
    page = reverse("sharehub:plan_list")
    assert push.public_key() in as_ann.get(page).text
    given = {"endpoint": SERVICE, "p256dh": THEIRS, "auth": SECRET}
    as_ann.post(reverse("sharehub:plan_device"), given)
    assert "on 1 device of yours" in as_ann.get(page).text
    as_ann.post(reverse("sharehub:plan_device_removal"))
    assert not PushDevice.objects.exists()


def test_without_a_key_the_page_says_so_and_nothing_is_sent(as_ann, ann, asked):
    assert not choose(ann)
    assert push.due() == []
    assert "This installation sends none to phones." in as_ann.get(reverse("sharehub:plan_list")).text


def test_a_key_is_made_for_the_environment(capsys):
    call_command("make_push_key")
    assert len(push._decode(capsys.readouterr().out.strip())) == 32
