"""Fills what the programme hears: sources with their health, and what was said there, matched as in daily life."""

import random
from datetime import timedelta

from ambassadors import routing
from ambassadors.models import Ambassador, AnswerRequest, Notice
from sharehub.demo.calendar import Calendar
from sharehub.demo.texts import table
from themes.listening import hearing
from themes.listening.items import Item
from themes.models import Conversation, ListeningSource, Programme

_WEEKS = 12


def fill_listening(calendar: Calendar, programme: Programme) -> None:
    """The sources said things for twelve weeks; what waits lies at those who fit."""
    fields = table("said")
    sources = [_source(calendar, programme, item) for item in fields["sources"]]
    chance = random.Random("said")  # noqa: S311 (a demo, no secrets)
    texts = [text for group in fields["said"].values() for text in group]
    items: dict[int, list[Item]] = {number: [] for number in range(len(sources))}
    for number, text in enumerate(texts):
        days = chance.uniform(2, _WEEKS * 7) if number % 5 else chance.uniform(0.5, 13)
        items[number % len(sources)].append(_item(calendar, chance, fields["names"], text, days, number))
    for number, text in enumerate(fields["lately"]):
        items[0].append(_item(calendar, chance, fields["names"], text, 1 + number * 2.5, len(texts) + number))
    for number, source in enumerate(sources):
        hearing.take_in(source, items[number], at=calendar.now)
    routing.sweep(calendar.now)
    Notice.objects.filter(kind="conversation").delete()  # nobody of the demo reads mail


def remember_answers(programme: Programme, people: dict[str, Ambassador]) -> None:
    """What the demo's own conversations say of who answered stands in the requests too."""
    for item in table("programme")["conversations"]:
        person = people.get(item.get("to", ""))
        conversation = Conversation.objects.filter(programme=programme, text=item["text"]).first()
        if person is None or conversation is None:
            continue
        is_answered = conversation.answered_at is not None
        taken_at = conversation.said_at + timedelta(minutes=35 + len(item["text"]))
        AnswerRequest.objects.create(
            conversation=conversation,
            ambassador=person,
            state=AnswerRequest.State.ANSWERED if is_answered else AnswerRequest.State.TAKEN,
            reasons=[],
            offered_at=conversation.said_at + timedelta(minutes=10),
            taken_at=taken_at,
            ended_at=conversation.answered_at,
        )


def _source(calendar: Calendar, programme: Programme, fields: dict[str, str | int]) -> ListeningSource:
    failures = int(fields.get("failures", 0))
    return ListeningSource.objects.create(
        programme=programme,
        kind=fields["kind"],
        name=fields["name"],
        address=fields.get("address", ""),
        query=fields.get("query", ""),
        every_minutes=fields["every"],
        heard_at=calendar.now - timedelta(days=failures + 1) if failures else calendar.now - timedelta(minutes=20),
        tried_at=calendar.now - timedelta(minutes=20),
        # Nobody lives at these addresses: they are asked again only when someone wants it.
        next_try_at=calendar.now + timedelta(days=3650),
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
