"""Teams in a tree, people in teams, and what they follow, play and agreed to."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from ambassadors.models import (
    Ambassador,
    AmbassadorNetwork,
    Headcount,
    Invitation,
    Policy,
    PolicyAcknowledgement,
    RoleAssignment,
    Team,
    ThemeLink,
    User,
)
from ambassadors.roles import ensure_default_roles
from sharehub.large.bulk import Bar, copy, first_id, without_indexes
from sharehub.large.content import Content
from sharehub.large.sizes import CLOCK, DAYS, Sizes, Year
from themes import permissions

DOMAIN = "made-load.example"
MANAGER, HR, EDITOR = (f"{name}@{DOMAIN}" for name in ("manager", "hr", "editor"))
NETWORKS = ("linkedin", "whatsapp", "mastodon", "bluesky", "x", "facebook")
_FIRST = [
    "Anna",
    "Bram",
    "Chadia",
    "Daan",
    "Esra",
    "Femke",
    "Gerrit",
    "Hanna",
    "Ilse",
    "Jesse",
    "Kim",
    "Lars",
    "Mila",
    "Noah",
    "Olga",
    "Piet",
    "Quinty",
    "Ruben",
    "Sara",
    "Tim",
]
_LAST = [
    "de Vries",
    "Jansen",
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "Bos",
    "Vos",
    "Peters",
    "Yilmaz",
    "Kaya",
    "Nowak",
    "Silva",
    "Wong",
    "Singh",
]
_JOBS = [
    "Fitter",
    "Welder",
    "Planner",
    "Engineer",
    "Adviser",
    "Analyst",
    "Nurse",
    "Teacher",
    "Driver",
    "Operator",
    "Designer",
    "Coach",
]
_KNOWS = [
    "insulation",
    "heat pumps",
    "water",
    "rivers",
    "safety",
    "welding",
    "batteries",
    "data",
    "forecasting",
    "noise",
    "coaching",
    "learning",
]
# Who shares at all: the others take part in name.
ACTIVE = 0.7


@dataclass(frozen=True)
class People:
    """The ids of the ambassadors are consecutive."""

    first: int
    count: int
    team_first: int
    teams: int

    def id_of(self, number: int) -> int:
        return self.first + number

    def team_of(self, number: int) -> int:
        """Return the team: a few are large, most have some forty people."""
        place = number * 7_919 % (self.count * 4)
        return self.team_first + (
            place % self.teams if place < self.count * 3 else int((place % 1_000 / 1_000) ** 3 * self.teams)
        )


def fill(sizes: Sizes, year: Year, content: Content, bar: Bar, password: str | None) -> People:
    """Everybody is there, with accounts to look around with where there is a password."""
    chance = random.Random(f"{sizes.seed} people")  # noqa: S311 (no secrets)
    users = _accounts(password)
    team_first, teams = _teams(sizes)
    people = People(first_id(Ambassador), sizes.ambassadors, team_first, teams)
    _users(people, bar, password)
    tables = (Ambassador, AmbassadorNetwork, ThemeLink, RoleAssignment, Headcount)
    with without_indexes(*tables):
        _ambassadors(people, year, bar)
        _networks(people, bar, chance)
        _links(people, content, bar, chance)
        _roles(people, content, year, bar, chance)
        _headcounts(people, year, bar)
    _agreements(people, content, year, bar)
    _invitations(content, min(sizes.ambassadors // 20, 5_000), users[0], year)
    Team.objects.filter(pk=people.team_of(0)).update(lead=User.objects.get(email=f"person0@{DOMAIN}"))
    return people


def _accounts(password: str | None) -> list[User]:
    made = []
    for email, group in ((MANAGER, permissions.MANAGER), (HR, permissions.HR), (EDITOR, permissions.EDITOR)):
        user = User.objects.create_user(email, password, first_name=group, last_name="Load", language="en")
        user.groups.add(Group.objects.get(name=group))
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        made.append(user)
    return made


def _teams(sizes: Sizes) -> tuple[int, int]:
    divisions, departments, teams = sizes.teams
    top = Team.objects.bulk_create(Team(name=f"Division {n + 1}", slug=f"division-{n}") for n in range(divisions))
    middle = Team.objects.bulk_create(
        Team(name=f"Department {n + 1}", slug=f"department-{n}", parent=top[n % divisions]) for n in range(departments)
    )
    rows = Team.objects.bulk_create(
        Team(name=f"Team {n + 1}", slug=f"team-{n}", parent=middle[n % departments]) for n in range(teams)
    )
    return rows[0].pk, teams


def _users(people: People, bar: Bar, password: str | None) -> None:
    first, joined, given = first_id(User), "2020-01-01 00:00+00", make_password(password)
    group = Group.objects.get(name=permissions.AMBASSADOR).pk
    lines = (
        f"{first + n}\tperson{n}@{DOMAIN}\t{_FIRST[n * 7 % 20]}\t{_LAST[n // 20 * 3 % 16]}\ten\t{given}\t{joined}"
        for n in range(people.count)
    )
    columns = ("id", "email", "first_name", "last_name", "language", "password", "date_joined")
    through = User.groups.through
    with without_indexes(User, through):
        copy(User, columns, bar.follow("accounts", lines, people.count))
        copy(through, ("user_id", "group_id"), (f"{first + n}\t{group}" for n in range(people.count)))


def _ambassadors(people: People, year: Year, bar: Bar) -> None:
    user = User.objects.get(email=f"person0@{DOMAIN}").pk
    joined = year.moment(0).isoformat()
    lines = (
        f"{people.id_of(n)}\t{user + n}\t{people.team_of(n)}\t{_JOBS[n * 11 % 12]}\tperson-{n}\t{{en,nl}}\t"
        f"{_KNOWS[n * 5 % 12]}, {_KNOWS[n * 13 % 12]}\t{_KNOWS[n * 3 % 12]}\t{joined}\t{joined}\t99\t"
        f"{'t' if n % 3 == 0 else 'f'}"
        for n in range(people.count)
    )
    columns = (
        "id", "user_id", "team_id", "job_title", "slug", "languages", "expertise", "interests", "invited_at",
        "joined_at", "welcome_step", "is_on_board",
    )  # fmt: skip
    copy(Ambassador, columns, bar.follow("ambassadors", lines, people.count))


def _networks(people: People, bar: Bar, chance: random.Random) -> None:
    lines = (
        f"{people.id_of(n)}\t{NETWORKS[(n + step) % len(NETWORKS)]}\t{int(chance.lognormvariate(5.6, 0.9))}"
        for n in range(people.count)
        for step in range(2)
    )
    columns = ("ambassador_id", "network", "followers")
    copy(AmbassadorNetwork, columns, bar.follow("networks", lines, people.count * 2))


def _links(people: People, content: Content, bar: Bar, chance: random.Random) -> None:
    at, themes, states = _long_ago(content), content.themes, ThemeLink.State

    def lines() -> Iterator[str]:
        for n in range(people.count):
            first = (n + n // 7) % len(themes)
            for step in (0, 1 + n % (len(themes) - 1)):
                lot = chance.random()
                state = states.ACCEPTED if lot < 0.95 else states.INVITED if lot < 0.98 else states.DECLINED
                state = states.PROPOSED if 0.98 <= lot < 0.985 else state
                yield f"{people.id_of(n)}\t{themes[(first + step) % len(themes)].pk}\t{state.value}\t{at}\t{at}"

    columns = ("ambassador_id", "theme_id", "state", "created_at", "decided_at")
    copy(ThemeLink, columns, bar.follow("links to themes", lines(), people.count * 2))


def _roles(people: People, content: Content, year: Year, bar: Bar, chance: random.Random) -> None:
    from ambassadors.models import Role

    ensure_default_roles()
    roles = list(Role.objects.values_list("pk", flat=True))
    weights = (60, 12, 10, 8, 6, 4, *(1 for _role in roles[6:]))[: len(roles)]
    lines = (
        f"{people.id_of(n)}\t{chance.choices(roles, weights)[0]}\t{content.themes[(n + n // 7) % len(content.themes)].pk}\t"
        f"{year.day(n % DAYS)}\t{year.day(n % DAYS)} {CLOCK[36_000]}"
        for n in range(0, people.count, 3)
    )
    columns = ("ambassador_id", "role_id", "theme_id", "starts_on", "accepted_at")
    copy(RoleAssignment, columns, bar.follow("roles", lines, people.count // 3))


def _headcounts(people: People, year: Year, bar: Bar) -> None:
    counts: dict[int, int] = {}
    for n in range(people.count):
        counts[people.team_of(n)] = counts.get(people.team_of(n), 0) + 1
    days = year.days

    def lines() -> Iterator[str]:
        for number, day in enumerate(days):
            part = 0.6 + 0.4 * number / DAYS
            yield f"{day}\t\\N\t{people.count}\t{int(people.count * part)}"
            for team, size in counts.items():
                yield f"{day}\t{team}\t{size}\t{int(size * part)}"

    columns = ("day", "team_id", "eligible", "joined")
    copy(Headcount, columns, bar.follow("headcounts", lines(), DAYS * (len(counts) + 1)))


def _agreements(people: People, content: Content, year: Year, bar: Bar) -> None:
    policy = Policy.objects.create(
        programme=content.programme, version=1, title="How we share", body="Be yourself.", published_at=year.moment(0)
    )
    at = year.moment(1).isoformat()
    lines = (f"{policy.pk}\t{people.id_of(n)}\t{at}" for n in range(people.count) if n % 17 != 11)
    columns = ("policy_id", "ambassador_id", "acknowledged_at")
    with without_indexes(PolicyAcknowledgement):
        copy(PolicyAcknowledgement, columns, bar.follow("agreements", lines, people.count))


def _invitations(content: Content, count: int, by: User, year: Year) -> None:
    Invitation.objects.bulk_create(
        (
            Invitation(
                programme=content.programme,
                email=f"coming{n}@{DOMAIN}",
                first_name=_FIRST[n % 20],
                last_name=_LAST[n % 16],
                invited_by=by,
                expires_at=year.moment(DAYS + 30),
                sent_at=year.moment(DAYS - 3),
            )
            for n in range(count)
        ),
        batch_size=2_000,
    )


def _long_ago(content: Content) -> str:
    return f"{content.programme.starts_on} {CLOCK[36_000]}"
