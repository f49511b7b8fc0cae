"""Fills steps 3, 4 and 6: teams, people with their portraits, links, roles, contacts, and the policy."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.text import slugify

from ambassadors.models import (
    Ambassador,
    AmbassadorNetwork,
    Contact,
    ContactMoment,
    Headcount,
    Invitation,
    Policy,
    PolicyAcknowledgement,
    Role,
    RoleAssignment,
    RoleOffer,
    Team,
    ThemeLink,
    ToldBy,
    User,
)
from ambassadors.models.invitations import MOST_REMINDERS, REMIND_AFTER
from ambassadors.roles import ensure_default_roles
from sharehub.demo.accounts import PASSWORD
from sharehub.demo.calendar import ZONE, Calendar
from sharehub.demo.portraits import Look
from sharehub.demo.texts import Fields, as_html, table, texts
from themes import permissions
from themes.models import Programme, Stakeholder, Theme

_GROUPS = {
    "manager": permissions.MANAGER,
    "editor": permissions.EDITOR,
    "hr": permissions.HR,
    "lead": permissions.TEAM_LEAD,
}
_WELCOME_DONE = 4
_REASONS = ("Weet veel van {expertise}", "Schreef eerder over {expertise}", "Werkt dagelijks aan {expertise}")


@dataclass(frozen=True)
class Person:
    """A colleague as the content describes them, with the row they became where they joined."""

    key: str
    fields: Fields
    email: str
    invited_at: datetime
    joined_at: datetime | None
    declined_at: datetime | None
    left_at: datetime | None
    ambassador: Ambassador | None = None

    @property
    def name(self) -> str:
        return " ".join(self.fields["name"])

    def is_in(self, moment: datetime) -> bool:
        """Whether they take part at that moment."""
        return self.joined_at is not None and self.joined_at <= moment and (not self.left_at or moment < self.left_at)


def looks() -> dict[str, Look]:
    """Return how each person who joined looks in their portrait, by key."""
    return {key: _look(fields["look"]) for key, fields in table("people")["people"].items() if "join" in fields}


def _look(words: str) -> Look:
    skin, hair, tint, *rest = words.split()
    beard = next((word for word in rest if word in {"full", "stubble", "moustache"}), "")
    return Look(int(skin), hair, tint, beard, "glasses" in rest, rest[-1])


def fill_people(calendar: Calendar, programme: Programme, portraits: Mapping[str, bytes]) -> dict[str, Person]:
    """Everyone was invited; those who said yes are ambassadors with an account, a portrait, links and roles."""
    content = table("people")
    teams: dict[str, Team] = {}
    for key, team in content["teams"].items():
        teams[key] = Team.objects.create(name=team["name"], slug=key, parent=teams.get(team.get("part_of", "")))
    described = content["people"]
    known = {key: _person(calendar, key, fields) for key, fields in described.items() if "outside" not in fields}
    accounts = _accounts(known.values())
    for fields in (fields for fields in described.values() if "outside" in fields):
        _account_only(fields)
    rows = {
        person.key: _ambassador(person, accounts[person.key], teams, portraits[person.key])
        for person in known.values()
        if person.joined_at
    }
    Ambassador.objects.bulk_create(rows.values())
    people = {key: Person(**{**person.__dict__, "ambassador": rows.get(key)}) for key, person in known.items()}
    for key, fields in content["teams"].items():
        if "lead" in fields:
            teams[key].lead = accounts[fields["lead"]]
            teams[key].save(update_fields=["lead"])
    _invitations(programme, people.values(), teams, accounts["femke"])
    _networks(people.values())
    _links(calendar, programme, people)
    return people


def _person(calendar: Calendar, key: str, fields: Fields) -> Person:
    chance = random.Random(key)  # noqa: S311 (a demo, no secrets)
    invited_on = calendar.start - timedelta(days=5)
    if "invited" in fields:
        invited_on = calendar.ago(fields["invited"])
    elif fields.get("join", 0) > 130:
        invited_on = calendar.start + timedelta(days=fields["join"] - chance.randint(2, 9))
    joined_at = calendar.at(calendar.start + timedelta(days=fields["join"]), 9.2) if "join" in fields else None
    return Person(
        key=key,
        fields=fields,
        email=fields.get("email", f"{slugify(' '.join(fields['name'])).replace('-', '.', 1)}@noorderlicht.example"),
        invited_at=calendar.at(invited_on, 8.5),
        joined_at=joined_at + timedelta(minutes=chance.randrange(480)) if joined_at else None,
        declined_at=calendar.at(invited_on + timedelta(days=6), 16) if fields.get("declined") else None,
        left_at=calendar.at(calendar.ago(fields["left"]), 17) if "left" in fields else None,
    )


def _accounts(people: Iterable[Person]) -> dict[str, User]:
    """Those who joined have an account with a verified address; only the five of the demo have a password."""
    demo_password, none = make_password(PASSWORD), make_password(None)
    users = {
        person.key: User(
            email=person.email,
            password=demo_password if person.email.endswith("@demo.test") else none,
            first_name=person.fields["name"][0],
            last_name=person.fields["name"][1],
            language="nl" if "nl" in person.fields["languages"][:1] else "en",
            time_zone=str(ZONE),
            date_joined=person.joined_at,
        )
        for person in people
        if person.joined_at
    }
    User.objects.bulk_create(users.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users.values()
    )
    groups = {group.name: group for group in Group.objects.all()}
    wanted = {person.key: person.fields.get("groups", []) for person in people}
    User.groups.through.objects.bulk_create(
        User.groups.through(user_id=user.pk, group_id=groups[name].pk)
        for key, user in users.items()
        for name in [permissions.AMBASSADOR, *(_GROUPS[short] for short in wanted[key])]
    )
    return users


def _account_only(fields: Fields) -> None:
    """Someone who works with the programme without being an ambassador has an account."""
    first, last = fields["name"]
    user = User.objects.create_user(fields["email"], PASSWORD, first_name=first, last_name=last, language="nl")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=[_GROUPS[short] for short in fields["groups"]]))


def _ambassador(person: Person, user: User, teams: Mapping[str, Team], portrait: bytes) -> Ambassador:
    fields, chance = person.fields, random.Random(person.key)  # noqa: S311 (a demo, no secrets)
    row = Ambassador(
        user=user,
        team=teams[fields["team"]],
        job_title=fields["job"],
        location={"waterstof": "Eemshaven", "data": "Groningen", "mens": "Groningen"}.get(fields["team"], "Assen"),
        languages=[language for language in fields["languages"] if language in {"nl", "en"}],
        expertise=", ".join(fields["expertise"]),
        interests=", ".join(fields["interests"]),
        bio=fields["bio"],
        slug=slugify(person.name),
        invited_at=person.invited_at,
        joined_at=person.joined_at,
        left_at=person.left_at,
        welcome_step=_WELCOME_DONE,
        is_on_board=chance.random() < 0.6,
        is_on_wall=chance.random() < 0.7,
        has_public_page=chance.random() < 0.5 or any(role == "author" for role, _theme in fields["roles"]),
        shares_own_figures=chance.random() < 0.2,
    )
    row.portrait.save(f"{row.slug}.jpg", ContentFile(portrait), save=False)
    return row


def _invitations(programme: Programme, people: Iterable[Person], teams: Mapping[str, Team], by: User) -> None:
    themes = {theme.slug: theme.pk for theme in programme.themes.all()}
    rows = [
        Invitation(
            programme=programme,
            email=person.email,
            first_name=person.fields["name"][0],
            last_name=person.fields["name"][1],
            job_title=person.fields["job"],
            team=teams[person.fields["team"]],
            message="We beginnen met wie zin heeft. Niets moet, en je woorden blijven van jou.",
            invited_by=by,
            expires_at=max(person.invited_at, person.joined_at or person.invited_at) + timedelta(days=14),
            sent_at=person.invited_at + timedelta(minutes=1),
            accepted_at=person.joined_at,
            declined_at=person.declined_at,
            decline_reason=person.fields.get("why", ""),
            **_reminders(person),
        )
        for person in people
    ]
    Invitation.objects.bulk_create(rows)
    for row, person in zip(rows, people, strict=True):
        row.created_at = person.invited_at
    Invitation.objects.bulk_update(rows, ["created_at"])
    Invitation.themes.through.objects.bulk_create(
        Invitation.themes.through(invitation_id=row.pk, theme_id=themes[slug])
        for row, person in zip(rows, people, strict=True)
        for slug in person.fields["themes"]
    )


def _reminders(person: Person) -> Fields:
    """Who was asked more than ten days ago and said nothing was reminded twice, as the sweep would have done."""
    if "invited" not in person.fields or person.fields["invited"] < 2 * REMIND_AFTER.days:
        return {}
    return {"reminders": MOST_REMINDERS, "reminded_at": person.invited_at + MOST_REMINDERS * REMIND_AFTER}


def _networks(people: Iterable[Person]) -> None:
    AmbassadorNetwork.objects.bulk_create(
        AmbassadorNetwork(
            ambassador=person.ambassador,
            network=network,
            handle=person.ambassador.slug if network == "mastodon" else "",
            server="noorden.example" if network == "mastodon" else "",
            followers=followers,
            followers_told_by=ToldBy.PERSON,
            followers_told_on=person.ambassador.joined_at.date() if person.ambassador.joined_at else None,
        )
        for person in people
        if person.ambassador
        for network, followers in person.fields["networks"].items()
    )


def _links(calendar: Calendar, programme: Programme, people: Mapping[str, Person]) -> None:
    themes = {theme.slug: theme for theme in programme.themes.all()}
    roles = {role.key: role for role in fill_roles()}
    links: list[ThemeLink] = []
    assignments = []
    for person in people.values():
        if person.ambassador is None or person.joined_at is None:
            continue
        for number, slug in enumerate(person.fields["themes"]):
            expertise = person.fields["expertise"][number % len(person.fields["expertise"])]
            links.append(
                ThemeLink(
                    ambassador=person.ambassador,
                    theme=themes[slug],
                    state=ThemeLink.State.ACCEPTED,
                    reason=_REASONS[(len(links)) % len(_REASONS)].format(expertise=expertise),
                    decided_at=person.joined_at + timedelta(days=number + 1),
                )
            )
        for key, slug in person.fields["roles"]:
            starts_on = min(person.joined_at.date() + timedelta(days=21), calendar.today)
            assignments.append(
                RoleAssignment(ambassador=person.ambassador, role=roles[key], theme=themes[slug], starts_on=starts_on)
            )
    links += _open_links(calendar, themes, people)
    ThemeLink.objects.bulk_create(links)
    RoleAssignment.objects.bulk_create(assignments)
    samuel = people["samuel"].ambassador
    if samuel:
        RoleOffer.objects.create(
            ambassador=samuel,
            role=roles["scout"],
            theme=themes["buurten"],
            reason="Ik kom elke week in de Esdoornwijk en hoor daar veel",
        )


def _open_links(calendar: Calendar, themes: Mapping[str, Theme], people: Mapping[str, Person]) -> list[ThemeLink]:
    """Some questions are open: people whom the manager asked, and people who proposed themselves."""
    asked, proposed, declined = ThemeLink.State.INVITED, ThemeLink.State.PROPOSED, ThemeLink.State.DECLINED
    waiting = [
        ("sanne", "vakmanschap", asked, "Je stuk over de lasser werd door drie vaklui gedeeld"),
        ("priya", "waterstof", asked, "Weet veel van voorspellen, en er is nog niemand van data op dit thema"),
        ("samuel", "buurten", proposed, "Ik woon zelf in de Esdoornwijk"),
        ("noor", "vakmanschap", proposed, "Ik wil filmen in de werkplaats"),
        ("lars", "buurten", declined, "Is vaak bij bewoners thuis"),
    ]
    return [
        ThemeLink(
            ambassador=people[key].ambassador,
            theme=themes[slug],
            state=state,
            reason=reason,
            decided_at=calendar.at(calendar.ago(40), 11) if state == declined else None,
        )
        for key, slug, state, reason in waiting
    ]


def fill_roles() -> list[Role]:
    """The six roles ask for what the demo says, whether the installation already had them or not."""
    ensure_default_roles()
    return [
        Role.objects.update_or_create(
            key=item["slug"],
            defaults={name: value for name, value in item.items() if name != "slug"} | {"sort_order": order},
        )[0]
        for order, item in enumerate(table("programme")["roles"])
    ]


def fill_contacts(calendar: Calendar, people: Mapping[str, Person], contacts: Mapping[str, list[str]]) -> None:
    """Who keeps which contact is known, and when they last spoke."""
    stakeholders = {stakeholder.name: stakeholder for stakeholder in Stakeholder.objects.all()}
    Contact.objects.bulk_create(
        Contact(stakeholder=stakeholders[name], ambassador=person.ambassador, since=person.joined_at.date())
        for name, keys in contacts.items()
        for person in (people[key] for key in keys)
        if person.ambassador and person.joined_at
    )
    accounts = {key: person.ambassador.user for key, person in people.items() if person.ambassador}
    ContactMoment.objects.bulk_create(
        ContactMoment(
            stakeholder=stakeholders[item["name"]],
            by=accounts[key],
            happened_on=calendar.ago(ago),
            way=way,
            note=note,
        )
        for item in table("programme")["outside"]
        for ago, way, key, note in item.get("moments", [])
    )


def fill_policy(calendar: Calendar, programme: Programme, people: Iterable[Person]) -> None:
    """The policy has two versions, in both languages; nearly everyone acknowledged the newest."""
    dutch, english = {text.slug: text for text in texts("policy")}["nl"], texts("policy")[0]
    body, translated = as_html(dutch.body), as_html(english.body)
    first_at, second_at = (calendar.at(calendar.ago(dutch.fields[when]), 10) for when in ("first_ago", "ago"))
    first, second = (
        Policy.objects.create(
            programme=programme,
            version=version,
            title=dutch.fields["title"],
            body=text,
            language="nl",
            translations={"en": {"title": english.fields["title"], "body": other}},
            published_at=at,
        )
        for version, at, text, other in (
            (1, first_at, _before(body), _before(translated)),
            (2, second_at, body, translated),
        )
    )
    rows = []
    for number, person in enumerate(people):
        if person.ambassador is None or person.joined_at is None:
            continue
        if person.joined_at < second_at:
            rows.append(_acknowledged(first, person, person.joined_at + timedelta(minutes=7)))
        if person.left_at is None and number % 17 != 11:
            at = max(person.joined_at, second_at) + timedelta(minutes=9, days=number % 5)
            rows.append(_acknowledged(second, person, min(at, calendar.now)))
    PolicyAcknowledgement.objects.bulk_create(rows)


def _before(body: str) -> str:
    """Return the text as its first version read: without point 6, in either language."""
    return re.sub(r"<h2>6\..*?(?=<h2>)", "", body, flags=re.DOTALL)


def _acknowledged(policy: Policy, person: Person, at: datetime) -> PolicyAcknowledgement:
    return PolicyAcknowledgement(policy=policy, ambassador=person.ambassador, acknowledged_at=at)


def fill_headcounts(calendar: Calendar, people: Iterable[Person]) -> None:
    """Every day of the year has the count that the nightly snapshot would have made, per team and in all."""
    teams = {team.slug: team.pk for team in Team.objects.all()}
    Headcount.objects.bulk_create(
        Headcount(day=day, team_id=teams.get(team), eligible=eligible, joined=joined)
        for day in calendar.days()
        for team, (eligible, joined) in _counts(day, list(people)).items()
    )


def _counts(day: date, people: list[Person]) -> dict[str, list[int]]:
    night = datetime.combine(day + timedelta(days=1), datetime.min.time(), ZONE)
    counts: dict[str, list[int]] = {"": [0, 0]}
    for person in people:
        gone = [moment for moment in (person.declined_at, person.left_at) if moment and moment < night]
        if person.invited_at >= night or gone:
            continue
        for team in ("", person.fields["team"]):
            count = counts.setdefault(team, [0, 0])
            count[0] += 1
            count[1] += person.is_in(night)
    return counts
