"""The mail of an invitation leaves once, in the person's language."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.utils import timezone

from ambassadors import tasks
from ambassadors.actions.invitations import invite
from ambassadors.models import Invitation
from ambassadors.recipients import Recipient


@pytest.fixture
def invitation(programme, theme, mia):
    made = Invitation.objects.create(
        programme=programme,
        email="anna@example.nl",
        first_name="Anna",
        language="en",
        message="Your talk was <great>.",
        invited_by=mia,
        expires_at=timezone.now() + timedelta(days=14),
    )
    made.themes.add(theme)
    return made


def test_the_mail_leaves_once_however_often_the_task_runs(invitation, mailoutbox):
    tasks.send_invitation(invitation.pk)
    tasks.send_invitation(invitation.pk)
    [mail] = mailoutbox
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.SENT
    assert (mail.to, mail.subject) == (["anna@example.nl"], "Mia Jansen asks you to join as an ambassador")
    address = f"http://localhost:8000{invitation.get_absolute_url()}"
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    assert address in mail.body
    assert address in html
    assert "Heat networks" in mail.body
    assert "Your talk was <great>." in mail.body
    assert "Your talk was &lt;great&gt;." in html


def test_a_failed_mail_gives_the_row_back(invitation, monkeypatch):
    def fail(self, *args, **kwargs):
        raise OSError("no server")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
    with pytest.raises(OSError, match="no server"):
        tasks.send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.WAITING


@pytest.mark.parametrize("field", ["withdrawn_at", "declined_at", "accepted_at"])
def test_a_closed_invitation_is_never_mailed(invitation, mailoutbox, field):
    Invitation.objects.filter(pk=invitation.pk).update(**{field: timezone.now()})
    tasks.send_invitation(invitation.pk)
    assert mailoutbox == []


def test_the_sweep_queues_what_waits_and_again_is_harmless(
    invitation, mailoutbox, django_capture_on_commit_callbacks, monkeypatch
):
    queued = []
    monkeypatch.setattr(tasks.send_invitation, "delay_on_commit", queued.append)
    tasks.send_invitations()
    tasks.send_invitations()
    assert queued == [invitation.pk, invitation.pk]
    for pk in queued:
        tasks.send_invitation(pk)
    assert len(mailoutbox) == 1
    tasks.send_invitations()
    assert len(queued) == 2


def test_inviting_queues_the_mails_only_once_it_is_committed(
    programme, mia, django_capture_on_commit_callbacks, monkeypatch
):
    with django_capture_on_commit_callbacks() as callbacks:
        invite(programme=programme, rows=[Recipient(1, "anna@example.nl")], by=mia)
    assert len(callbacks) == 1
    with django_capture_on_commit_callbacks() as callbacks:
        invite(programme=programme, rows=[Recipient(1, "anna@example.nl")], by=mia)
    assert callbacks == []


def _refusing(code):
    def refuse(self, *args, **kwargs):
        raise SMTPRecipientsRefused({"anna@example.nl": (code, b"no such person")})

    return refuse


def test_an_address_that_is_refused_for_good_is_not_tried_again_until_asked(invitation, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", _refusing(550))
    tasks.send_invitation(invitation.pk)
    tasks.send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert (invitation.state, invitation.sent_at) == (Invitation.State.REFUSED, None)
    assert not Invitation.objects.unsent().exists()
    assert list(Invitation.objects.in_state("refused")) == [invitation]
    invitation.renew()
    assert invitation.state == Invitation.State.WAITING


def test_an_address_that_is_refused_for_now_is_tried_again(invitation, monkeypatch):
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", _refusing(451))
    with pytest.raises(SMTPRecipientsRefused):
        tasks.send_invitation(invitation.pk)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.WAITING
