"""Who answers what is said outside: the ambassador who fits it best and has time, and not always the same one.

docs/listening.md gives the points, so that anybody can recompute a score by hand.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ambassadors import notices
from ambassadors.models import Ambassador, AnswerRequest, RoleAssignment
from themes.models import Conversation

_CONTACT, _THEME, _ROLE, _WORD, _MOST_WORDS = 5, 4, 3, 2, 3
_BUSY, _LATELY = 2, 1
_LATELY_DAYS = 14
_ANSWERING = "answer"  # the right that a role of somebody who answers carries
# After so many people the manager decides: going on would annoy more than it helps.
MOST_ASKED = 3
_OURS = {code for code, _name in settings.LANGUAGES}


@dataclass(frozen=True)
class Candidate:
    """Someone who could answer, the points, and why: to the person in their own language, and about them to a manager."""

    ambassador: Ambassador
    score: int
    reasons: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def busy(self) -> int:
        """How many questions lie at the person now."""
        return int(self.ambassador.busy)  # type: ignore[attr-defined]

    @property
    def why(self) -> str:
        """The reasons as a manager reads them."""
        return capfirst("; ".join(self.told))


def candidates(conversation: Conversation) -> list[Candidate]:
    """Return who could answer and was not asked yet, the best first: of equals the one who was asked longest ago."""
    theme_ids = {conversation.theme_id} - {None}
    holds_theme = Q(theme_links__theme__in=theme_ids, theme_links__state="accepted")
    keeps_contact = Q(contacts__stakeholder=conversation.stakeholder_id) if conversation.stakeholder_id else Q(pk=None)
    since = timezone.now() - timedelta(days=_LATELY_DAYS)
    able = (
        Ambassador.objects.in_state("active")
        .filter(Q(pk__in=Ambassador.objects.filter(holds_theme | keeps_contact).values("pk")))
        .exclude(answer_requests__conversation=conversation)
        .select_related("user")
        .annotate(
            busy=Count("answer_requests", filter=Q(answer_requests__state__in=["offered", "taken"]), distinct=True),
            lately=Count("answer_requests", filter=Q(answer_requests__offered_at__gte=since), distinct=True),
            last_asked=Max("answer_requests__offered_at"),
        )
    )
    people = [person for person in able if _speaks(person, conversation.language)]
    basis = _Basis(conversation, people)
    long_ago = datetime.min.replace(tzinfo=since.tzinfo)
    found = [(basis.score(person), person.last_asked or long_ago) for person in people]
    found.sort(key=lambda pair: (-pair[0].score, pair[1], pair[0].ambassador.pk))
    return [candidate for candidate, _asked in found if candidate.reasons]


def offer(conversation_id: int, *, to: Ambassador | None = None) -> AnswerRequest | None:
    """The conversation waits at the one who fits best (or at `to`), who gets a mail about it unless they want none.

    None where nobody is left, or someone has it already.
    """
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation_id)
        if conversation.state != Conversation.State.WAITING or conversation.answer_requests.going_on().exists():
            return None
        found = candidates(conversation)
        chosen = next((one for one in found if to is None or one.ambassador == to), None)
        if chosen is None:
            return None
        try:
            with transaction.atomic():
                made = AnswerRequest.objects.create(
                    conversation=conversation,
                    ambassador=chosen.ambassador,
                    reasons=list(chosen.reasons),
                    score=chosen.score,
                )
        except IntegrityError:
            return None
        _tell(made)
        return made


def _tell(request: AnswerRequest) -> None:
    if notices.preferences(request.ambassador).conversations:
        notices.plan(request.ambassador.user, "conversation", f"conversation:{request.pk}", request.pk)


def sweep(at: datetime | None = None) -> None:
    """What nobody reacted to went on, and what waits for an answer lies at somebody; twice is the same as once."""
    now = at or timezone.now()
    for forgotten in AnswerRequest.objects.forgotten():
        forgotten.move(AnswerRequest.State.LAPSED)
    waiting = (
        Conversation.objects.filter(
            state=Conversation.State.WAITING,
            theme__retired_at=None,
            said_at__gte=now - timedelta(days=_LATELY_DAYS),
            programme__launched_at__isnull=False,
        )
        .filter(Q(source__offers_questions=True) | Q(is_by_hand=True))
        .exclude(theme=None)
        .annotate(asked=Count("answer_requests"))
        .filter(asked__lt=MOST_ASKED)
        .exclude(pk__in=AnswerRequest.objects.going_on().values("conversation"))
    )
    for conversation_id in waiting.order_by("said_at").values_list("pk", flat=True)[:200]:
        offer(conversation_id)


def _speaks(person: Ambassador, language: str) -> bool:
    return not person.languages or language not in _OURS or language in person.languages


@dataclass(frozen=True)
class _Part:
    """A reason: its kind, its points, and what it is about."""

    kind: str
    points: int
    what: object


_TO_PERSON = {
    "contact": _("You keep the contact with %(what)s."),
    "theme": _("You tell about %(what)s."),
    "role": _("On this theme your role is %(what)s."),
    "words": _("You know about %(what)s."),
}
_TO_MANAGER = {
    "contact": _("keeps the contact with %(what)s"),
    "theme": _("tells about %(what)s"),
    "role": _("is %(what)s on this theme"),
    "words": _("knows about %(what)s"),
}


class _Basis:
    """What is asked of the database once for all candidates."""

    def __init__(self, conversation: Conversation, people: Sequence[Ambassador]) -> None:
        self.conversation = conversation
        self.words = _words(conversation)
        ids = [person.pk for person in people]
        self.keepers = set(
            Ambassador.objects.filter(pk__in=ids, contacts__stakeholder=conversation.stakeholder_id).values_list(
                "pk", flat=True
            )
            if conversation.stakeholder_id
            else ()
        )
        self.followers = set(
            Ambassador.objects.filter(pk__in=ids)
            .filter(theme_links__theme=conversation.theme_id, theme_links__state="accepted")
            .values_list("pk", flat=True)
        )
        roles = RoleAssignment.objects.current().filter(
            theme=conversation.theme_id, role__rights__contains=[_ANSWERING]
        )
        self.roles = dict(roles.values_list("ambassador", "role__name"))

    def score(self, person: Ambassador) -> Candidate:
        parts = list(self._parts(person))
        with translation.override(person.user.language):
            reasons = tuple(_TO_PERSON[part.kind] % {"what": part.what} for part in parts)
        told = tuple(_TO_MANAGER[part.kind] % {"what": part.what} for part in parts)
        load = _BUSY * person.busy + _LATELY * person.lately  # type: ignore[attr-defined]
        return Candidate(person, sum(part.points for part in parts) - load, reasons, told)

    def _parts(self, person: Ambassador) -> Iterable[_Part]:
        if person.pk in self.keepers:
            yield _Part("contact", _CONTACT, self.conversation.stakeholder)
        if person.pk in self.followers:
            yield _Part("theme", _THEME, self.conversation.theme)
        if person.pk in self.roles:
            yield _Part("role", _ROLE, self.roles[person.pk])
        known = [word for word in self.words if re.search(rf"\b{re.escape(word)}", person.expertise, re.IGNORECASE)]
        if known:
            yield _Part("words", _WORD * min(len(known), _MOST_WORDS), ", ".join(known[:_MOST_WORDS]))


def _words(conversation: Conversation) -> list[str]:
    matched = [word.lstrip("#") for match in conversation.matches.all() for word in match.words]
    return list(dict.fromkeys(word.lower() for word in [*matched, *conversation.words]))
