"""What other systems tell us by signed webhook: each message is taken in once."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from sharehub.models import Application, WebhookReceipt, WebhookSource
from sharehub.recruitment import arrivals
from sharehub.recruitment.arrivals import Arrival, Outcome

MOST_BYTES = 64 * 1024
_LONGEST = {
    "external_id": 120,
    "vacancy": 200,
    "name": 160,
    "email": 254,
    "motivation": 5000,
    "stage": 60,
    "reference": 16,
}


class Unreadable(Exception):
    """The message does not tell of an application; nothing was changed."""


@dataclass(frozen=True)
class Heard:
    """What a message did: an outcome of an arrival, or that it was known already."""

    outcome: str
    is_known: bool = False


def hear(*, source: WebhookSource, message_id: str, body: bytes) -> Heard:
    """The application is as the message says; the same message again changes nothing. Raises Unreadable.

    A message that was refused may come again: HR may have made the stage or the vacancy meanwhile.
    """
    before = WebhookReceipt.objects.filter(source=source, message_id=message_id).first()
    if before:
        return Heard(before.outcome, is_known=True)
    try:
        arrival = _arrival(body)
        with transaction.atomic():
            receipt = WebhookReceipt.objects.create(source=source, message_id=message_id, outcome="")
            # The other system's people read why; its log is in English, as the API is.
            with translation.override("en"):
                received = arrivals.receive(arrival, origin=Application.Origin.API)
            if received.outcome == Outcome.REFUSED:
                raise Unreadable(received.problem)
            receipt.outcome = received.outcome.value
            receipt.save(update_fields=["outcome"])
            WebhookSource.objects.filter(pk=source.pk).update(used_at=timezone.now(), problem="", problem_at=None)
    except Unreadable as error:
        WebhookSource.objects.filter(pk=source.pk).update(problem=str(error)[:200], problem_at=timezone.now())
        raise
    except IntegrityError:  # the same message arrived at the same moment
        return Heard(Outcome.SAME.value, is_known=True)
    return Heard(receipt.outcome)


def _arrival(body: bytes) -> Arrival:
    try:
        told = json.loads(body)
    except ValueError as error:
        raise Unreadable("The body is not JSON.") from error
    data = told.get("data") if isinstance(told, dict) else None
    if not isinstance(data, dict):
        raise Unreadable("The body has no object called data.")
    values = {name: _text(data, name, most) for name, most in _LONGEST.items()}
    if not values["external_id"]:
        raise Unreadable("data.external_id is missing.")
    if not values["vacancy"]:
        known = Application.objects.filter(external_key=arrivals.key_of(values["external_id"])).first()
        values["vacancy"] = str(known.vacancy_id) if known else ""
    return Arrival(
        **values,
        channel=_text(data, "source", 80),
        applied_at=_moment(_text(data, "applied_at", 40)),
        keeps_data_a_year=data.get("keeps_data_a_year") is True,
    )


def _text(data: dict[str, object], name: str, most: int) -> str:
    value = data.get(name, "")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise Unreadable(f"data.{name} is no text of at most {most} characters.")
    return value


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("data.applied_at is no moment in ISO 8601.") from error
    return found if timezone.is_aware(found) else timezone.make_aware(found)
