"""What a row of a file of people says about one person: new, changed, the same, or not to be used and why.

django-import-export reads, compares and reports row by row; nothing is written here. Ten thousand people are then written
at once, in one transaction, by `ambassadors.intake`.
"""

from dataclasses import dataclass, field
from typing import Any

import tablib
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models.functions import Lower
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.widgets import Widget

from ambassadors.import_problems import RowProblem
from ambassadors.models import Ambassador, Team, User
from ambassadors.sheets import language_of, names_of

# The columns a file may change, each with where it is kept.
COLUMNS = ("first_name", "last_name", "job_title", "location", "team", "languages", "expertise", "interests")
OF_ACCOUNT = ("first_name", "last_name")
_OWN = {"languages", "expertise", "interests"}  # what people who joined tell about themselves stays as they wrote it
Change = tuple[str, Any, Any]  # field, before, after; teams by their row


@dataclass(frozen=True)
class Entry:
    """A person whom the file makes, changes or brings back."""

    line: int
    person: Ambassador
    is_new: bool
    is_back: bool
    changes: list[Change] = field(default_factory=list)


class _Text(Widget):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if len(str(value)) > self.most:
            raise RowProblem("too_long", text=str(value)[:20], most=self.most)
        return str(value)


class _Languages(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        found = []
        for name in str(value).replace(";", ",").replace("|", ",").split(","):
            if name.strip() and not language_of(name):
                raise RowProblem("language", name=name.strip())
            found.append(language_of(name))
        return sorted(set(filter(None, found)))


class TeamTree(Widget):
    """Finds a team by name or by path ("Noord > Assen"); makes it in memory where it may be made."""

    def __init__(self) -> None:
        super().__init__()
        self.may_make = False
        self.read()

    def read(self) -> None:
        """Know the teams as they are now."""
        self.teams = Team.objects.as_tree()
        self.made: list[Team] = []
        self.found: dict[str, Team] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Team:
        path = str(value)
        if path not in self.found:
            self.found[path] = self._read_path(path)
        return self.found[path]

    def _read_path(self, value: str) -> Team:
        names = [name.strip() for name in value.split(">")]
        if not all(names) or any(len(name) > 80 for name in names):
            raise RowProblem("team_unreadable", name=value)
        if len({name.lower() for name in names}) < len(names):
            raise RowProblem("team_in_itself", name=names[-1])
        found: Team | None = None
        for place, name in enumerate(names):
            found = self._find(name, found, at_top=place == 0 and len(names) > 1)
        return found  # type: ignore[return-value]

    def _find(self, name: str, parent: Team | None, *, at_top: bool) -> Team:
        same = [team for team in (*self.teams, *self.made) if name.lower() in {team.name.lower(), team.slug}]
        if parent is not None:
            within = [
                team for team in same if team.parent is parent or (team.parent_id and team.parent_id == parent.pk)
            ]
            if not within and same:
                raise self._elsewhere(same[0], parent)
            same = within
        elif len(same) > 1:
            tops = [team for team in same if team.parent_id is None and team.parent is None]
            if not at_top or len(tops) != 1:
                raise RowProblem("team_several", name=name)
            same = tops
        if same:
            return same[0]
        if not self.may_make:
            raise RowProblem("team_unknown", name=name)
        team = Team(name=name, parent=parent)
        self.made.append(team)
        return team

    def _elsewhere(self, team: Team, parent: Team) -> RowProblem:
        words = {"team": team.name, "parent": parent.name}
        by_pk = {one.pk: one for one in self.teams}
        above: Team | None = parent
        while above is not None:
            if above is team or (above.pk and above.pk == team.pk):
                return RowProblem("team_circle", **words)
            above = by_pk.get(above.parent_id or 0) if above.pk else above.parent
        return RowProblem("team_elsewhere", **words)


def _is_part_of(team: Team, parent: Team) -> bool:
    """Whether one is right below the other, be they rows or in memory only; asks nothing of the database."""
    return team.parent is parent if team.pk is None else parent.pk is not None and team.parent_id == parent.pk


class _Cell(fields.Field):
    """A column; an empty cell changes nothing, and nobody's own words are written over."""

    def save(self, instance: Ambassador, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        name = str(self.attribute)
        if row[self.column_name] == "" or (name in _OWN and instance.joined_at and getattr(instance, name)):
            return
        super().save(instance, row, is_m2m, **kwargs)


class _ByAddress(BaseInstanceLoader):
    """People by e-mail address, all of the file in two questions."""

    def __init__(self, resource: "PersonResource", dataset: tablib.Dataset) -> None:
        super().__init__(resource, dataset)
        emails = {str(email).lower() for email in dataset["email"]}
        people = Ambassador.objects.select_related("user", "team").annotate(address=Lower("user__email"))
        self.people = {person.address: person for person in people.filter(address__in=emails)}  # type: ignore[attr-defined]
        users = User.objects.annotate(address=Lower("email")).filter(address__in=emails, ambassador=None)
        resource.users = {user.address: user for user in users}  # type: ignore[attr-defined]

    def get_instance(self, row: dict[str, Any]) -> Ambassador | None:
        return self.people.get(row["email"])


class PersonResource(resources.ModelResource):
    """Reads the rows of a table as people; afterwards `entries` holds what there is to do and `problems` what cannot be used."""

    first_name = _Cell("user__first_name", "first_name", _Text(150))
    last_name = _Cell("user__last_name", "last_name", _Text(150))
    job_title = _Cell("job_title", "job_title", _Text(120))
    location = _Cell("location", "location", _Text(80))
    languages = _Cell("languages", "languages", _Languages())
    expertise = _Cell("expertise", "expertise", _Text(2000))
    interests = _Cell("interests", "interests", _Text(2000))

    class Meta:
        model = Ambassador
        fields = COLUMNS
        import_id_fields = ()
        instance_loader_class = _ByAddress
        skip_diff = True
        report_skipped = False
        use_transactions = False

    def __init__(self, *, makes_teams: bool, progress: Any = None) -> None:
        super().__init__()
        self.tree = TeamTree()
        self.tree.may_make = makes_teams
        self.fields["team"] = _Cell("team", "team", self.tree)
        self.progress = progress
        self.users: dict[str, User] = {}
        self.seen: dict[str, int] = {}
        self.entries: list[Entry] = []
        self.same = 0

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        row["email"] = email = str(row["email"]).lower()
        if not email:
            raise _refused("no_email")
        try:
            validate_email(email)
        except ValidationError:
            raise _refused("email") from None
        first_line = self.seen.setdefault(email, row["line"])
        if first_line != row["line"]:
            raise _refused("twice", line=first_line)
        if "name" in row:
            row["first_name"], row["last_name"] = names_of(row)
        if "language" in row and not row.get("languages"):
            row["languages"] = row["language"]

    def init_instance(self, row: dict[str, Any] | None = None) -> Ambassador:
        email = row["email"] if row else ""
        return Ambassador(user=self.users.get(email) or User(email=email))

    def after_init_instance(self, instance: Ambassador, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        if instance.user.pk and not instance.user.is_active and not instance.inactive_at:
            raise _refused("closed")
        self.before = {name: _held(instance, name) for name in COLUMNS}
        if self.progress and kwargs["row_number"] % 250 == 0:
            self.progress(kwargs["row_number"])

    def skip_row(self, instance: Ambassador, original: object, row: dict[str, Any], errors: Any = None) -> bool:
        if errors:
            return False
        self.changes = [
            (name, old, now)
            for name, old in self.before.items()
            if (now := _held(instance, name)) != old and not (name == "languages" and set(now) == set(old))
        ]
        is_same = bool(instance.left_at) or not (self.changes or instance.pk is None or instance.inactive_at)
        self.same += is_same
        return is_same

    def save_instance(self, instance: Ambassador, is_create: bool, row: dict[str, Any], **kwargs: Any) -> None:
        back = instance.inactive_at is not None
        self.entries.append(Entry(row["line"], instance, is_create, back, self.changes))

    def save_m2m(self, obj: Ambassador, row: dict[str, Any], **kwargs: Any) -> None:
        """Nothing here has more than one of anything."""


def _held(person: Ambassador, name: str) -> Any:
    return getattr(person.user if name in OF_ACCOUNT else person, name)


def _refused(code: str, **values: object) -> ValidationError:
    return ValidationError(str(RowProblem(code, **values)))
