"""The map of the outside world, the conversations that wait, and those that a colleague writes down."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from themes import audit, undo
from themes.audit import Person
from themes.handles import Handle
from themes.listening import hearing
from themes.models import Conversation, ConversationMatch, Stakeholder


@transaction.atomic
def save_stakeholder(
    *,
    stakeholder: Stakeholder,
    handles: Iterable[Handle],
    by: Person,
    save_related: Callable[[], None],
    changed: Iterable[str] = (),
) -> Stakeholder:
    """The stakeholder is stored with its themes and exactly these handles."""
    is_new = stakeholder.pk is None
    stakeholder.save()
    save_related()
    wanted = list(dict.fromkeys(handles))
    for held in stakeholder.handles.all():
        if (held.network, held.handle) in wanted:
            wanted.remove((held.network, held.handle))
        else:
            held.delete()
    for network, handle in wanted:
        stakeholder.handles.create(network=network, handle=handle)
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
def note_conversation(
    *, conversation: Conversation, asks: bool | None, by: Person, changed: Iterable[str] = ()
) -> Conversation:
    """What a colleague heard stands among the conversations: in which language, in what mood, about what.

    The theme that was chosen holds; without one it gets that of its words. It waits for an answer where `asks` says so and it
    is about a theme; with None it stays as it is: somebody has it, or it is settled.
    """
    is_new = conversation.pk is None
    conversation.is_by_hand = True
    matches = hearing.understand(conversation)
    if asks is not None:
        is_waiting = asks and conversation.theme_id is not None
        state = Conversation.State.WAITING if is_waiting else Conversation.State.HEARD
        if state != conversation.state:
            conversation.state, conversation.state_since = state, timezone.now()
    conversation.save()
    conversation.matches.all().delete()
    ConversationMatch.objects.bulk_create(
        ConversationMatch(conversation=conversation, theme_id=one.theme_id, words=list(one.words), score=one.score)
        for one in matches
    )
    action = audit.ADD if is_new else audit.CHANGE
    audit.record(conversation, action, by=by, programme=conversation.programme, changed=changed)
    return conversation


@transaction.atomic
def remove_conversation(*, conversation: Conversation, by: Person, back: str) -> str:
    """What was written down is gone, and with it who was asked; return the token that puts it back."""
    token = undo.keep_removed(conversation, owner=by.pk, back=back)
    audit.record(conversation, audit.REMOVE, by=by, programme=conversation.programme)
    conversation.delete()
    return token


@transaction.atomic
def move_conversation(*, conversation: Conversation, state: str, by: Person, back: str) -> str:
    """The conversation is taken, answered (the moment is kept) or dismissed; return the token that undoes it."""
    token = undo.keep_fields(conversation, ["state", "state_since", "answered_at"], owner=by.pk, back=back)
    conversation.move(state)
    programme = conversation.programme
    audit.record(conversation, audit.CHANGE, by=by, programme=programme, changed=["state"], state=state)
    return token
