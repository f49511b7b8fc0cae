"""Mails at their time: planned as rows, sent once, outside the quiet hours of who gets them.

Every kind of notice has a composer; apps above register theirs. A composer returns None when there is nothing to say any more: the
question was answered meanwhile, the policy was read, the week brought nothing. Then no mail leaves.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation

from ambassadors import mails
from ambassadors.models import Ambassador, MailPreferences, Notice, User
from ambassadors.models.notices import QUIET_FROM, QUIET_UNTIL, after_quiet

Composer = Callable[[Notice], EmailMultiAlternatives | None]
BATCH = 500
_AGAIN = timedelta(minutes=15)
_SALT = "ambassadors.unsubscription"
# What can be stopped by one click, and the field that says so.
STOPPABLE = {
    "digest": "weekly_digest",
    "newsletter": "newsletter",
    "conversation": "conversations",
    "urgent": "urgent",
}

_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Notices of this kind are written by the composer."""
    _composers[kind] = composer


def plan(user: User, kind: str, key: str, subject_id: int | None = None, at: datetime | None = None) -> Notice:
    """The person has one notice under this key, due at that time (now) or when their quiet hours end."""
    due_at = _after_quiet(user, at or timezone.now())
    defaults = {"user": user, "kind": kind, "subject_id": subject_id, "due_at": due_at}
    return Notice.objects.get_or_create(key=key, defaults=defaults)[0]


def due() -> list[int]:
    """Return the next notices whose time has come."""
    return list(Notice.objects.due().order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])


def send(*, notice_id: int) -> None:
    """The mail has left, by this call or another, or was dropped; a failure puts it off for a quarter of an hour.

    The row is claimed before the mail leaves: a message that is delivered twice finds nothing to do.
    """
    mine = Notice.objects.filter(pk=notice_id)
    if not mine.due().update(sent_at=timezone.now()):
        return
    notice = mine.select_related("user").get()
    later = _after_quiet(notice.user, timezone.now())
    if later > timezone.now():
        mine.update(sent_at=None, due_at=later)
        return
    try:
        mail = compose(notice)
        if mail is None:
            mine.update(sent_at=None, dropped_at=timezone.now())
            return
        mail.send()
    except SMTPRecipientsRefused:
        mine.update(sent_at=None, dropped_at=timezone.now())
    except Exception:
        mine.update(sent_at=None, due_at=timezone.now() + _AGAIN)
        raise


def compose(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail, in the person's language and time; None when there is nothing to say."""
    if not notice.user.is_active or notice.kind not in _composers:
        return None
    with translation.override(notice.user.language), timezone.override(notice.user.zone):
        mail = _composers[notice.kind](notice)
    if mail is not None and notice.kind in STOPPABLE:
        # RFC 8058: one click stops it, without a page to visit.
        address = mails.absolute(unsubscription_path(notice.user, notice.kind))
        mail.extra_headers["List-Unsubscribe"] = f"<{address}>"
        mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return mail


def preferences(ambassador: Ambassador) -> MailPreferences:
    """Return what the person chose, or what everybody begins with (not saved)."""
    found = MailPreferences.objects.filter(ambassador=ambassador).first()
    return found or MailPreferences(ambassador=ambassador)


def unsubscription_path(user: User, kind: str) -> str:
    """Return the path by which this person stops mails of a kind; signed, and good for as long as the mail is kept."""
    return reverse("ambassadors:unsubscription", args=[signing.dumps([user.pk, kind], salt=_SALT)])


def read_unsubscription(token: str) -> tuple[Ambassador, str] | None:
    """Return who wants to stop what; None for a token that is not ours, or of someone who left."""
    try:
        user_id, kind = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    ambassador = Ambassador.objects.filter(user_id=user_id, left_at=None).select_related("user").first()
    return (ambassador, kind) if ambassador and kind in STOPPABLE else None


def _after_quiet(user: User, moment: datetime) -> datetime:
    found = MailPreferences.objects.filter(ambassador__user=user).first()
    quiet = (found.quiet_from, found.quiet_until) if found else (QUIET_FROM, QUIET_UNTIL)
    return after_quiet(moment, user, *quiet)
