"""Which programmes a manager may enter."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from ambassadors.models import ProgrammeManager, RoleAssignment, User
from themes import permissions
from themes.audit import Person
from themes.models import Programme

if TYPE_CHECKING:
    from themes.models.programme import ProgrammeQuerySet


def open_to(programmes: "ProgrammeQuerySet", person: Person) -> "ProgrammeQuerySet":
    """Return those whose team the person is in, and those without a team; a superuser enters all.

    Who manages no programme also enters those where they hold a role: the role's rights say which pages open.
    """
    if getattr(person, "is_superuser", False):
        return programmes
    team = ProgrammeManager.objects.filter(programme=OuterRef("pk"))
    entered = Q(~Exists(team)) | Q(Exists(team.filter(user=person.pk)))
    if not User.objects.filter(pk=person.pk or 0, groups__name=permissions.MANAGER).exists():
        held = RoleAssignment.objects.current().filter(theme__programme=OuterRef("pk"))
        entered |= Q(Exists(held.filter(ambassador__user=person.pk, ambassador__left_at=None)))
    return programmes.filter(entered)


def may_enter(programme: Programme, person: Person) -> bool:
    """Whether the programme is open to the person, whose permissions are another matter."""
    return open_to(Programme.objects.filter(pk=programme.pk), person).exists()
