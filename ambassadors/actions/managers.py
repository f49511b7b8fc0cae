"""A programme's team of managers."""

from django.db import transaction

from ambassadors import manager_mails
from ambassadors.models import ProgrammeManager, User
from themes import audit, undo
from themes.models import Programme


class LastManager(Exception):
    """A team keeps somebody who can log in: the last one names a colleague first."""


@transaction.atomic
def add_manager(*, programme: Programme, user: User, by: User) -> ProgrammeManager:
    """The person is in the team and told so; so is in it whoever began it: nobody locks themselves out. Twice is the same as once."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    if not programme.managers.exists() and not by.is_superuser:
        _add(programme, by, by=by)
    return _add(programme, user, by=by)


@transaction.atomic
def remove_manager(*, place: ProgrammeManager, by: User, back: str) -> str:
    """The person is no longer in the team and is told in a while; return the token that puts them back.

    Raises LastManager where nobody else of the team can log in, but for an administrator: once the team is empty, the
    programme is open to every manager again.
    """
    Programme.objects.select_for_update().get(pk=place.programme_id)
    others = place.programme.managers.filter(user__is_active=True).exclude(pk=place.pk)
    if not by.is_superuser and not others.exists():
        raise LastManager
    token = undo.keep_removed(place, owner=by.pk, back=back)
    audit.record(place, audit.REMOVE, by=by, programme=place.programme)
    if place.user_id != by.pk:
        manager_mails.tell_gone(place)
    place.delete()
    return token


@transaction.atomic
def restore_manager(*, programme: Programme, kept: undo.Kept, by: User) -> ProgrammeManager | None:
    """Who was taken out is in the team again; None where somebody put them there meanwhile."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    held = set(programme.managers.values_list("user_id", flat=True))
    for place in undo.put_back(kept, unless=lambda row: row.user_id in held):  # type: ignore[attr-defined]
        if isinstance(place, ProgrammeManager):
            audit.record(place, audit.RESTORE, by=by, programme=programme)
            return place
    return None


def _add(programme: Programme, user: User, *, by: User) -> ProgrammeManager:
    place, is_new = ProgrammeManager.objects.get_or_create(programme=programme, user=user)
    if is_new:
        audit.record(place, audit.ADD, by=by, programme=programme)
        if user.pk != by.pk:
            manager_mails.tell_named(place)
    return place
