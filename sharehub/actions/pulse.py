"""A manager asks how people like it; people answer without a name."""

from datetime import date

from django.db import IntegrityError, transaction

from ambassadors.models import Ambassador, User
from ambassadors.taking_part import in_programme
from sharehub import pulse as pulses
from sharehub.models import Pulse, PulseAnswer, PulseReply
from themes import audit
from themes.models import Programme


class PulseRefused(Exception):
    """Nothing changed: one is running, it is over, or it was answered already."""


def start_pulse(*, programme: Programme, closes_on: date, by: User) -> Pulse:
    """People of the programme are asked until a day; raises PulseRefused while they are asked already."""
    asked = in_programme(programme).count()
    try:
        with transaction.atomic():
            pulse = Pulse.objects.create(programme=programme, closes_on=closes_on, asked=asked, started_by=by)
            audit.record(pulse, "sharehub.start_pulse", by=by, programme=programme)
    except IntegrityError as error:
        raise PulseRefused from error
    pulses.forget_running()
    return pulse


def call_off_pulse(*, programme: Programme, pulse_id: int, by: User) -> None:
    """Nobody is asked any more, and what was answered is gone unseen; raises PulseRefused once it is over."""
    with transaction.atomic():
        running = programme.pulses.select_for_update().filter(pk=pulse_id, closed_at=None).first()
        if running is None:
            raise PulseRefused
        audit.record(running, "sharehub.call_off_pulse", by=by, programme=programme)
        running.delete()
    pulses.forget_running()


def answer_pulse(*, pulse: Pulse, ambassador: Ambassador, answer: PulseAnswer) -> None:
    """The answer is kept without its person; raises PulseRefused where they answered before, or it is over.

    That somebody answered and what they said are written in two transactions: rows of one could be laid beside each other.
    """
    if not Pulse.objects.open().filter(pk=pulse.pk).exists():
        raise PulseRefused
    reply, is_new = PulseReply.objects.get_or_create(pulse=pulse, ambassador=ambassador)
    if not is_new:
        raise PulseRefused
    answer.pulse = pulse
    try:
        answer.save(force_insert=True)
    except Exception:
        reply.delete()
        raise
