"""What was removed or changed is kept for an hour, so that one tap puts it back.

It stands in Valkey and not in the log: what is deleted should be gone for good once nobody wants it back.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.cache import caches
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError

from themes.models.languages import as_written

__all__ = ["Kept", "ProtectedError", "keep_deleted", "keep_fields", "keep_removed", "put_back", "take"]

_SECONDS = 3600


@dataclass(frozen=True)
class Kept:
    """Rows as they were: whole ones that were deleted, and single fields of those that remain."""

    owner: str
    back: str
    rows: str = "[]"
    fields: list[tuple[str, Any, dict[str, Any]]] = field(default_factory=list)

    def holds(self, row: models.Model) -> bool:
        """Whether fields of this row are among what is kept."""
        return any((label, pk) == (row._meta.label, row.pk) for label, pk, _values in self.fields)


def keep_removed(instance: models.Model, *, owner: object, back: str) -> str:
    """Keep a row about to be deleted with all that goes with it, whatever app that is in; return the token."""
    collector = Collector(using="default", origin=instance)
    collector.collect([instance])
    rows = [row for found in [*collector.data.values(), *collector.fast_deletes] for row in found]
    loosened = [
        (row._meta.label, row.pk, {column.attname: column.value_from_object(row)})
        for (column, _value), groups in collector.field_updates.items()
        for group in groups
        for row in (group if isinstance(group, models.QuerySet) else [group])
    ]
    return _keep(Kept(str(owner), back, serializers.serialize("json", rows), loosened))


def keep_fields(instance: models.Model, names: Iterable[str], *, owner: object, back: str) -> str:
    """Keep fields of a row about to change; return the token."""
    values = {name: _stored(instance, name) for name in names}
    return _keep(Kept(str(owner), back, fields=[(instance._meta.label, instance.pk, values)]))


def keep_deleted(
    rows: models.QuerySet[Any], instance: models.Model, names: Iterable[str], *, owner: object, back: str
) -> str:
    """Keep rows about to be deleted together with fields of the one about to change that they belong to; return the token."""
    values = {name: _stored(instance, name) for name in names}
    kept = serializers.serialize("json", rows)
    return _keep(Kept(str(owner), back, kept, [(instance._meta.label, instance.pk, values)]))


def take(token: str, *, owner: object, about: models.Model | None = None) -> Kept | None:
    """Return what was kept for this person, once; None when it is too late, done already, somebody else's or not of that row."""
    kept: Kept | None = caches["state"].get(_key(token))
    if (
        kept is None
        or kept.owner != str(owner)
        or (about and not kept.holds(about))
        or not caches["state"].delete(_key(token))
    ):
        return None
    return kept


@transaction.atomic
def put_back(kept: Kept, *, unless: Callable[[models.Model], bool] = lambda _row: False) -> list[models.Model]:
    """The rows are as they were, but for those of which something says that they should stay away; return them."""
    restored: list[models.Model] = []
    for row in serializers.deserialize("json", kept.rows):
        if unless(row.object):
            continue
        row.save(save_m2m=False)  # the rows between are among the kept ones
        restored.append(row.object)
    for label, pk, values in kept.fields:
        manager = apps.get_model(label)._default_manager
        manager.filter(pk=pk).update(**values)
        restored.extend(manager.filter(pk=pk))
    return restored


def _stored(instance: models.Model, name: str) -> Any:
    """Return what the row says, as it was written first."""
    with as_written():
        return getattr(instance, name)


def _keep(kept: Kept) -> str:
    token = secrets.token_urlsafe(16)
    caches["state"].set(_key(token), kept, _SECONDS)
    return token


def _key(token: str) -> str:
    return f"themes.undo.{token}"
