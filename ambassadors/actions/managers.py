"""A programme's team of managers."""

from django.db import transaction

from ambassadors.models import ProgrammeManager, User
from themes import audit
from themes.models import Programme


@transaction.atomic
def add_manager(*, programme: Programme, user: User, by: User) -> ProgrammeManager:
    """The person is in the team, and so is whoever began it: nobody locks themselves out. Adding twice changes nothing."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    if not programme.managers.exists() and not by.is_superuser:
        _add(programme, by, by=by)
    return _add(programme, user, by=by)


@transaction.atomic
def remove_manager(*, place: ProgrammeManager, by: User) -> None:
    """The person is no longer in the team; when the last has gone, the programme is open to every manager again."""
    audit.record(place, audit.REMOVE, by=by, programme=place.programme)
    place.delete()


def _add(programme: Programme, user: User, *, by: User) -> ProgrammeManager:
    place, is_new = ProgrammeManager.objects.get_or_create(programme=programme, user=user)
    if is_new:
        audit.record(place, audit.ADD, by=by, programme=programme)
    return place
