"""Thanks between colleagues."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, Team, User
from sharehub import tasks
from sharehub.models import Kudos
from sharehub.recognition import ledger
from themes.models import Theme

_SAME = timedelta(seconds=60)
MAXIMUM = 400


class KudosRefused(Exception):
    """Something forbids it; the message says what, and nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@transaction.atomic
def give_kudos(*, giver: User, receiver: Ambassador | Team, text: str, theme: Theme | None = None) -> Kudos:
    """The colleague or the team is thanked, in words; the same words within a minute are the same thanks.

    Raises KudosRefused for oneself, for someone who is not in the programme, and without words.
    """
    User.objects.select_for_update().get(pk=giver.pk)
    text = " ".join(text.split())
    whom: dict[str, Any] = {"team": receiver} if isinstance(receiver, Team) else {"receiver": receiver}
    if isinstance(receiver, Ambassador) and receiver.user_id == giver.pk:
        raise KudosRefused(_("You cannot thank yourself here. Someone else will."))
    if Ambassador.objects.filter(user=giver).exclude(left_at=None).exists():
        raise KudosRefused(_("You have left the programme."))
    if isinstance(receiver, Ambassador) and not Ambassador.objects.active().filter(pk=receiver.pk).exists():
        raise KudosRefused(_("This colleague is not in the programme."))
    if not text or len(text) > MAXIMUM:
        raise KudosRefused(_("Say in a few words what you thank them for, in at most 400 characters."))
    same = Kudos.objects.filter(
        giver=giver, text=text, withdrawn_at=None, created_at__gte=timezone.now() - _SAME, **whom
    ).first()
    if same is not None:
        return same
    kudos = Kudos.objects.create(giver=giver, text=text, theme=theme, **whom)
    ledger.reward_kudos(kudos)
    own = Ambassador.objects.filter(user=giver).values_list("pk", flat=True).first()
    if own is not None:
        tasks.award_badges.delay_on_commit(own)
    return kudos


@transaction.atomic
def withdraw_kudos(*, kudos: Kudos) -> Kudos:
    """The thanks are taken back on the day they were given, and their points answered by a counter-entry.

    Raises KudosRefused on a later day.
    """
    kudos = Kudos.objects.select_for_update(of=("self",)).select_related("giver").get(pk=kudos.pk)
    if kudos.withdrawn_at is not None:
        return kudos
    if not kudos.can_be_withdrawn:
        raise KudosRefused(_("Thanks can be taken back on the day itself only."))
    kudos.withdrawn_at = timezone.now()
    kudos.save(update_fields=["withdrawn_at"])
    ledger.reverse_kudos(kudos)
    return kudos
