"""Which programmes a manager may enter, and who manages one.

A programme manager is somebody in the group of that name (an administrator puts people there), or somebody whom a colleague
named for one programme: their place in its team gives them the same permissions, and no other programme opens to them.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet

from ambassadors.models import Ambassador, ProgrammeManager, RoleAssignment, User
from themes import permissions
from themes.audit import Person
from themes.models import Programme

if TYPE_CHECKING:
    from themes.models.programme import ProgrammeQuerySet

# What concerns more than one programme stays with those whom an administrator made programme manager.
BEYOND_ONE = ("themes.add_programme", "themes.delete_programme", "themes.change_organisation")


def open_to(programmes: "ProgrammeQuerySet", person: Person) -> "ProgrammeQuerySet":
    """Return those whose team the person is in, and those without a team; a superuser enters all.

    Who manages no programme also enters those where they hold a role: the role's rights say which pages open. Who was
    named by a colleague enters only the programmes they were named for.
    """
    if getattr(person, "is_superuser", False):
        return programmes
    team = ProgrammeManager.objects.filter(programme=OuterRef("pk"))
    mine = Q(Exists(team.filter(user=person.pk)))
    account = User.objects.filter(pk=person.pk or 0)
    places = ProgrammeManager.objects.filter(user=OuterRef("pk"))
    is_appointed = Exists(User.objects.filter(pk=OuterRef("pk"), groups__name=permissions.MANAGER))
    appointed, named = account.values_list(is_appointed, Exists(places)).first() or (False, False)
    if named and not appointed:
        return programmes.filter(mine)
    entered = ~Exists(team) | mine
    if not appointed:
        held = RoleAssignment.objects.current().filter(theme__programme=OuterRef("pk"))
        entered |= Q(Exists(held.filter(ambassador__user=person.pk, ambassador__left_at=None)))
    return programmes.filter(entered)


def may_enter(programme: Programme, person: Person) -> bool:
    """Whether the programme is open to the person, whose permissions are another matter."""
    return open_to(Programme.objects.filter(pk=programme.pk), person).exists()


def permissions_of_the_named() -> set[str]:
    """Return what a place in a programme's team permits: all that programme managers may, but for what goes beyond one programme."""
    granted = Permission.objects.filter(group__name=permissions.MANAGER)
    names = granted.values_list("content_type__app_label", "codename").order_by()
    return {f"{app}.{codename}" for app, codename in names} - set(BEYOND_ONE)


def managers(programme: Programme) -> list[User]:
    """Return those who steer the programme, by name."""
    named = Exists(ProgrammeManager.objects.filter(user=OuterRef("pk"), programme=programme))
    appointed = Exists(User.objects.filter(pk=OuterRef("pk"), groups__permissions__codename="change_policy"))
    people = User.objects.filter(named | appointed, is_active=True)
    return [person for person in people if may_enter(programme, person)]


def nameable() -> "QuerySet[User]":
    """Return the accounts that could be named as manager: those of people who can log in."""
    coming = Ambassador.objects.filter(user=OuterRef("pk"), joined_at=None, left_at=None)
    return User.objects.filter(~Exists(coming), is_active=True)
