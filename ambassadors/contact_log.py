"""When we spoke with someone on the map: what people noted, and what was answered to what they said.

An answer is kept once, at the conversation; here it is only read, so that taking it back takes it out of the log as well.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import AnswerRequest, ContactMoment
from themes.models import Conversation, Stakeholder


@dataclass(frozen=True)
class Entry:
    """A moment of contact: when, how, by whom where that is known, and what it was about."""

    day: date
    way: str
    by: str
    note: str


def of(stakeholder: Stakeholder, limit: int) -> list[Entry]:
    """Return the last moments of contact with someone, the newest first."""
    return of_each([stakeholder.pk], limit)[stakeholder.pk]


def of_each(stakeholders: Collection[int], limit: int) -> dict[int, list[Entry]]:
    """Return the last moments of contact with each of them, the newest first; three queries."""
    found: dict[int, list[Entry]] = {pk: [] for pk in stakeholders}
    nth = Window(RowNumber(), partition_by="stakeholder", order_by=["-happened_on", "-pk"])
    moments = ContactMoment.objects.filter(stakeholder__in=stakeholders).annotate(nth=nth).filter(nth__lte=limit)
    for one in moments.select_related("by"):
        found[one.stakeholder_id].append(Entry(one.happened_on, one.get_way_display(), str(one.by or ""), one.note))
    for conversation, by in _answered(stakeholders, limit):
        if conversation.stakeholder_id is not None:
            found[conversation.stakeholder_id].append(_answer(conversation, by))
    return {pk: sorted(entries, key=lambda entry: entry.day, reverse=True)[:limit] for pk, entries in found.items()}


def _answered(stakeholders: Collection[int], limit: int) -> list[tuple[Conversation, str]]:
    answered = Conversation.objects.filter(
        stakeholder__in=stakeholders, state=Conversation.State.ANSWERED, answered_at__isnull=False
    )
    nth = Window(RowNumber(), partition_by="stakeholder", order_by=[F("answered_at").desc(), "-pk"])
    found = list(answered.annotate(nth=nth).filter(nth__lte=limit).order_by("-answered_at", "-pk"))
    requests = AnswerRequest.objects.filter(conversation__in=found, state=AnswerRequest.State.ANSWERED)
    by = {one.conversation_id: str(one.ambassador) for one in requests.select_related("ambassador__user")}
    return [(conversation, by.get(conversation.pk, "")) for conversation in found]


def _answer(conversation: Conversation, by: str) -> Entry:
    words = (conversation.title or conversation.text)[:160]
    day = timezone.localdate(conversation.answered_at)
    return Entry(day, _("answered what they said"), by, f"“{words}”")
