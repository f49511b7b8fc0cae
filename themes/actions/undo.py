"""Putting back."""

from django.db import transaction

from themes import audit, undo
from themes.audit import Person
from themes.models import Programme


@transaction.atomic
def put_back(*, token: str, programme: Programme, by: Person) -> str | None:
    """What the token keeps is as it was; return where it stands, or None when it is too late or somebody else's."""
    kept = undo.take(token, owner=by.pk)
    if kept is None:
        return None
    restored = undo.put_back(kept)
    if restored:
        audit.record(restored[0], audit.RESTORE, by=by, programme=programme)
    return kept.back
