"""Fills what the programme hears: sources with their health, and what was said there, matched as in daily life."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta

from ambassadors import routing
from ambassadors.models import Ambassador, AnswerRequest, Notice
from ambassadors.models.answers import PATIENCE
from sharehub.demo.calendar import Calendar
from sharehub.demo.texts import Fields, table
from themes.listening import hearing
from themes.listening.items import Item
from themes.models import Conversation, ListeningSource, Programme

_WEEKS = 12
_SILENT_DAYS = 12
_LET_GO = (AnswerRequest.State.DECLINED, AnswerRequest.State.PASSED, AnswerRequest.State.LAPSED)


def fill_listening(calendar: Calendar, programme: Programme) -> None:
    """The sources said things for twelve weeks; what waits lies at those who fit."""
    fields = table("said")
    sources = [_source(calendar, programme, item) for item in fields["sources"]]
    chance = random.Random("said")  # noqa: S311 (a demo, no secrets)
    texts = [text for group in fields["said"].values() for text in group]
    items: dict[int, list[Item]] = {number: [] for number in range(len(sources))}
    for number, text in enumerate(texts):
        days = chance.uniform(2, _WEEKS * 7) if number % 5 else chance.uniform(0.5, 13)
        place = number % len(sources)
        # What stutters or pauses said nothing lately.
        is_silent = sources[place].paused_at or sources[place].failures
        place = 0 if is_silent and days < _SILENT_DAYS else place
        items[place].append(_item(calendar, chance, fields["names"], text, days, number))
    for number, text in enumerate(fields["lately"]):
        items[0].append(_item(calendar, chance, fields["names"], text, 1 + number * 2.5, len(texts) + number))
    for number, source in enumerate(sources):
        hearing.take_in(source, items[number], at=calendar.now)
    routing.sweep(calendar.now)
    Notice.objects.filter(kind="conversation").delete()  # nobody of the demo reads mail


def remember_answers(programme: Programme, people: Mapping[str, Ambassador]) -> None:
    """What the demo's own conversations say of who answered stands in the requests too; who waits, waits at somebody."""
    for item in table("programme")["conversations"]:
        conversation = Conversation.objects.get(programme=programme, text=item["text"])
        at = conversation.said_at + timedelta(minutes=10)
        for state in _LET_GO:
            for key in item.get(state, []):
                at = _let_go(conversation, people[key], state, at)
        if "to" not in item:
            routing.offer(conversation.pk)
            continue
        person = people[item["to"]]
        fit = {one.ambassador: one for one in routing.candidates(conversation)}.get(person)
        taken_at = at + timedelta(minutes=25 + len(item["text"]))
        if not conversation.answered_at:
            Conversation.objects.filter(pk=conversation.pk).update(state_since=taken_at)
        AnswerRequest.objects.create(
            conversation=conversation,
            ambassador=person,
            state=AnswerRequest.State.ANSWERED if conversation.answered_at else AnswerRequest.State.TAKEN,
            reasons=list(fit.reasons) if fit else [],
            score=fit.score if fit else 0,
            offered_at=at,
            taken_at=min(taken_at, conversation.answered_at or taken_at),
            ended_at=conversation.answered_at,
        )


def _let_go(conversation: Conversation, person: Ambassador, state: str, at: datetime) -> datetime:
    """Somebody was asked first and let it go after a while; returns when."""
    ended_at = at + (PATIENCE if state == AnswerRequest.State.LAPSED else timedelta(minutes=40))
    AnswerRequest.objects.create(
        conversation=conversation, ambassador=person, state=state, reasons=[], offered_at=at, ended_at=ended_at
    )
    return ended_at


def _source(calendar: Calendar, programme: Programme, fields: Fields) -> ListeningSource:
    failures = int(fields.get("failures", 0))
    silence = timedelta(days=fields["paused"]) if "paused" in fields else timedelta(minutes=20)
    return ListeningSource.objects.create(
        programme=programme,
        kind=fields["kind"],
        name=fields["name"],
        address=fields.get("address", ""),
        query=fields.get("query", ""),
        every_minutes=fields["every"],
        heard_at=calendar.now - (timedelta(days=failures + 1) if failures else silence),
        tried_at=calendar.now - silence,
        # Nobody lives at these addresses: only those that went wrong are tried again, as in daily life.
        next_try_at=calendar.now + (timedelta(hours=18) if failures else timedelta(days=3650)),
        paused_at=calendar.now - silence if "paused" in fields else None,
        failures=failures,
        problem=fields.get("problem", ""),
        problem_detail=fields.get("detail", ""),
    )


def _item(calendar: Calendar, chance: random.Random, names: list[str], text: str, days: float, number: int) -> Item:
    name = names[chance.randrange(len(names))]
    said_at = calendar.at(
        calendar.ago(int(days)), chance.choice([8, 12, 12, 13, 17, 19, 20, 20, 21, 21]) + chance.random()
    )
    return Item(
        guid=f"demo-{number}",
        url=f"https://gesprekken.example/gehoord/{number + 1}",
        author=name,
        handle=f"{name}@energiepraat.example" if name.startswith("@") else "",
        title="",
        text=text,
        language="",
        said_at=min(said_at, calendar.now),
    )
