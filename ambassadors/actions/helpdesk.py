"""Step 6: asking, answering, passing on, asking again and thanking."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors import helpdesk, notices
from ambassadors.models import Ambassador, HelpdeskTerms, Question, Reply, User
from ambassadors.weekdays import hours_between
from themes.models import Programme, Theme


class NotYours(Exception):
    """The question waits for somebody else, or was asked by somebody else."""


class AlreadyAnswered(Exception):
    """The question does not wait any more."""


@transaction.atomic
def ask(
    *,
    ambassador: Ambassador,
    programme: Programme,
    theme: Theme | None,
    text: str,
    may_be_archived: bool = False,
    shows_name: bool = False,
) -> Question:
    """The question waits for the expert that fits best, who is told."""
    question = Question(
        programme=programme,
        theme=theme,
        asker=ambassador,
        text=text,
        language=ambassador.user.language,
        may_be_archived=may_be_archived,
        shows_name=may_be_archived and shows_name,
    )
    helpdesk.set_terms(question)
    question.save()
    helpdesk.route(question)
    return question


@transaction.atomic
def answer(*, question: Question, by: User, text: str) -> Reply:
    """The asker is told what the expert, or a manager, answers; the first answer is what the response time counts.

    Raises NotYours for anybody else, AlreadyAnswered when somebody else was first.
    """
    locked = _locked(question)
    mine = locked.expert is not None and locked.expert.user_id == by.pk
    if not mine and not by.has_perm("ambassadors.change_question"):
        raise NotYours
    if not locked.is_open:
        raise AlreadyAnswered
    reply = Reply.objects.create(question=locked, by=by, is_answer=True, text=text)
    locked.state = Question.State.ANSWERED
    if locked.answered_at is None:
        locked.answered_at = reply.created_at
        locked.answered_in_hours = hours_between(locked.asked_at, reply.created_at)
        locked.was_on_time = reply.created_at <= locked.due_at
    locked.save(update_fields=["state", "answered_at", "answered_in_hours", "was_on_time"])
    locked.index_words()
    notices.plan(locked.asker.user, "answer", f"answer:{reply.pk}", locked.pk)
    return reply


@transaction.atomic
def pass_on(*, question: Question, by: Ambassador) -> Question:
    """Who cannot answer gives the question to the next who fits; it does not come back to them."""
    locked = _locked(question)
    if locked.expert_id != by.pk:
        raise NotYours
    if not locked.is_open:
        raise AlreadyAnswered
    locked.passed_by.add(by)
    helpdesk.route(locked, escalated=locked.escalated_at is not None)
    return locked


@transaction.atomic
def give_to(*, question: Question, expert: Ambassador, by: User) -> None:
    """A manager chose who is to answer."""
    locked = _locked(question)
    if not locked.is_open:
        raise AlreadyAnswered
    if expert.pk == locked.asker_id or not expert.is_active:
        raise NotYours
    locked.expert, locked.why_expert = expert, ""
    locked.save(update_fields=["expert", "why_expert"])
    helpdesk.tell_expert(locked)
    log(instance=locked, action="ambassadors.give_question", user=by, data={"programme": locked.programme_id})


@transaction.atomic
def ask_again(*, question: Question, by: Ambassador, text: str) -> Question:
    """The asker adds something and the question waits again; with who answered, or the next who fits."""
    locked = _locked(question)
    if locked.asker_id != by.pk:
        raise NotYours
    Reply.objects.create(question=locked, by=by.user, is_answer=False, text=text)
    if locked.is_open:
        return locked
    locked.state, locked.reopened_at = Question.State.OPEN, timezone.now()
    helpdesk.set_terms(locked)
    locked.save(update_fields=["state", "reopened_at", "due_at", "escalates_at", "escalated_at"])
    if locked.expert and locked.expert.is_active and not locked.expert.is_paused:
        helpdesk.tell_expert(locked)
    else:
        helpdesk.route(locked)
    return locked


@transaction.atomic
def thank(*, question: Question, by: Ambassador) -> None:
    """The expert reads that it helped; the first time counts."""
    locked = _locked(question)
    if locked.asker_id != by.pk:
        raise NotYours
    if locked.is_open or locked.thanked_at:
        return
    locked.thanked_at = timezone.now()
    locked.save(update_fields=["thanked_at"])


@transaction.atomic
def choose_archive(*, question: Question, by: Ambassador, may_be_archived: bool, shows_name: bool) -> None:
    """The asker decides, at any time, whether colleagues find the question and with which name."""
    locked = _locked(question)
    if locked.asker_id != by.pk:
        raise NotYours
    locked.may_be_archived, locked.shows_name = may_be_archived, may_be_archived and shows_name
    locked.save(update_fields=["may_be_archived", "shows_name"])


@transaction.atomic
def withdraw_question(*, question: Question, by: Ambassador) -> None:
    """A question that nobody answered is gone; one that was answered is the expert's work too and stays."""
    locked = _locked(question)
    if locked.asker_id != by.pk:
        raise NotYours
    if locked.answered_at:
        raise AlreadyAnswered
    locked.delete()


@transaction.atomic
def set_terms(*, terms: HelpdeskTerms, by: User) -> None:
    """Questions asked from now on have these terms."""
    terms.save()
    log(instance=terms, action="ambassadors.set_terms", user=by, data={"programme": terms.programme_id})


def _locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).with_people().select_related("programme")
    return rows.get(pk=question.pk)
