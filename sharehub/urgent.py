"""Urgent pieces: once one is published, whom it fits hears of it at once, in the app and by mail.

Nobody hears of two on one day: the name of a notice holds the day, and is unique. A stop of all sharing gives a call up for good, so
that nothing leaves by itself when it is lifted; publishing the piece again calls anew.
"""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log

from ambassadors import mails, notices
from ambassadors.models import Ambassador, MailPreferences, Notice, User
from ambassadors.models.notices import after_quiet
from cms import urgency
from cms.models import Shareable
from sharehub import crisis, doors, feed
from sharehub.models import UrgentCall

CALL = "sharehub.call_urgent"
_BATCH = 2_000
_JUST_NOW = timedelta(minutes=1)


def register() -> None:
    """The notice of an urgent piece has its words."""
    notices.register(urgency.KIND, letter)


@transaction.atomic
def call(piece: Shareable, *, by: User | None) -> UrgentCall:
    """People are to be told of the piece, once; a call that was given up before anybody heard is made anew."""
    theme = piece.theme
    made, is_new = UrgentCall.objects.select_for_update().get_or_create(
        piece_id=piece.pk, defaults={"reason": piece.urgent_reason, "called_by": by}
    )
    if not is_new and made.ended_at and not made.told_at:
        made.reason, made.called_by, made.called_at, made.ended_at = piece.urgent_reason, by, timezone.now(), None
        made.save()
        is_new = True
    if made.told_at is None and crisis.holding(piece):
        _end(made)
    elif is_new:
        # A piece on no theme belongs to no programme, so the log says none.
        log(made, CALL, user=by, data={"programme": theme.programme_id} if theme else {})
    return made


def tell(*, call_id: int) -> bool:
    """A portion more of the people has a notice; returns whether some are left. Again is the same as once."""
    with transaction.atomic():
        made = UrgentCall.objects.select_for_update(of=("self",)).waiting().filter(pk=call_id).first()
        if made is None:
            return False
        piece = Shareable.objects.get(pk=made.piece_id)
        if not piece.live or crisis.holding(piece):
            _end(made)
            return False
        if not piece.has_opened:
            return False
        told = Notice.objects.filter(user=OuterRef("user"), kind=urgency.KIND, subject_id=made.pk)
        people = urgency.listeners(piece.audience).exclude(Exists(told)).select_related("user", "mail_preferences")
        found = list(people.order_by("pk")[:_BATCH])
        Notice.objects.bulk_create((_notice(made, person) for person in found), ignore_conflicts=True)
        if len(found) < _BATCH:
            made.told_at = timezone.now()
            made.save(update_fields=["told_at"])
        return len(found) == _BATCH


def outcome(piece: Shareable) -> str:
    """Return what follows from a call of the last minute, in a sentence; nothing where people were told long ago."""
    made = UrgentCall.objects.filter(piece_id=piece.pk).first()
    if made is None or max(made.called_at, made.ended_at or made.called_at) < timezone.now() - _JUST_NOW:
        return ""
    if made.ended_at:
        return _("Sharing is stopped, so nobody is told. Publish it again once sharing goes on.")
    told = Notice.objects.filter(kind=urgency.KIND, subject_id=made.pk).count()
    people = {"count": told or urgency.listeners(piece.audience).count()}
    if not piece.has_opened:
        return _("People hear of it as soon as it may be shared.")
    return ngettext("%(count)s person hears of it now.", "%(count)s people hear of it now.", people["count"]) % people


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about an urgent piece.

    Nothing once its call is old, the piece was shared, put aside, taken offline or stopped, or for who pauses, left, or wants no such mails.
    """
    made = UrgentCall.objects.fresh().select_related("piece").filter(pk=notice.subject_id or 0).first()
    person = Ambassador.objects.active().select_related("user", "team").filter(user=notice.user).first()
    if made is None or person is None or person.is_paused or not notices.preferences(person).urgent:
        return None
    piece = feed.pieces_for(person).filter(original=made.piece.original_key).first()
    if piece is None:
        return None
    context = {
        "piece": piece,
        "reason": made.reason,
        "action_url": doors.address_for(person, piece),
        "action_label": _("Look at it"),
        "stop_url": mails.absolute(notices.unsubscription_path(notice.user, urgency.KIND)),
    }
    user: User = notice.user
    return mails.compose("sharehub/mail/urgent", to=user.email, language=user.language, context=context)


def _notice(made: UrgentCall, person: Ambassador) -> Notice:
    chosen = getattr(person, "mail_preferences", None) or MailPreferences(ambassador=person)
    due_at = after_quiet(timezone.now(), person.user, chosen.quiet_from, chosen.quiet_until)
    return Notice(
        user=person.user, kind=urgency.KIND, key=urgency.key(person.user_id), subject_id=made.pk, due_at=due_at
    )


def _end(made: UrgentCall) -> None:
    made.ended_at = timezone.now()
    made.save(update_fields=["ended_at"])
