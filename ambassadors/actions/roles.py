"""Step 4: the catalogue of roles, who holds which, and who keeps which contact outside."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import Ambassador, Contact, Role, RoleAssignment, User
from ambassadors.roles import ensure_default_roles
from themes.models import Stakeholder, Theme


class RoleRetired(Exception):
    """The role is no longer given."""


@transaction.atomic
def add_default_roles(*, by: User, language: str) -> list[Role]:
    """The six roles to start with exist, in that language; where there are any roles, nothing changes."""
    made = ensure_default_roles(language)
    for role in made:
        log(instance=role, action="ambassadors.save_role", user=by)
    return made


@transaction.atomic
def save_role(*, role: Role, by: User) -> Role:
    """The role is in the catalogue as given; a new one comes last."""
    if role.pk is None:
        role.sort_order = (Role.objects.aggregate(last=Max("sort_order"))["last"] or 0) + 1
    role.save()
    log(instance=role, action="ambassadors.save_role", user=by)
    return role


@transaction.atomic
def retire_role(*, role: Role, by: User) -> None:
    """The role is no longer given; who holds it keeps it until it ends."""
    role.retired_at = timezone.now()
    role.save(update_fields=["retired_at"])
    log(instance=role, action="ambassadors.retire_role", user=by)


@transaction.atomic
def restore_role(*, role: Role, by: User) -> None:
    """A retired role can be given again."""
    role.retired_at = None
    role.save(update_fields=["retired_at"])
    log(instance=role, action="ambassadors.restore_role", user=by)


@transaction.atomic
def assign_role(*, ambassador: Ambassador, role: Role, theme: Theme, by: User) -> RoleAssignment:
    """The person holds the role on the theme from today; raises RoleRetired. Twice is the same as once."""
    if role.retired_at:
        raise RoleRetired
    assignment, made = RoleAssignment.objects.get_or_create(ambassador=ambassador, role=role, theme=theme, ends_on=None)
    if made:
        log(
            instance=ambassador,
            action="ambassadors.assign_role",
            user=by,
            data={"programme": theme.programme_id, "role": role.key, "theme": theme.pk},
        )
    return assignment


@transaction.atomic
def end_assignment(*, assignment: RoleAssignment, by: User | None = None) -> None:
    """The person no longer holds the role, from today; without `by` the person gave it back."""
    RoleAssignment.objects.filter(pk=assignment.pk, ends_on=None).end()
    if by:
        log(
            instance=assignment.ambassador,
            action="ambassadors.end_role",
            user=by,
            data=_about(assignment),
        )


@transaction.atomic
def restore_assignment(*, assignment: RoleAssignment, by: User) -> RoleAssignment:
    """An ended assignment holds again, unless the same role was given anew meanwhile."""
    same = {"ambassador": assignment.ambassador, "role": assignment.role, "theme": assignment.theme}
    again = RoleAssignment.objects.filter(**same, ends_on=None).first()
    if again:
        return again
    assignment.ends_on = None
    assignment.save(update_fields=["ends_on"])
    log(instance=assignment.ambassador, action="ambassadors.assign_role", user=by, data=_about(assignment))
    return assignment


@transaction.atomic
def keep_contact(*, stakeholder: Stakeholder, ambassador: Ambassador, by: User) -> Contact:
    """The person keeps the contact with someone outside. Twice is the same as once."""
    contact, made = Contact.objects.get_or_create(stakeholder=stakeholder, ambassador=ambassador)
    if made:
        log(
            instance=stakeholder,
            action="ambassadors.keep_contact",
            user=by,
            data={"programme": stakeholder.programme_id, "ambassador": ambassador.pk},
        )
    return contact


@transaction.atomic
def end_contact(*, contact: Contact, by: User) -> None:
    """The person no longer keeps the contact."""
    contact.delete()
    data = {"programme": contact.stakeholder.programme_id, "ambassador": contact.ambassador_id}
    log(instance=contact.stakeholder, action="ambassadors.end_contact", user=by, data=data)


def _about(assignment: RoleAssignment) -> dict[str, object]:
    theme = assignment.theme
    return {"programme": theme.programme_id, "role": assignment.role.key, "theme": theme.pk}
