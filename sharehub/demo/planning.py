"""Fills the content plan: what is under way, what went out, what waits in reserve, and what does not fit yet."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.text import slugify

from ambassadors.models import Role, Team, User
from cms.models import (
    EventPage,
    FeedProposal,
    FeedSource,
    MakingStep,
    PlannedPiece,
    Shareable,
    Spreading,
    Story,
    StoryIndexPage,
)
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, table
from themes.models import Theme


def fill_plan(calendar: Calendar, people: Mapping[str, Person], pages: Mapping[str, Shareable]) -> None:
    """Stories stand with pieces that are live, being made, in reserve, too late, and before what they wait for."""
    planner = _Planner(calendar, people, pages)
    fields = table("plan")
    for item in fields["stories"]:
        planner.story(item)
    planner.feed(fields["feed"])


class _Planner:
    """Plans the pieces of the content."""

    def __init__(self, calendar: Calendar, people: Mapping[str, Person], pages: Mapping[str, Shareable]) -> None:
        self.calendar, self.pages = calendar, pages
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}
        self.roles = {role.key: role for role in Role.objects.all()}
        names = {key: fields["name"] for key, fields in table("people")["teams"].items()}
        teams = {team.name: team for team in Team.objects.all()}
        self.teams = {key: teams[name] for key, name in names.items()}
        accounts = {user.email: user for user in User.objects.all()}
        emails = {key: person.email for key, person in people.items()}
        # The editor takes no part, so is no colleague of the others here.
        emails |= {key: fields["email"] for key, fields in table("people")["people"].items() if "email" in fields}
        self.makers = {key: accounts.get(email) for key, email in emails.items()}
        self.pieces: dict[str, PlannedPiece] = {}

    def story(self, item: Fields) -> None:
        story = Story.objects.create(
            theme=self.themes[item["theme"]],
            title=item["title"],
            point=item["point"],
            measure=item["measure"],
            expected=item.get("expected"),
            learned=item.get("learned", ""),
        )
        for piece in item["pieces"]:
            self.pieces[piece["title"]] = self.piece(story, piece)

    def feed(self, item: Fields) -> None:
        last = self.calendar.at(self.calendar.ago(1), 6)
        source = FeedSource.objects.create(
            name=item["name"],
            location=item["location"],
            theme=self.themes[item["theme"]],
            language="nl",
            comes_in_as=FeedSource.As.PROPOSAL,
            every_minutes=FeedSource.Every.DAY,
            paused_at=last,
            heard_at=last,
            last_run_at=last,
        )
        FeedProposal.objects.bulk_create(
            FeedProposal(
                source=source,
                guid=f"{item['location']}#{number}",
                title=found["title"],
                summary=found["summary"],
                html=f"<p>{found['text']}</p>",
                published_at=self.calendar.at(self.calendar.ago(found["ago"]), 9),
                offered_at=self.calendar.at(self.calendar.ago(found["ago"] - 1), 6),
            )
            for number, found in enumerate(item["proposals"], 1)
        )

    def piece(self, story: Story, item: Fields) -> PlannedPiece:
        page = self._event(story, item) if "event" in item else self.pages.get(item.get("page", ""))
        piece = PlannedPiece(
            story=story,
            title=item["title"],
            kind=item["kind"],
            importance=item.get("importance", 2),
            trigger=item.get("trigger", ""),
            buffer_days=item.get("buffer", 2),
            page=page,
            **self._day(item, page),
        )
        piece.steps = [self._step(number, step) for number, step in enumerate(item.get("steps", []))]
        piece.spreadings = [self._moment(number, moment) for number, moment in enumerate(item.get("spread", []))]
        piece.waits_for = [self.pieces[title] for title in item.get("after", []) if title in self.pieces]
        piece.audience_teams = [self.teams[key] for key in item.get("teams", [])]
        piece.audience_roles = [self.roles[key] for key in item.get("roles", [])]
        piece.save()
        return piece

    def _event(self, story: Story, item: Fields) -> Shareable:
        fields, day = item["event"], self.calendar.ago(-item["in"])
        event = EventPage(
            title=item["title"],
            slug=slugify(item["title"]),
            summary=fields["summary"],
            starts_at=self.calendar.at(day, fields["begins"]),
            ends_at=self.calendar.at(day, fields["ends"]),
            place=fields["place"],
            live=False,
        )
        event.themes = [story.theme]
        parent = StoryIndexPage.objects.get()
        parent.add_child(instance=event)
        event.save_revision()
        return Shareable.objects.get(pk=event.pk)

    def _day(self, item: Fields, page: Shareable | None) -> dict[str, Any]:
        if "in" not in item and page is not None and page.first_published_at:
            return {"goes_out_on": page.first_published_at.date()}
        return {"goes_out_on": self.calendar.ago(-item["in"])} if "in" in item else {}

    def _step(self, number: int, step: list[Any]) -> MakingStep:
        title, who, helper, days, is_done = step
        return MakingStep(
            sort_order=number,
            title=title,
            maker=self.makers.get(who),
            helper=helper,
            due_on=self.calendar.ago(-days),
            done_at=self._done_at(days) if is_done else None,
        )

    def _done_at(self, days: int) -> datetime:
        return min(self.calendar.at(self.calendar.ago(-days), 15), self.calendar.now - timedelta(hours=20))

    def _moment(self, number: int, moment: list[Any]) -> Spreading:
        days, networks, role = moment
        return Spreading(sort_order=number, day=self.calendar.ago(-days), networks=networks, role=self.roles.get(role))
