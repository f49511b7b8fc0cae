"""Fills step 6: questions and answers, the handbook, pairs, letters, highlights and the screen in the canteen."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from wagtail.models import Page

from ambassadors import helpdesk
from ambassadors.models import (
    Ambassador,
    CoachPair,
    Newsletter,
    NewsletterText,
    PairNote,
    Question,
    Reply,
    Role,
    User,
)
from ambassadors.weekdays import add_hours, hours_between
from cms.models import HandbookPage, HomePage, LessonPage, LessonProgress
from sharehub.demo.accounts import DEMO_ACCOUNTS
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, table
from sharehub.models import Crisis, Highlight, NetworkServer, WallLink
from themes.models import Programme, Theme

# One in so many finished the lesson about writing; as many others are halfway the one about sharing.
_EVERY = 3


def fill_support(calendar: Calendar, programme: Programme, people: Mapping[str, Person]) -> None:
    """Everything of step 6 stands, each part with something true in it; no mail is planned."""
    fields = table("support")
    manager = User.objects.get(email=DEMO_ACCOUNTS[0].email)
    known = {key: person.ambassador for key, person in people.items() if person.ambassador}
    for item in sorted(fields["questions"], key=lambda item: -item["ago"]):
        _question(calendar, programme, known, item)
    _handbook(calendar, fields["lessons"], list(known.values()))
    for item in fields["pairs"]:
        _pair(calendar, known, item)
    for item in fields["newsletters"]:
        _newsletter(calendar, programme, manager, item)
    Highlight.objects.bulk_create(
        Highlight(
            programme=programme,
            ambassador=known[item["who"]],
            text=item["text"],
            picked_by=manager,
            shown_from=(since := calendar.now - timedelta(days=item["ago"])),
            shown_until=since + timedelta(days=14),
        )
        for item in fields["highlights"]
        if known[item["who"]].is_on_wall
    )
    _stop(calendar, programme, manager, fields["stop"])
    # The colleagues' own server takes longer posts than Mastodon does by itself.
    NetworkServer.objects.create(
        network="mastodon",
        host="noorden.example",
        limit=1000,
        link_length=23,
        asked_at=calendar.now,
        answered_at=calendar.now,
    )
    WallLink.objects.create(
        programme=programme, name="Kantine Assen", key="kantine", made_by=manager, made_at=calendar.now
    )


def _stop(calendar: Calendar, programme: Programme, manager: User, item: Fields) -> None:
    """Sharing was stopped once, told to everybody, and lifted."""
    started_at = calendar.at(calendar.ago(item["ago"]), item["hour"])
    lifted_at = started_at + timedelta(hours=item["hours"])
    Crisis.objects.create(
        programme=programme,
        reason=item["reason"],
        until=lifted_at,
        started_by=manager,
        started_at=started_at,
        told_at=started_at,
        lifted_by=manager,
        lifted_at=lifted_at,
    )


def _question(calendar: Calendar, programme: Programme, known: Mapping[str, Ambassador], item: Fields) -> None:
    asked_at = calendar.now - timedelta(days=item["ago"])
    question = Question(
        programme=programme,
        theme=Theme.objects.get(programme=programme, slug=item["theme"]),
        asker=known[item["from"]],
        text=item["text"],
        language=item.get("language", "nl"),
        may_be_archived=item.get("archived", False),
        shows_name=item.get("named", False),
        asked_at=asked_at,
        due_at=add_hours(asked_at, 24),
        escalates_at=add_hours(asked_at, 48),
    )
    question.save()
    if "by" in item:
        _answer(question, known[item["by"]], item)
        return
    choice = helpdesk.choose(question)
    if choice:
        question.expert, question.why_expert = choice.expert, choice.why
    if question.escalates_at <= calendar.now:
        question.escalated_at = question.escalates_at
    question.save()


def _answer(question: Question, expert: Ambassador, item: Fields) -> None:
    at = question.asked_at + timedelta(hours=item["hours"])
    Reply.objects.create(question=question, by=expert.user, is_answer=True, text=item["answer"], created_at=at)
    question.expert, question.state = expert, Question.State.ANSWERED
    question.answered_at, question.was_on_time = at, at <= question.due_at
    question.answered_in_hours = hours_between(question.asked_at, at)
    if item.get("thanks"):
        question.thanked_at = at + timedelta(hours=1)
    question.save()
    question.index_words()


def _handbook(calendar: Calendar, lessons: list[Fields], people: list[Ambassador]) -> None:
    home = HomePage.objects.get()
    handbook = HandbookPage.objects.first() or home.add_child(instance=HandbookPage(title="Handboek", slug="handboek"))
    roles = {role.key: role for role in Role.objects.all()}
    pages = [_lesson(handbook, number, item, roles) for number, item in enumerate(lessons, start=1)]
    at = calendar.at(calendar.ago(30), 12.5)
    LessonProgress.objects.bulk_create(
        LessonProgress(lesson=lesson, ambassador=person, started_at=at, finished_at=_soon(at))
        for number, person in enumerate(people)
        for lesson in pages
        if number % _EVERY == 1 and lesson.language == person.user.language and lesson.place == "write"
    )
    LessonProgress.objects.bulk_create(
        LessonProgress(lesson=lesson, ambassador=person, started_at=calendar.at(calendar.ago(3), 20.2))
        for number, person in enumerate(people)
        for lesson in pages
        if number % _EVERY == 2 and lesson.language == person.user.language and lesson.place == "share"
    )


def _soon(at: datetime) -> datetime:
    return at + timedelta(minutes=4)


def _lesson(handbook: Page, number: int, item: Fields, roles: Mapping[str, Role]) -> LessonPage:
    choices = [{"text": text, "is_right": is_right, "why": why} for text, is_right, why in item["choices"]]
    body: list[dict[str, Any]] = [
        {"type": "paragraph", "id": str(uuid.UUID(int=10 * number)), "value": item["text"]},
        {
            "type": "question",
            "id": str(uuid.UUID(int=10 * number + 1)),
            "value": {"question": item["question"], "choices": choices},
        },
    ]
    page = LessonPage(
        title=item["title"],
        slug=f"les-{number}",
        language=item["language"],
        minutes=item["minutes"],
        summary=item["summary"],
        tip=item.get("tip", ""),
        place=item.get("place", ""),
        body=body,
    )
    page.roles = [roles[key] for key in item.get("roles", [])]
    handbook.add_child(instance=page)
    return page


def _pair(calendar: Calendar, known: Mapping[str, Ambassador], item: Fields) -> None:
    meets = "meets" in item
    pair = CoachPair.objects.create(
        coach=known[item["coach"]],
        ambassador=known[item["with"]],
        paired_at=calendar.at(calendar.ago(item["ago"]), 10),
        meets_at=calendar.at(calendar.ago(-item["meets"]), 10.5) if meets else None,
        meets_where=item["where"],
    )
    PairNote.objects.bulk_create(
        PairNote(pair=pair, author=known[who], text=text, created_at=calendar.at(calendar.ago(ago), 11 + number / 4))
        for number, (who, ago, text) in enumerate(item["notes"])
    )


def _newsletter(calendar: Calendar, programme: Programme, manager: User, item: Fields) -> None:
    at = calendar.at(calendar.ago(item["ago"]), 9.5) if "ago" in item else None
    letter = Newsletter.objects.create(programme=programme, written_by=manager, released_at=at, planned_at=at)
    for language, end in (("nl", ""), ("en", "_en")):
        if f"subject{end}" in item:
            NewsletterText.objects.create(
                newsletter=letter, language=language, subject=item[f"subject{end}"], body=item[f"body{end}"].strip()
            )
