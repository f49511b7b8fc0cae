"""What people do with questions from outside, and the log of contacts."""

from datetime import date

from django.db import transaction
from wagtail.log_actions import log

from ambassadors import routing
from ambassadors.models import Ambassador, AnswerRequest, ContactMoment, User
from themes.models import Conversation, Stakeholder

_State = AnswerRequest.State


class TooLate(Exception):
    """The question is no longer with this person."""


@transaction.atomic
def offer_conversation(*, conversation: Conversation, by: User, to: Ambassador | None = None) -> AnswerRequest | None:
    """The colleague is asked, or else the one who fits best and has time; at whoever had it, it no longer lies.

    None where nobody is left or that colleague cannot take it; then nothing has changed.
    """
    going_on = AnswerRequest.objects.going_on().filter(conversation=conversation).first()
    if to is None and going_on is not None:
        return None
    with transaction.atomic():
        if going_on is not None:
            _move(going_on, _State.LAPSED, {_State.OFFERED, _State.TAKEN}, Conversation.State.WAITING)
        elif to is not None and conversation.state == Conversation.State.TAKEN:
            conversation.move(Conversation.State.WAITING)
        made = routing.offer(conversation.pk, to=to)
        if made is None:
            transaction.set_rollback(True)
            return None
    data = {"programme": conversation.programme_id}
    log(instance=conversation, action="ambassadors.offer_conversation", user=by, data=data)
    return made


@transaction.atomic
def take(*, request: AnswerRequest) -> None:
    """The person answers this one; raises TooLate."""
    _move(request, _State.TAKEN, {_State.OFFERED}, Conversation.State.TAKEN)


@transaction.atomic
def answer(*, request: AnswerRequest) -> None:
    """The person answered it there; raises TooLate."""
    _move(request, _State.ANSWERED, {_State.OFFERED, _State.TAKEN}, Conversation.State.ANSWERED)


def decline(*, request: AnswerRequest) -> None:
    """It goes to the next one who fits; nobody is told who said no. Raises TooLate."""
    with transaction.atomic():
        _move(request, _State.DECLINED, {_State.OFFERED, _State.TAKEN}, Conversation.State.WAITING)
    _next(request)


def pass_on(*, request: AnswerRequest, to: Ambassador | None = None) -> AnswerRequest | None:
    """It goes to this colleague, or to the next one who fits; None where nobody is left. Raises TooLate."""
    with transaction.atomic():
        _move(request, _State.PASSED, {_State.OFFERED, _State.TAKEN}, Conversation.State.WAITING)
    return routing.offer(request.conversation_id, to=to) if to else _next(request)


def leave(ambassador: Ambassador) -> None:
    """What lay at someone who leaves waits again."""
    for request in ambassador.answer_requests.going_on():
        _move(request, _State.LAPSED, {_State.OFFERED, _State.TAKEN}, Conversation.State.WAITING)


@transaction.atomic
def note_contact(*, stakeholder: Stakeholder, by: User, happened_on: date, way: str, note: str) -> ContactMoment | None:
    """The log of someone on the map has this moment; None where it has the very same already: a second click is no second talk."""
    Stakeholder.objects.select_for_update(no_key=True).get(pk=stakeholder.pk)
    said = {"by": by, "happened_on": happened_on, "way": way, "note": note}
    if stakeholder.contact_moments.filter(**said).exists():
        return None
    moment = ContactMoment.objects.create(stakeholder=stakeholder, **said)
    log(instance=stakeholder, action="ambassadors.note_contact", user=by, data={"programme": stakeholder.programme_id})
    return moment


@transaction.atomic
def take_back_contact(*, moment: ContactMoment, by: User) -> None:
    """The log does not have this moment any more, nor ever had it."""
    stakeholder = moment.stakeholder
    moment.delete()
    log(
        instance=stakeholder,
        action="ambassadors.take_back_contact",
        user=by,
        data={"programme": stakeholder.programme_id},
    )


def _next(request: AnswerRequest) -> AnswerRequest | None:
    asked = AnswerRequest.objects.filter(conversation=request.conversation_id).count()
    return routing.offer(request.conversation_id) if asked < routing.MOST_ASKED else None


def _move(request: AnswerRequest, state: str, allowed: set[_State], conversation_state: str) -> None:
    # The conversation first, as everywhere, so that two people at once wait for each other and do not lock each other out.
    conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=request.conversation_id)
    locked = AnswerRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.state not in allowed:
        raise TooLate
    locked.move(state)
    if conversation.state not in {Conversation.State.WAITING, Conversation.State.TAKEN}:
        return  # a manager decided about it meanwhile
    conversation.move(conversation_state, at=locked.ended_at or locked.taken_at)
