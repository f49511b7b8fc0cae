"""A manager's files of people."""

from django.core.files.base import ContentFile
from django.db import transaction

from ambassadors import intake, tasks
from ambassadors.models import PeopleImport, User
from themes.models import Programme


class ImportDecided(Exception):
    """The import was carried out or thrown away already."""


@transaction.atomic
def upload(*, programme: Programme, name: str, data: bytes, makes_teams: bool, by: User) -> PeopleImport:
    """The file is kept and will be read; nothing changes for anyone yet."""
    row = PeopleImport(programme=programme, name=name[:200], makes_teams=makes_teams, uploaded_by=by)
    row.file.save("people", ContentFile(data), save=False)
    row.save()
    tasks.import_people.delay_on_commit(row.pk)
    return row


@transaction.atomic
def carry_out(*, row: PeopleImport, deactivates: bool, by: User) -> None:
    """What the preview showed will happen, whole or not at all; raises ImportDecided the second time."""
    ready = PeopleImport.objects.filter(pk=row.pk, state=PeopleImport.State.READY)
    if not ready.update(state=PeopleImport.State.APPLYING, deactivates=deactivates, uploaded_by=by):
        raise ImportDecided
    tasks.import_people.delay_on_commit(row.pk)


@transaction.atomic
def throw_away(*, row: PeopleImport) -> None:
    """The file is gone and changed nothing; raises ImportDecided once it was carried out."""
    locked = PeopleImport.objects.select_for_update().get(pk=row.pk)
    if locked.state != PeopleImport.State.READY:
        raise ImportDecided
    locked.state = PeopleImport.State.CANCELLED
    locked.save(update_fields=["state"])
    locked.forget_people()


@transaction.atomic
def undo(*, row: PeopleImport, by: User) -> int:
    """The directory is as before, save for what people did since; return how much of it was kept. Raises ImportDecided."""
    found = intake.undo(import_id=row.pk, by=by)
    if not found:
        raise ImportDecided
    return found["kept"]
