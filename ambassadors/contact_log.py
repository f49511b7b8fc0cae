"""When we spoke with someone on the map: what people noted, and what was answered to what they said.

An answer is kept once, at the conversation; here it is only read, so that taking it back takes it out of the log as well.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import AnswerRequest
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
    noted = stakeholder.contact_moments.select_related("by")[:limit]
    entries = [Entry(one.happened_on, one.get_way_display(), str(one.by or ""), one.note) for one in noted]
    entries += [_answer(one) for one in _answered(stakeholder)[:limit]]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:limit]


def _answered(stakeholder: Stakeholder) -> list[Conversation]:
    answered = stakeholder.conversations.filter(state=Conversation.State.ANSWERED, answered_at__isnull=False)
    found = list(answered.order_by("-answered_at")[:20])
    requests = AnswerRequest.objects.filter(conversation__in=found, state=AnswerRequest.State.ANSWERED)
    by = {one.conversation_id: one.ambassador for one in requests.select_related("ambassador__user")}
    for conversation in found:
        conversation.answered_by = by.get(conversation.pk)  # type: ignore[attr-defined]
    return found


def _answer(conversation: Conversation) -> Entry:
    words = (conversation.title or conversation.text)[:160]
    day = timezone.localdate(conversation.answered_at)
    who = str(conversation.answered_by or "")  # type: ignore[attr-defined]
    return Entry(day, _("answered what they said"), who, f"“{words}”")
