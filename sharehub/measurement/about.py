"""What a figure is about, as it stands in the address: the whole programme, or one theme, one network, one team of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ambassadors.models import Team
from themes.models import Programme
from themes.networks import choices

KINDS = ("theme", "network", "team")


@dataclass(frozen=True)
class About:
    """One of `KINDS` with its key (a theme's or team's id, a network's name), or the whole; `value` is what the address says."""

    kind: str = ""
    key: int | str | None = None
    value: str = ""
    name: str = ""
    problem: str | Promise = ""

    @property
    def query(self) -> str:
        """What names this in an address; empty for the whole."""
        return urlencode({self.kind: self.value}) if self.kind else ""


@dataclass(frozen=True)
class Choice:
    """Something that figures can be about, by its kind and as an address names it."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """Everything of one kind that figures can be about."""

    kind: str
    name: str
    choices: list[Choice]


def chosen(programme: Programme, query: Mapping[str, str]) -> About:
    """Return what an address asks for; of several at once only the first, with the reason, and the whole for what is not there."""
    kind, _colon, value = query.get("about", "").partition(":")
    named = {one: query[one] for one in KINDS if query.get(one)} | ({kind: value} if kind in KINDS and value else {})
    asked = list(named)
    if not asked:
        return About()
    problem = _("One at a time: two together would tell of single people.") if len(asked) > 1 else ""
    found = _find(programme, asked[0], named[asked[0]])
    if found is None:
        return About(problem=_("That is not there (any more), so this is about the whole programme."))
    return About(asked[0], *found, problem)


def _find(programme: Programme, kind: str, value: str) -> tuple[int | str, str, str] | None:
    if kind == "theme":
        theme = programme.themes.filter(slug=value).first()
        return (theme.pk, theme.slug, theme.name) if theme else None
    if kind == "network":
        name = dict(choices()).get(value)
        return (value, value, str(name)) if name else None
    team = Team.objects.filter(slug=value).first()
    return (team.pk, team.slug, team.name) if team else None


def offered(programme: Programme, networks: list[str], about: About) -> list[Choices]:
    """Return what can be chosen: the themes, the networks that were shared on, and the teams."""
    names = dict(choices())
    themes = programme.themes.live().values_list("slug", "name")
    found = {
        "theme": (_("Themes"), list(themes)),
        "network": (_("Networks"), [(key, str(names.get(key, key))) for key in networks]),
        "team": (_("Teams"), list(Team.objects.order_by("name").values_list("slug", "name")[:200])),
    }
    return [
        Choices(
            kind,
            name,
            [Choice(f"{kind}:{value}", label, about.kind == kind and about.value == value) for value, label in rows],
        )
        for kind, (name, rows) in found.items()
        if rows
    ]
