"""Which programmes a manager may enter."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from ambassadors.models import ProgrammeManager
from themes.audit import Person
from themes.models import Programme

if TYPE_CHECKING:
    from themes.models.programme import ProgrammeQuerySet


def open_to(programmes: "ProgrammeQuerySet", person: Person) -> "ProgrammeQuerySet":
    """Return those whose team the person is in, and those without a team; a superuser enters all."""
    if getattr(person, "is_superuser", False):
        return programmes
    team = ProgrammeManager.objects.filter(programme=OuterRef("pk"))
    return programmes.filter(~Exists(team) | Exists(team.filter(user=person.pk)))


def may_enter(programme: Programme, person: Person) -> bool:
    """Whether the programme is open to the person, whose permissions are another matter."""
    return open_to(Programme.objects.filter(pk=programme.pk), person).exists()
