"""The map of the outside world, and the conversations that wait."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from themes import audit, undo
from themes.audit import Person
from themes.models import Conversation, Stakeholder


@transaction.atomic
def save_stakeholder(
    *, stakeholder: Stakeholder, by: Person, save_related: Callable[[], None], changed: Iterable[str] = ()
) -> Stakeholder:
    """The stakeholder is stored with its themes and handles."""
    is_new = stakeholder.pk is None
    stakeholder.save()
    save_related()
    action = audit.ADD if is_new else audit.CHANGE
    audit.record(stakeholder, action, by=by, programme=stakeholder.programme, changed=changed)
    return stakeholder


@transaction.atomic
def remove_stakeholder(*, stakeholder: Stakeholder, by: Person, back: str) -> str:
    """The stakeholder is off the map; return the token that puts it back, handles and contacts included."""
    token = undo.keep_removed(stakeholder, owner=by.pk, back=back)
    audit.record(stakeholder, audit.REMOVE, by=by, programme=stakeholder.programme)
    stakeholder.delete()
    return token


@transaction.atomic
def move_conversation(*, conversation: Conversation, state: str, by: Person, back: str) -> str:
    """The conversation is taken, answered (the moment is kept) or dismissed; return the token that undoes it."""
    token = undo.keep_fields(conversation, ["state", "answered_at"], owner=by.pk, back=back)
    conversation.state = state
    conversation.answered_at = timezone.now() if state == Conversation.State.ANSWERED else None
    conversation.save(update_fields=["state", "answered_at"])
    programme = conversation.programme
    audit.record(conversation, audit.CHANGE, by=by, programme=programme, changed=["state"], state=state)
    return token
