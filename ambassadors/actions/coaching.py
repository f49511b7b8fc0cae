"""Step 6: pairs of a coach and a colleague, what they note for themselves, and a person's own calendar link."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors import notices
from ambassadors.models import Ambassador, CalendarLink, CoachPair, PairNote, User


class AlreadyPaired(Exception):
    """The colleague has a coach."""


class NotPaired(Exception):
    """The person is no part of the pair, or it has ended."""


@transaction.atomic
def pair(*, coach: Ambassador, ambassador: Ambassador, by: User) -> CoachPair:
    """The two meet from now on, and both are told; raises AlreadyPaired."""
    Ambassador.objects.select_for_update().get(pk=ambassador.pk)
    if coach.pk == ambassador.pk or CoachPair.objects.running().filter(ambassador=ambassador).exists():
        raise AlreadyPaired
    made = CoachPair.objects.create(coach=coach, ambassador=ambassador)
    for person in (coach, ambassador):
        notices.plan(person.user, "pair", f"pair:{made.pk}:{person.pk}", made.pk)
    log(instance=made, action="ambassadors.pair", user=by)
    return made


@transaction.atomic
def end_pair(*, pair: CoachPair, by: User) -> None:
    """The two no longer meet; their notes stay theirs. Again is the same as once."""
    if CoachPair.objects.filter(pk=pair.pk, ended_at=None).update(ended_at=timezone.now(), meets_at=None):
        log(instance=pair, action="ambassadors.end_pair", user=by)


@transaction.atomic
def note(*, pair: CoachPair, author: Ambassador, text: str) -> PairNote:
    """Both of the pair can read this, and nobody else."""
    _together(pair, author)
    return PairNote.objects.create(pair=pair, author=author, text=text)


@transaction.atomic
def delete_note(*, note: PairNote, by: Ambassador) -> None:
    """The author's own note is gone."""
    if note.author_id != by.pk:
        raise NotPaired
    note.delete()


@transaction.atomic
def set_appointment(*, pair: CoachPair, by: Ambassador, meets_at: datetime | None, meets_where: str) -> None:
    """The two meet then and there; None takes the appointment out of both calendars."""
    _together(pair, by)
    pair.meets_at, pair.meets_where = meets_at, meets_where if meets_at else ""
    pair.save(update_fields=["meets_at", "meets_where"])


@transaction.atomic
def make_calendar_link(*, ambassador: Ambassador) -> CalendarLink:
    """The person has an address for their calendar; an older one does not work any more."""
    return CalendarLink.made_for(ambassador=ambassador)


@transaction.atomic
def revoke_calendar_link(*, ambassador: Ambassador) -> None:
    """The address of the person's calendar does not work any more."""
    CalendarLink.objects.filter(ambassador=ambassador).delete()


def _together(pair: CoachPair, person: Ambassador) -> None:
    if person.pk not in (pair.coach_id, pair.ambassador_id) or pair.ended_at:
        raise NotPaired
