"""Stopping all sharing, and lifting the stop."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import User
from sharehub import crisis as effects
from sharehub.models import Crisis
from themes import audit, workspace
from themes.models import Programme

STOP = "sharehub.stop_sharing"
LIFT = "sharehub.lift_stop"


class StopRefused(Exception):
    """It is stopped already, or was lifted meanwhile; nothing was changed."""


def stop_sharing(
    *,
    programme: Programme,
    reason: str,
    by: User,
    until: datetime | None = None,
    stops_links: bool = False,
    instead: str = "",
) -> Crisis:
    """Nothing of the programme is offered or shared from now on; links lead elsewhere where asked, and everybody is told.

    The stop holds as soon as its row stands; what follows from it is done here as far as it goes and by the next sweep, so
    no message has to arrive. Raises StopRefused where it is stopped already.
    """
    try:
        with transaction.atomic():
            made = Crisis.objects.create(
                programme=programme,
                reason=reason.strip(),
                until=until,
                stops_links=stops_links,
                instead=instead if stops_links else "",
                started_by=by,
            )
            audit.record(made, STOP, by=by, programme=programme, reason=made.reason, links=stops_links)
    except IntegrityError as error:
        raise StopRefused(_("Sharing is stopped already.")) from error
    workspace.forget_steps(programme)
    effects.carry_out([made])
    made.refresh_from_db()
    return made


def lift_stop(*, crisis: Crisis, by: User) -> Crisis:
    """Sharing goes on: pieces are offered again and links lead back to them. Raises StopRefused where it was lifted already."""
    with transaction.atomic():
        standing = Crisis.objects.standing().filter(pk=crisis.pk)
        if not standing.update(lifted_at=timezone.now(), lifted_by=by):
            raise StopRefused(_("It was lifted already."))
        audit.record(crisis, LIFT, by=by, programme=crisis.programme)
    workspace.forget_steps(crisis.programme)
    effects.carry_out([crisis])
    crisis.refresh_from_db()
    return crisis
