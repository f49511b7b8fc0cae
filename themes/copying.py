"""What an app above brings along when a programme is copied; goals, themes and the outside world are copied by the actions."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from themes.audit import Person
from themes.models import Programme


@dataclass(frozen=True)
class Part:
    """Something that comes along where whoever copies chooses it."""

    key: str
    label: str | Promise
    copy: Callable[[Programme, Programme, Person], object]  # from, to, by whom


_parts: dict[str, Part] = {}


def register(part: Part) -> None:
    """The part is offered on the page that copies a programme; a key registered again takes the place of the former."""
    _parts[part.key] = part


def parts() -> list[Part]:
    """Return what the apps above bring along, in order of registration."""
    return list(_parts.values())


def copy(source: Programme, target: Programme, *, keys: Collection[str], by: Person) -> None:
    """The target has what the parts with these keys bring along."""
    for part in parts():
        if part.key in keys:
            part.copy(source, target, by)
