"""Programmes and their readiness check."""

from collections.abc import Iterable

from django.db import transaction

from themes import audit
from themes.audit import Person
from themes.models import Programme, ReadinessItem
from themes.slugs import free_slug


@transaction.atomic
def save_programme(*, programme: Programme, by: Person | None, changed: Iterable[str] = ()) -> Programme:
    """The programme is stored; a new one gets its address and an open readiness check."""
    is_new = programme.pk is None
    if is_new:
        programme.slug = free_slug(Programme, programme.name, fallback="programme")
    programme.save()
    if is_new:
        ReadinessItem.objects.bulk_create(ReadinessItem(programme=programme, key=key) for key in ReadinessItem.Key)
    audit.record(programme, audit.ADD if is_new else audit.CHANGE, by=by, programme=programme, changed=changed)
    return programme


@transaction.atomic
def save_readiness(*, items: Iterable[ReadinessItem], by: Person) -> None:
    """The items that are given are stored, evidence and day together."""
    for item in items:
        item.save()
        audit.record(item, audit.CHANGE, by=by, programme=item.programme, changed=["evidence", "met_on"])
