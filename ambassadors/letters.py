"""The mail that invites someone, and the only way it leaves: once."""

from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ambassadors import mails
from ambassadors.models import Invitation
from themes.models import Theme

BATCH = 500


def letter(invitation: Invitation, *, themes: Sequence[Theme], url: str) -> EmailMultiAlternatives:
    """Return the mail of an invitation, sent or not, saved or not."""
    with translation.override(invitation.language):
        label = _("See the invitation")
    context = {"invitation": invitation, "themes": themes, "action_url": url, "action_label": label}
    return mails.compose(
        "ambassadors/mail/invitation", to=invitation.email, language=invitation.language, context=context
    )


def send(*, invitation_id: int) -> None:
    """The mail has left, by this call or another; a failure gives the row back to the next sweep and is raised.

    An address that the mail server refuses for good is not tried again until a manager asks for it.
    """
    mine = Invitation.objects.filter(pk=invitation_id)
    if not mine.unsent().update(sent_at=timezone.now()):
        return
    try:
        invitation = mine.select_related("programme", "invited_by", "team").get()
        url = mails.absolute(invitation.get_absolute_url())
        letter(invitation, themes=list(invitation.themes.all()), url=url).send()
    except SMTPRecipientsRefused as refusal:
        if not _is_for_good(refusal):
            mine.update(sent_at=None)
            raise
        mine.update(sent_at=None, refused_at=timezone.now())
    except Exception:
        mine.update(sent_at=None)
        raise


def remind(*, invitation_id: int) -> None:
    """A reminder has left, by this call or another; who answered meanwhile gets none. A failure gives the turn back."""
    mine = Invitation.objects.filter(pk=invitation_id)
    due = mine.to_remind().first()
    if due is None:
        return
    before = {"reminders": due.reminders, "reminded_at": due.reminded_at}
    claimed = mine.to_remind().filter(reminders=due.reminders)
    if not claimed.update(reminders=due.reminders + 1, reminded_at=timezone.now()):
        return
    try:
        reminder(due, url=mails.absolute(due.get_absolute_url())).send()
    except Exception:
        mine.update(**before)
        raise


def reminder(invitation: Invitation, *, url: str) -> EmailMultiAlternatives:
    """Return the reminder of an invitation."""
    with translation.override(invitation.language):
        label = _("See the invitation")
    context = {"invitation": invitation, "action_url": url, "action_label": label}
    return mails.compose(
        "ambassadors/mail/reminder", to=invitation.email, language=invitation.language, context=context
    )


def to_remind() -> list[int]:
    """Return the next invitations of which a reminder is due."""
    return list(Invitation.objects.to_remind().order_by("pk").values_list("pk", flat=True)[:BATCH])


def _is_for_good(refusal: SMTPRecipientsRefused) -> bool:
    """Whether every address was answered with a permanent failure (RFC 5321, 4.2.1: codes from 500 on)."""
    return all(code >= 500 for code, _words in refusal.recipients.values())


def waiting() -> list[int]:
    """Return the next invitations whose mail has to leave."""
    return list(Invitation.objects.unsent().order_by("pk").values_list("pk", flat=True)[:BATCH])
