"""Asking for a link to share without logging in."""

from django.db import transaction
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import doors, tasks
from sharehub.models import PersonalLink


@transaction.atomic
def ask_for_link(*, email: str, piece: Shareable) -> None:
    """Whoever takes part under this address, and may share the piece, gets a link by mail: at most one in ten minutes.

    Nobody learns from it who takes part.
    """
    person = Ambassador.objects.active().select_related("user").filter(user__email__iexact=email.strip()).first()
    if person is None or not Shareable.objects.open_to_sharing().for_ambassador(person).filter(pk=piece.pk).exists():
        return
    link = doors.link_for(person, piece)
    if PersonalLink.objects.filter(pk=link.pk).may_be_asked().update(asked_at=timezone.now()):
        tasks.send_personal_link.delay_on_commit(link.pk)
