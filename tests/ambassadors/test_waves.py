"""Invitations in waves, reminders that stop by themselves, and a no with or without a reason."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors import tasks
from ambassadors.actions.invitations import Waves
from ambassadors.models import Ambassador, Invitation, User

DAY = timedelta(days=1)


@pytest.fixture
def invite(as_mia, programme):
    def send(addresses, **fields):
        data = {"addresses": addresses, "language": "en", "send": "1", **fields}
        if not data["send"]:
            del data["send"]
        return as_mia.post(reverse("ambassadors:invitation_new", args=[programme.slug]), data)

    return send


@pytest.fixture
def sent(programme):
    """An invitation whose mail left six days ago."""
    now = timezone.now()
    return Invitation.objects.create(
        programme=programme, email="kim@example.nl", language="en", sent_at=now - 6 * DAY, expires_at=now + 8 * DAY
    )


def _remind():
    mail.outbox.clear()
    for pk in Invitation.objects.values_list("pk", flat=True):
        for _again in range(2):
            tasks.send_reminder(pk)
    return len(mail.outbox)


def test_waves_say_when_how_many_are_asked(invite, as_mia, programme):
    today, addresses = timezone.localdate(), ", ".join(f"p{n}@example.nl" for n in range(5))
    preview = invite(addresses, wave_size=2, wave_days=3, send="").content.decode()
    assert preview.count("2 people") == 2
    assert not Invitation.objects.exists()
    invite(addresses, wave_size=2, wave_days=3)
    days = list(Invitation.objects.order_by("pk").values_list("send_on", flat=True))
    assert days == [today, today, today + 3 * DAY, today + 3 * DAY, today + 6 * DAY]
    assert (Invitation.objects.unsent().count(), Invitation.objects.in_state("planned").count()) == (2, 3)
    last = Invitation.objects.order_by("pk").last()
    assert (last.expires_at.date() - timezone.now().date()).days == 20
    tasks.send_invitation(last.pk)
    assert mail.outbox == []


def test_a_wave_in_the_past_is_refused(invite):
    assert invite("a@example.nl", send_on=timezone.localdate() - DAY).status_code == 422
    assert not Invitation.objects.exists()
    assert Waves(None, 0).days(2) == [timezone.localdate()] * 2


def test_two_reminders_at_most_and_each_once(sent, django_capture_on_commit_callbacks):
    assert _remind() == 1
    assert mail.outbox[0].to == ["kim@example.nl"]
    assert _remind() == 0
    for expected in (1, 0):
        Invitation.objects.update(reminded_at=timezone.now() - 6 * DAY)
        assert _remind() == expected
    assert Invitation.objects.get().reminders == 2
    with django_capture_on_commit_callbacks() as callbacks:
        Invitation.objects.update(reminders=0)
        tasks.send_reminders()
    assert len(callbacks) == 1


@pytest.mark.parametrize("answer", ["accepted_at", "declined_at", "withdrawn_at", "refused_at"])
def test_reminders_stop_by_themselves(sent, answer):
    Invitation.objects.update(**{answer: timezone.now()})
    assert _remind() == 0
    assert Invitation.objects.get().reminders == 0


def test_no_reminder_on_the_last_day_or_before_the_mail_left(sent):
    Invitation.objects.update(expires_at=timezone.now() + timedelta(hours=3))
    assert _remind() == 0
    Invitation.objects.update(expires_at=timezone.now() + 8 * DAY, sent_at=None)
    assert _remind() == 0


def test_a_no_needs_no_reason_and_a_reason_is_only_counted(as_mia, programme, sent, client):
    url = reverse("ambassadors:invitation_refusal", args=[sent.token])
    assert "Only counts are shown" in client.post(url).content.decode()
    assert Invitation.objects.get().decline_reason == ""
    client.post(url, {"reason": "nonsense"})
    assert Invitation.objects.get().decline_reason == ""
    client.post(url, {"reason": "time"})
    assert Invitation.objects.get().decline_reason == "time"
    page = reverse("ambassadors:invitation_list", args=[programme.slug])
    assert "no time for it now" not in as_mia.get(page).content.decode()
    for number in range(4):
        Invitation.objects.create(
            programme=programme,
            email=f"no{number}@example.nl",
            declined_at=timezone.now(),
            decline_reason="privacy",
            expires_at=timezone.now(),
        )
    shown = as_mia.get(page).content.decode()
    assert "I worry about my privacy (4)" in shown
    assert "no time for it now (1)" in shown


def test_someone_whom_a_file_made_enters_by_the_invitation(programme):
    user = User.objects.create_user("kim@example.nl", None, first_name="Kim")
    person = Ambassador.objects.create(user=user, slug="kim")
    asked = Invitation.objects.create(programme=programme, email="kim@example.nl", expires_at=timezone.now() + DAY)
    answers = {"first_name": "Kim", "last_name": "Smit", "password": "a long enough sentence"}
    assert Client().post(asked.get_absolute_url(), answers).status_code == 302
    person.refresh_from_db()
    user.refresh_from_db()
    assert (person.is_active, user.last_name, user.check_password("a long enough sentence")) == (True, "Smit", True)


def test_an_account_in_use_is_never_given_a_new_password(programme, ann):
    asked = Invitation.objects.create(programme=programme, email="ann@example.nl", expires_at=timezone.now() + DAY)
    answers = {"first_name": "X", "last_name": "Y", "password": "a long enough sentence"}
    Client().post(asked.get_absolute_url(), answers)
    ann.user.refresh_from_db()
    assert (ann.user.check_password("correct horse battery"), ann.user.first_name) == (True, "Ann")
    assert Invitation.objects.get().accepted_at is None


def test_the_page_says_which_waves_come_and_when_the_next_reminder_leaves(invite, as_mia, programme, sent):
    invite(", ".join(f"p{n}@example.nl" for n in range(5)), wave_size=2, wave_days=3)
    today = timezone.localdate()
    page = as_mia.get(reverse("ambassadors:invitation_list", args=[programme.slug]))
    assert page.context["waves"] == [(today + 3 * DAY, 2), (today + 6 * DAY, 1)]
    now = timezone.now()
    assert sent.next_reminder_on == timezone.localdate()
    for change, day in (
        ({"reminded_at": now, "reminders": 1}, timezone.localdate(now + 5 * DAY)),
        ({"reminded_at": now, "reminders": 2}, None),
        ({"declined_at": now}, None),
        ({"reminded_at": now, "reminders": 1, "expires_at": now + 5 * DAY}, None),
    ):
        one = Invitation(**{"sent_at": sent.sent_at, "expires_at": sent.expires_at, **change})
        assert one.next_reminder_on == day, change
