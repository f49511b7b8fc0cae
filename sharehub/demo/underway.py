"""Fills what is under way: a file of people that was carried out, invitations in waves, and roles asked, planned and ended."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from ambassadors import intake
from ambassadors.models import Ambassador, Invitation, PeopleImport, Role, RoleAssignment, User
from ambassadors.models.invitations import VALID_FOR
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, table
from themes.models import Programme

_HEADINGS = ("e-mail", "voornaam", "achternaam", "functie", "team", "plaats", "talen", "kennis")


def fill_import(calendar: Calendar, programme: Programme, manager: User, people: Mapping[str, Person]) -> list[Person]:
    """A file brought newcomers, carried out by the project's own reading of it, and can be undone; returns the newcomers."""
    fields = table("underway")["import"]
    at = calendar.at(calendar.ago(fields["ago"]), 9.7)
    row = PeopleImport(programme=programme, name=fields["name"], uploaded_by=manager)
    row.file.save("people", ContentFile(_as_csv(fields, people.values())), save=False)
    row.save()
    intake.work(import_id=row.pk)
    PeopleImport.objects.filter(pk=row.pk).update(state=PeopleImport.State.APPLYING)
    intake.work(import_id=row.pk)
    done_at = at + timedelta(minutes=4)
    PeopleImport.objects.filter(pk=row.pk).update(created_at=at, finished_at=done_at)
    ModelLogEntry.objects.filter(action="ambassadors.import_people").update(timestamp=done_at)
    return [_newcomer(one, done_at) for one in Ambassador.objects.filter(team__name=_team_name(fields))]


def fill_invitations(calendar: Calendar, programme: Programme, manager: User, newcomers: Iterable[Person]) -> None:
    """The newcomers are asked in waves: some mails left, one was answered with a no, the last ones leave next week."""
    fields = table("underway")["invitations"]
    known = {person.key: person for person in newcomers}
    themes = {theme.slug: theme for theme in programme.themes.all()}
    decided_at = calendar.at(calendar.ago(fields["waves"][0]["ago"]), 10)
    made = []
    for wave in fields["waves"]:
        day = calendar.ago(wave.get("ago", 0) - wave.get("in", 0))
        for name in wave["people"]:
            invitation = Invitation.objects.create(
                programme=programme,
                **_of_person(known[name]),
                message=fields["message"],
                invited_by=manager,
                send_on=day,
                expires_at=calendar.at(day, 10) + VALID_FOR,
                sent_at=calendar.at(day, 10.1) if "ago" in wave else None,
                **_what_followed(calendar, fields, name),
            )
            invitation.themes.set(themes[slug] for slug in wave["themes"])
            made.append(invitation.pk)
    Invitation.objects.filter(pk__in=made).update(created_at=decided_at)
    log(
        programme,
        "ambassadors.invite",
        user=manager,
        data={"programme": programme.pk, "invitations": made},
        timestamp=decided_at,
    )


def fill_roles_in_time(calendar: Calendar, programme: Programme, people: Mapping[str, Person]) -> None:
    """Beside the roles that simply hold there are those that wait for an answer, begin later, or have ended."""
    themes = {theme.slug: theme for theme in programme.themes.all()}
    roles = {role.key: role for role in Role.objects.all()}
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            ambassador=people[item["who"]].ambassador,
            role=roles[item["role"]],
            theme=themes[item["theme"]],
            starts_on=calendar.ago(item["since"]),
            ends_on=calendar.ago(item["until"]) if "until" in item else None,
            accepted_at=_answered_at(calendar, item) if "is" not in item else None,
            declined_at=_answered_at(calendar, item) if item.get("is") == "declined" else None,
        )
        for item in table("underway")["roles"]
    )


def _answered_at(calendar: Calendar, item: Fields) -> datetime:
    return calendar.at(calendar.ago(max(item["since"], 0) + 2), 12.4)


def _team_name(fields: Fields) -> str:
    return str(fields["team"]).rpartition(">")[2].strip()


def _address(name: Sequence[str]) -> str:
    return f"{slugify(' '.join(name)).replace('-', '.', 1)}@noorderlicht.example"


def _as_csv(fields: Fields, people: Iterable[Person]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(_HEADINGS)
    for person in people:
        if person.ambassador is None or person.left_at or person.key in fields["left_out"]:
            continue
        row = person.ambassador
        job = fields["changed"].get(person.key, row.job_title)
        rows.writerow([person.email, *person.fields["name"], job, row.team, row.location, "", ""])
    for one in fields["new"]:
        place = (fields["team"], fields["place"], "nl")
        rows.writerow([_address(one["name"]), *one["name"], one["job"], *place, one["expertise"]])
    for email, first, last, languages in fields["unusable"]:
        rows.writerow([email, first, last, "", fields["team"], fields["place"], languages, ""])
    return text.getvalue().encode()


def _newcomer(ambassador: Ambassador, at: datetime) -> Person:
    team = ambassador.team.slug if ambassador.team else ""
    fields = {"name": [ambassador.user.first_name, ambassador.user.last_name], "team": team}
    return Person(str(ambassador), fields, ambassador.user.email, at, None, None, None, ambassador)


def _of_person(person: Person) -> Fields:
    first, last = person.fields["name"]
    row = person.ambassador
    about = {"job_title": row.job_title, "team": row.team} if row else {}
    return {"email": person.email, "first_name": first, "last_name": last, **about}


def _what_followed(calendar: Calendar, fields: Fields, name: str) -> Fields:
    if name in fields["reminded"]:
        return {"reminders": 1, "reminded_at": calendar.at(calendar.ago(fields["reminded"][name]), 10)}
    if name in fields["declined"]:
        said = fields["declined"][name]
        return {"declined_at": calendar.at(calendar.ago(said["ago"]), 12.6), "decline_reason": said["why"]}
    return {}
