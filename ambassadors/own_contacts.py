"""The people outside with whom one ambassador keeps the contact: when they last spoke, what was said, and who goes cold."""

from dataclasses import dataclass

from ambassadors import cold_contacts, contact_log
from ambassadors.cold_contacts import Warmth
from ambassadors.contact_log import Entry
from ambassadors.models import Ambassador
from themes.models import Conversation, Stakeholder

_ENTRIES = 3


@dataclass(frozen=True)
class OwnContact:
    """Someone outside: how warm the contact is, the last entries of the log, and what they said in public last."""

    warmth: Warmth
    entries: list[Entry]
    said: Conversation | None

    @property
    def stakeholder(self) -> Stakeholder:
        """Who it is."""
        return self.warmth.stakeholder


def of(ambassador: Ambassador) -> list[OwnContact]:
    """Return everybody whose contact a person keeps, who goes cold first; a handful of queries, however many they are."""
    warm = cold_contacts.kept_warm(ambassador)
    ids = [one.stakeholder.pk for one in warm]
    entries = contact_log.of_each(ids, _ENTRIES)
    last = Conversation.objects.filter(stakeholder__in=ids).order_by("stakeholder_id", "-said_at", "-pk")
    said = {one.stakeholder_id: one for one in last.distinct("stakeholder_id")}
    return [OwnContact(one, entries[one.stakeholder.pk], said.get(one.stakeholder.pk)) for one in warm]
