"""The sources that a programme listens to."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from themes import audit, tasks, undo
from themes.audit import Person
from themes.models import ListeningSource


@transaction.atomic
def save_source(*, source: ListeningSource, by: Person, changed: Iterable[str] = ()) -> ListeningSource:
    """The programme listens to it, from now on; one that points elsewhere than it did begins anew."""
    is_new = source.pk is None
    if {"kind", "address", "query"} & set(changed):
        source.since_id = ""
        source.begin_anew()
    if changed or is_new:
        source.next_try_at = timezone.now()
    source.save()
    audit.record(source, audit.ADD if is_new else audit.CHANGE, by=by, programme=source.programme, changed=changed)
    if source.paused_at is None:
        tasks.fetch_source.delay_on_commit(source.pk)
    return source


@transaction.atomic
def ask_now(*, source: ListeningSource, by: Person) -> None:
    """It is its turn now, whatever it was waiting for, and it listens again where it was paused."""
    source.paused_at, source.next_try_at = None, timezone.now()
    source.save(update_fields=["paused_at", "next_try_at"])
    audit.record(source, audit.CHANGE, by=by, programme=source.programme, changed=["next_try_at"])
    tasks.fetch_source.delay_on_commit(source.pk)


@transaction.atomic
def pause_source(*, source: ListeningSource, is_paused: bool, by: Person) -> None:
    """It has no turn until someone lets it listen again; what it said stays."""
    source.paused_at = timezone.now() if is_paused else None
    source.next_try_at = timezone.now()
    source.save(update_fields=["paused_at", "next_try_at"])
    audit.record(source, audit.CHANGE, by=by, programme=source.programme, changed=["paused_at"])


@transaction.atomic
def remove_source(*, source: ListeningSource, by: Person, back: str) -> str:
    """The programme no longer listens to it; what it said stays. Return the token that puts it back."""
    token = undo.keep_removed(source, owner=by.pk, back=back)
    audit.record(source, audit.REMOVE, by=by, programme=source.programme)
    source.delete()
    return token
