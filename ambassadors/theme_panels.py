"""What this app adds to the pages of a programme, a theme and someone outside: the people."""

from collections.abc import Sequence

from django.conf import settings

from ambassadors import contact_log
from ambassadors.models import AnswerRequest, Contact, ProgrammeManager, ThemeLink
from themes import panels
from themes.kept import kept
from themes.models import Conversation, Programme, Stakeholder, Theme
from themes.panels import Panel

_SHOWN = 24


def register() -> None:
    """A programme's page tells who may enter it, a theme's who is linked to it; a stakeholder's page who keeps the contact."""
    panels.register(Programme, "managers", managers)
    panels.register(Theme, "people", people)
    panels.register(Stakeholder, "contacts", contacts)
    panels.register(Stakeholder, "contact_moments", contact_moments)
    panels.register_for_rows(Conversation, "answers", answers)


def managers(programme: Programme) -> Panel:
    """Return who may enter the programme."""
    team = list(ProgrammeManager.objects.of(programme))
    return Panel("ambassadors/_managers_panel.html", {"programme": programme, "team": team})


def people(theme: Theme) -> Panel:
    """Return who tells about the theme."""
    links = ThemeLink.objects.covering(theme)
    linked = list(links.select_related("ambassador__user").order_by("pk")[: _SHOWN + 1])
    more = (
        kept(f"covering:{theme.pk}", links.count, fresh_for=settings.STEPS_FRESH_SECONDS).value - _SHOWN
        if len(linked) > _SHOWN
        else 0
    )
    context = {"theme": theme, "programme": theme.programme, "links": linked[:_SHOWN], "more": more}
    return Panel("ambassadors/_theme_panel.html", context)


def contacts(stakeholder: Stakeholder) -> Panel:
    """Return who keeps the contact."""
    rows = list(Contact.objects.filter(stakeholder=stakeholder).select_related("ambassador__user"))
    context = {"stakeholder": stakeholder, "programme": stakeholder.programme, "contacts": rows}
    return Panel("ambassadors/_contact_panel.html", context)


def contact_moments(stakeholder: Stakeholder) -> Panel:
    """Return when we spoke with someone on the map, and about what; an answer to what they said is one of them."""
    moments = contact_log.of(stakeholder, 20)
    context = {"stakeholder": stakeholder, "programme": stakeholder.programme, "moments": moments}
    return Panel("ambassadors/_contact_moments.html", context)


def answers(conversations: Sequence[Conversation]) -> dict[int, Panel]:
    """Return how far the answer is: who is asked now or took it; of those who let it go, only how many they are."""
    open_ones = [one for one in conversations if one.state in {"waiting", "taken", "answered"}]
    if not open_ones:
        return {}
    found = AnswerRequest.objects.filter(conversation__in=open_ones).select_related("ambassador__user")
    by_conversation: dict[int, list[AnswerRequest]] = {}
    for request in found:
        by_conversation.setdefault(request.conversation_id, []).append(request)
    return {
        one.pk: Panel("ambassadors/_answer_state.html", _answer_state(one, by_conversation.get(one.pk, [])))
        for one in open_ones
    }


def _answer_state(conversation: Conversation, requests: Sequence[AnswerRequest]) -> dict[str, object]:
    states = AnswerRequest.State
    holding = {states.OFFERED, states.TAKEN, states.ANSWERED}
    return {
        "conversation": conversation,
        "request": next((one for one in requests if one.state in holding), None),
        "before": sum(one.state not in holding for one in requests),
        "can_ask": conversation.state in {Conversation.State.WAITING, Conversation.State.TAKEN},
    }
