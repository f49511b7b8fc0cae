"""The help desk: to whom a question goes, why, and what happens when nobody answers.

Candidates are active people who do not pause, did not ask it and did not pass it on. In order: who holds a role on the theme to which
questions come first; colleagues on the theme whose knowledge has words of it; for a question without a theme, or one that went on:
who holds a role that takes those. Which roles these are stands in the catalogue. Among them: who speaks the language of the question, then who has the fewest open questions, then who got the fewest in the last 30 days, then by name.
Speed, points and reach count for nothing. Where nobody is found the question waits for the managers.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import override

from ambassadors import managing, matching, notices
from ambassadors.models import Ambassador, HelpdeskTerms, Question, Role, RoleAssignment
from ambassadors.models.people import AmbassadorQuerySet
from ambassadors.models.question_reasons import LANGUAGE, ROLE, WAITING, WORDS, Reason, kept
from ambassadors.weekdays import add_hours
from themes.models import Programme, Theme

_FIRST, _NEXT = Role.Helpdesk.FIRST, Role.Helpdesk.NEXT
_LATELY = timedelta(days=30)
_CANDIDATES = 200
_BATCH = 200


@dataclass(frozen=True)
class Choice:
    """Who is asked, and why, as `question_reasons` keeps it."""

    expert: Ambassador
    why: str


def terms(programme: Programme) -> HelpdeskTerms:
    """Return the programme's terms, or those it begins with."""
    return HelpdeskTerms.objects.filter(programme=programme).first() or HelpdeskTerms(programme=programme)


def choose(question: Question, *, escalated: bool = False) -> Choice | None:
    """Return who fits the question best, None where nobody does."""
    people = _candidates(question)
    theme = question.theme
    if escalated or theme is None:
        on_theme = _least_loaded(question, _holding(people, _NEXT, theme), theme) if theme else None
        return on_theme or _least_loaded(question, _holding(people, _NEXT, None), None)
    return (
        _least_loaded(question, _holding(people, _FIRST, theme), theme)
        or _knowing(question, people, theme)
        or _least_loaded(question, _holding(people, _NEXT, theme), theme)
    )


def route(question: Question, *, escalated: bool = False) -> None:
    """The question waits for who fits best, and they are told; with nobody, it waits for the managers."""
    choice = choose(question, escalated=escalated)
    question.expert = choice.expert if choice else None
    question.why_expert = choice.why if choice else ""
    question.save(update_fields=["expert", "why_expert"])
    tell_expert(question)


def tell_expert(question: Question) -> None:
    """Whoever the question waits for gets a mail about it, once for each turn."""
    turn = f"{question.pk}:{question.passed_by.count()}:{int((question.reopened_at or question.asked_at).timestamp())}"
    if question.expert:
        notices.plan(question.expert.user, "question", f"question:{turn}:{question.expert_id}", question.pk)
        return
    for manager in managing.managers(question.programme):
        notices.plan(manager, "question_unrouted", f"unrouted:{turn}:{manager.pk}", question.pk)


def set_terms(question: Question) -> None:
    """The question has its times, counted from now."""
    its_terms, now = terms(question.programme), timezone.now()
    question.due_at = add_hours(now, its_terms.expected_hours)
    question.escalates_at = add_hours(now, its_terms.escalation_hours)
    question.escalated_at = None


def escalate(*, question_id: int) -> None:
    """A question that waited too long waits for a coach from now on, or for the managers; again is the same as once."""
    with transaction.atomic():
        mine = Question.objects.filter(pk=question_id)
        if not mine.to_escalate().update(escalated_at=timezone.now()):
            return
        question = mine.select_related("theme", "programme", "asker__user", "expert").get()
        if question.expert:
            question.passed_by.add(question.expert)
        with override(question.language):
            route(question, escalated=True)


def to_escalate() -> list[int]:
    """Return the next questions that waited too long."""
    return list(Question.objects.to_escalate().order_by("escalates_at").values_list("pk", flat=True)[:_BATCH])


def _candidates(question: Question) -> AmbassadorQuerySet:
    people = Ambassador.objects.active().exclude(paused_until__gte=timezone.localdate()).exclude(pk=question.asker_id)
    lately = timezone.now() - _LATELY
    return (
        people.exclude(pk__in=question.passed_by.values("pk"))
        .annotate(
            waiting=Count(
                "questions_to_answer",
                filter=Q(questions_to_answer__state="open") & ~Q(questions_to_answer=question.pk),
                distinct=True,
            ),
            lately=Count("questions_to_answer", filter=Q(questions_to_answer__asked_at__gte=lately), distinct=True),
        )
        .select_related("user")
    )


def _holding(people: AmbassadorQuerySet, helpdesk: Role.Helpdesk, theme: Theme | None) -> AmbassadorQuerySet:
    """Return those with a role to which such questions come, each with the name of that role."""
    held = RoleAssignment.objects.current().filter(ambassador=OuterRef("pk"), role__helpdesk=helpdesk)
    mine = (held.filter(theme=theme) if theme else held).order_by("role__sort_order", "pk")
    return people.annotate(role_name=Subquery(mine.values("role__name")[:1])).exclude(role_name=None)


def _knowing(question: Question, people: AmbassadorQuerySet, theme: Theme) -> Choice | None:
    """Return the least loaded of those on the theme whose own words say that they know about it."""
    linked = people.filter(theme_links__theme=theme, theme_links__state="accepted")[:_CANDIDATES]
    reasons = {person: matching.knowledge_of(person, theme) for person in linked}
    knowing = [person for person in linked if reasons[person]]
    best = min(knowing, key=lambda person: _order(question, person), default=None)
    return Choice(best, kept([(WORDS, reasons[best][:120]), *_load(question, best)])) if best else None


def _least_loaded(question: Question, people: AmbassadorQuerySet, theme: Theme | None) -> Choice | None:
    best = min(people[:_CANDIDATES], key=lambda person: _order(question, person), default=None)
    if best is None:
        return None
    role = str(best.role_name)  # type: ignore[attr-defined]  # annotated by _holding
    return Choice(best, kept([(ROLE, role, theme.name if theme else ""), *_load(question, best)]))


def _order(question: Question, person: Ambassador) -> tuple[bool, int, int, str, int]:
    speaks = question.language in person.languages
    return not speaks, _waiting(person), person.lately, str(person), person.pk  # type: ignore[attr-defined]


def _waiting(person: Ambassador) -> int:
    return int(person.waiting)  # type: ignore[attr-defined]  # annotated by _candidates


def _load(question: Question, person: Ambassador) -> list[Reason]:
    """Return the rest of the reasons: language and how much is waiting."""
    speaks: list[Reason] = [(LANGUAGE,)] if question.language in person.languages else []
    return [*speaks, (WAITING, _waiting(person))]
