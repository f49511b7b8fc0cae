"""Files of people: planned first, then carried out whole or not at all, and undone where possible."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from ambassadors import sheets
from ambassadors.import_problems import coded
from ambassadors.models import Ambassador, Invitation, PeopleImport, RoleAssignment, Team, ThemeLink, User
from ambassadors.person_resource import COLUMNS, OF_ACCOUNT, Change, Entry, PersonResource
from themes import permissions
from themes.slugs import free_slug

_SHOWN = 100
_PROBLEMS = 1000
_BATCH = 1000
_OF_PERSON = [name for name in COLUMNS if name not in OF_ACCOUNT]


@dataclass(frozen=True)
class Plan:
    """What a file would do now."""

    rows: int
    entries: list[Entry]
    same: int
    problems: list[dict[str, Any]]
    missing: list[int]
    teams: list[Team]

    @property
    def counts(self) -> dict[str, int]:
        new = sum(entry.is_new for entry in self.entries)
        return {
            "rows": self.rows,
            "new": new,
            "changed": len(self.entries) - new,
            "same": self.same,
            "bad": len(self.problems),
            "missing": len(self.missing),
            "teams": len(self.teams),
        }


def plan(data: bytes, *, makes_teams: bool, progress: Callable[[int], None] | None = None) -> Plan:
    """Return what the file would do; nothing is written. Raises `sheets.Unreadable` with the reason.

    Missing are people of the directory who are in no row, readable or not; who also manages, edits or administers is never
    missing, because that account is not the directory's to close.
    """
    table = sheets.read(data)
    resource = PersonResource(makes_teams=makes_teams, progress=progress)
    result = resource.import_data(table, dry_run=False, use_transactions=False, raise_errors=False)
    lines, emails = table["line"], table["email"]
    found: list[tuple[int, list[str]]] = [(row.number, list(row.error.messages)) for row in result.invalid_rows]
    found += [(number, [str(errors[0].error)]) for number, errors in result.row_errors()]
    problems = [
        {"line": lines[number - 1], "text": str(emails[number - 1])[:120], "whys": [coded(why) for why in whys]}
        for number, whys in sorted(found)
    ]
    return Plan(
        rows=len(table),
        entries=resource.entries,
        same=resource.same,
        problems=problems,
        missing=_missing({str(email).lower() for email in emails}),
        teams=_used(resource.tree.made, resource.entries),
    )


def _used(teams: Sequence[Team], entries: Iterable[Entry]) -> list[Team]:
    """Return those that somebody will belong to, with what they are part of; the parents come first."""
    used: set[int] = set()
    for entry in entries:
        team = entry.person.team
        while team is not None and team.pk is None and id(team) not in used:
            used.add(id(team))
            team = team.parent
    return [team for team in teams if id(team) in used]


def _missing(emails: set[str]) -> list[int]:
    other_work = Q(user__is_staff=True) | Q(user__is_superuser=True)
    here = Ambassador.objects.eligible().exclude(other_work)
    groups = User.groups.through.objects.exclude(group__name=permissions.AMBASSADOR)
    rows = here.exclude(user__in=groups.values("user")).by_name().values_list("pk", "user__email")
    return [pk for pk, email in rows if email.lower() not in emails]


def work(*, import_id: int) -> None:
    """The import is read or carried out, by this call or another; a second call finds nothing to do."""
    mine = PeopleImport.objects.filter(pk=import_id)
    if not mine.waiting().update(claimed_at=timezone.now()):
        return
    row = mine.select_related("uploaded_by").get()
    try:
        if row.state == PeopleImport.State.READING:
            _read(row)
        else:
            _carry_out(row)
    except sheets.Unreadable as error:
        row.forget_people()
        mine.update(state=PeopleImport.State.FAILED, reason=error.code)
    finally:
        mine.update(claimed_at=None)


def _read(row: PeopleImport) -> None:
    with row.file.open("rb") as file:
        found = plan(file.read(), makes_teams=row.makes_teams, progress=row.tell_progress)
    absent = Ambassador.objects.filter(pk__in=found.missing[:_SHOWN]).by_name().select_related("user")
    PeopleImport.objects.filter(pk=row.pk, state=PeopleImport.State.READING).update(
        state=PeopleImport.State.READY,
        counts=found.counts,
        problems=found.problems[:_PROBLEMS],
        preview=[
            *(_shown(entry) for entry in found.entries[:_SHOWN]),
            *({"missing": True, "email": person.user.email, "name": str(person)} for person in absent),
        ],
    )


def _shown(entry: Entry) -> dict[str, Any]:
    user = entry.person.user
    return {
        "line": entry.line,
        "email": user.email,
        "name": user.get_full_name(),
        "new": entry.is_new,
        "back": entry.is_back,
        "changes": [[name, _as_text(old), _as_text(now)] for name, old, now in entry.changes],
    }


def _as_text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")


@transaction.atomic
def _carry_out(row: PeopleImport) -> None:
    """All that the file says now is in the directory, or nothing is."""
    row = PeopleImport.objects.select_for_update().get(pk=row.pk)
    if row.state != PeopleImport.State.APPLYING:
        return
    with row.file.open("rb") as file:
        found = plan(file.read(), makes_teams=row.makes_teams, progress=row.tell_progress)
    now = timezone.now()
    teams = _make_teams(found.teams)
    made = _make([entry.person for entry in found.entries if entry.is_new])
    changed = [entry for entry in found.entries if not entry.is_new]
    _change(changed)
    missing = found.missing if row.deactivates else []
    _deactivate(missing, now)
    row.file.delete(save=False)
    row.state, row.finished_at, row.counts = PeopleImport.State.DONE, now, found.counts
    row.before = {
        "teams": teams,
        "made": made,
        "changed": {str(entry.person.pk): [_as_json(change) for change in entry.changes] for entry in changed},
        "back": [entry.person.pk for entry in changed if entry.is_back],
        "missing": missing,
    }
    row.save(update_fields=["file", "state", "finished_at", "counts", "before"])
    data = {"programme": row.programme_id, **found.counts, "inactive": len(missing)}
    log(instance=row, action="ambassadors.import_people", user=row.uploaded_by, data=data)


def _as_json(change: Change) -> list[Any]:
    return [value.pk if isinstance(value, Team) else value for value in change]


def _make_teams(teams: Iterable[Team]) -> list[int]:
    made = []
    for team in teams:  # parents come first
        team.parent = team.parent  # takes over the key that the parent got when it was saved
        team.slug = free_slug(Team, team.name, fallback="team")
        team.save()
        made.append(team.pk)
    return made


def _make(people: Sequence[Ambassador]) -> list[int]:
    taken = set(Ambassador.objects.values_list("slug", flat=True))
    locked = make_password(None)
    new = [person.user for person in people if person.user.pk is None]
    for user in new:
        user.password = locked
    User.objects.bulk_create(new, _BATCH)
    for person in people:
        base = slugify(person.user.get_full_name() or person.user.email.partition("@")[0])[:70] or "colleague"
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        person.slug, person.user, person.team = slug, person.user, person.team
    Ambassador.objects.bulk_create(people, _BATCH)
    return [person.pk for person in people]


def _change(entries: Sequence[Entry]) -> None:
    people = [entry.person for entry in entries]
    for entry in entries:
        entry.person.team = entry.person.team
        if entry.is_back:
            entry.person.inactive_at, entry.person.user.is_active = None, True
    User.objects.bulk_update([person.user for person in people], [*OF_ACCOUNT, "is_active"], _BATCH)
    Ambassador.objects.bulk_update(people, [*_OF_PERSON, "inactive_at"], _BATCH)


def _deactivate(people: Sequence[int], now: datetime) -> None:
    Ambassador.objects.filter(pk__in=people).update(inactive_at=now)
    User.objects.filter(ambassador__in=people).update(is_active=False)
    for session in UserSession.objects.filter(user__ambassador__in=people):
        session.end()


@transaction.atomic
def undo(*, import_id: int, by: User) -> dict[str, int]:
    """The directory is as before the import, save for what people did or others changed since; returns what was kept.

    Somebody the import made stays once they were invited, asked for a theme or a role, joined or logged in; a field stays once
    it was changed again.
    """
    row = PeopleImport.objects.select_for_update().get(pk=import_id)
    if not row.can_be_undone:
        return {}
    before = row.before
    kept = _unmake(before["made"]) + _unchange(before["changed"])
    now = timezone.now()
    _deactivate(before["back"], now)
    gone = Ambassador.objects.filter(pk__in=before["missing"], inactive_at=row.finished_at)
    people = list(gone.values_list("pk", flat=True))
    gone.update(inactive_at=None)
    User.objects.filter(ambassador__in=people).update(is_active=True)
    for team in reversed(before["teams"]):
        Team.objects.filter(pk=team, members=None, children=None).delete()
    row.forget_people()
    row.state = PeopleImport.State.UNDONE
    row.save(update_fields=["state"])
    log(instance=row, action="ambassadors.undo_import", user=by, data={"programme": row.programme_id, "kept": kept})
    return {"kept": kept}


def _unmake(people: Sequence[int]) -> int:
    touched = Q(joined_at__isnull=False) | Q(invited_at__isnull=False) | Q(user__last_login__isnull=False)
    untouched = Ambassador.objects.filter(pk__in=people).exclude(touched)
    untouched = untouched.exclude(Exists(Invitation.objects.filter(email__iexact=OuterRef("user__email"))))
    for asked in (ThemeLink, RoleAssignment):
        untouched = untouched.exclude(Exists(asked._default_manager.filter(ambassador=OuterRef("pk"))))
    groups = User.groups.through.objects.values("user")
    untouched = untouched.exclude(user__in=groups).exclude(user__is_staff=True)
    users = list(untouched.values_list("user", flat=True))
    User.objects.filter(pk__in=users).delete()
    return len(people) - len(users)


def _unchange(changed: dict[str, list[list[Any]]]) -> int:
    kept = 0
    people = {person.pk: person for person in Ambassador.objects.filter(pk__in=changed).select_related("user")}
    for key, changes in changed.items():
        person = people.get(int(key))
        for name, old, new in changes:
            holder = person and (person.user if name in OF_ACCOUNT else person)
            column = "team_id" if name == "team" else name
            if holder is None or getattr(holder, column) != new:
                kept += 1
            else:
                setattr(holder, column, old)
    User.objects.bulk_update([person.user for person in people.values()], OF_ACCOUNT, _BATCH)
    Ambassador.objects.bulk_update(people.values(), _OF_PERSON, _BATCH)
    return kept
