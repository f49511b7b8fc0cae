"""Step 4: the catalogue of roles, who holds which, and who keeps which contact outside."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from psycopg.errors import ExclusionViolation
from wagtail.log_actions import log

from ambassadors import offer_mails
from ambassadors.models import Ambassador, Contact, Role, RoleAssignment, RoleOffer, User
from ambassadors.roles import ensure_default_roles
from themes import undo
from themes.models import Stakeholder, Theme


class RoleRetired(Exception):
    """The role is no longer given."""


class PeriodsOverlap(Exception):
    """The person has the role on the theme at that time already; `existing` says from when until when."""

    def __init__(self, existing: RoleAssignment | None) -> None:
        super().__init__()
        self.existing = existing


@transaction.atomic
def add_default_roles(*, by: User) -> list[Role]:
    """The six roles to start with exist; where there are any roles, nothing changes."""
    made = ensure_default_roles()
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
def assign_role(
    *,
    ambassador: Ambassador,
    role: Role,
    theme: Theme,
    by: User,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleAssignment:
    """The person is asked for the role on the theme, from a day (today) up to but not including another (no end), and told so.

    Who offered to take it holds it at once. Raises RoleRetired, or PeriodsOverlap where the person has it at that time already, asked or accepted; then nothing has
    changed. The same period twice is the same as once.
    """
    if role.retired_at:
        raise RoleRetired
    period = {"starts_on": starts_on or timezone.localdate(), "ends_on": ends_on}
    same = RoleAssignment.objects.filter(ambassador=ambassador, role=role, theme=theme, declined_at=None)
    known = same.filter(**period).first()
    if known:
        return known
    now = timezone.now()
    offers = RoleOffer.objects.select_for_update(of=("self",)).waiting()
    offered = offers.filter(ambassador=ambassador, role=role, theme=theme).first()
    assignment = RoleAssignment(ambassador=ambassador, role=role, theme=theme, **period)
    if offered:
        assignment.accepted_at = now
    else:
        assignment.accepted_at, assignment.asked_at, assignment.asked_by = None, now, by
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        raise PeriodsOverlap(same.order_by("-starts_on").first()) from error
    if offered:
        _answer(offered, accepts=True, at=now)
    else:
        offer_mails.tell_asked(assignment)
    log(instance=ambassador, action="ambassadors.assign_role", user=by, data=_about(assignment))
    return assignment


@transaction.atomic
def answer_role(*, assignment: RoleAssignment, accepts: bool) -> bool:
    """The person said yes or no to a role; returns False, and nothing changed, where there was nothing to answer."""
    now = timezone.now()
    answer = {"accepted_at": now} if accepts else {"declined_at": now}
    return bool(RoleAssignment.objects.asked().filter(pk=assignment.pk).update(**answer))


@transaction.atomic
def offer_role(*, ambassador: Ambassador, role: Role, theme: Theme, reason: str = "") -> RoleOffer | RoleAssignment:
    """The person offers to take the role on the theme, and managers hear of it; twice is the same as once.

    Where a manager asked first this is the yes, and who has the role already keeps it: then the assignment is returned.
    Raises RoleRetired.
    """
    if role.retired_at:
        raise RoleRetired
    planned = RoleAssignment.objects.planned().filter(ambassador=ambassador, role=role, theme=theme)
    held = planned.order_by("starts_on").first()
    if held:
        if answer_role(assignment=held, accepts=True):
            held.refresh_from_db()
        return held
    offer, made = RoleOffer.objects.get_or_create(
        ambassador=ambassador, role=role, theme=theme, answered_at=None, defaults={"reason": reason}
    )
    if made:
        offer_mails.tell_managers(theme.programme)
    return offer


@transaction.atomic
def withdraw_offer(*, offer: RoleOffer) -> bool:
    """The person no longer offers it; returns False where it has its answer already."""
    return bool(RoleOffer.objects.filter(pk=offer.pk, answered_at=None).delete()[0])


@transaction.atomic
def answer_offer(*, offer: RoleOffer, accepts: bool, by: User, answer: str = "") -> bool:
    """Who offered to take a role holds it from today or, with thanks, not now; with a word or without, the person is told.

    Returns False, and nothing changed, where it has an answer already, was taken back, or the person left.
    """
    rows = RoleOffer.objects.select_for_update(of=("self",)).waiting()
    locked = rows.filter(pk=offer.pk).first()
    if locked is None:
        return False
    now = timezone.now()
    _answer(locked, accepts=accepts, answer=answer, at=now)
    about = {"ambassador": locked.ambassador, "role": locked.role, "theme": locked.theme}
    if accepts:
        planned = RoleAssignment.objects.planned().filter(**about)
        if not planned.exists():
            RoleAssignment.objects.create(**about, accepted_at=now)
        planned.asked().update(accepted_at=now)
    theme = locked.theme
    data = {"programme": theme.programme_id, "role": locked.role.key, "theme": theme.pk, "accepted": accepts}
    log(instance=locked.ambassador, action="ambassadors.answer_offer", user=by, data=data)
    return True


@transaction.atomic
def reopen_offer(*, offer: RoleOffer, kept: undo.Kept, by: User) -> bool:
    """An answer is taken back: the offer waits again, and a role that the answer gave or accepted is as it was before.

    Returns False, and nothing changed, where it waits already or the person offered it anew.
    """
    locked = RoleOffer.objects.select_for_update().get(pk=offer.pk)
    about = {"ambassador": offer.ambassador_id, "role": offer.role_id, "theme": offer.theme_id}
    if locked.answered_at is None or RoleOffer.objects.filter(**about, answered_at=None).exists():
        return False
    offer_mails.untell(locked)
    if locked.is_accepted:
        given = RoleAssignment.objects.planned().filter(**about, accepted_at=locked.answered_at)
        given.filter(asked_at=None).delete()
        given.update(accepted_at=None)
    undo.put_back(kept)
    theme = offer.theme
    data = {"programme": theme.programme_id, "role": offer.role.key, "theme": theme.pk}
    log(instance=offer.ambassador, action="ambassadors.reopen_offer", user=by, data=data)
    return True


def _answer(offer: RoleOffer, *, accepts: bool, at: datetime, answer: str = "") -> None:
    offer.answered_at, offer.is_accepted, offer.answer = at, accepts, answer[:240]
    offer.save(update_fields=["answered_at", "is_accepted", "answer"])
    offer_mails.tell_answer(offer)


@transaction.atomic
def end_assignment(*, assignment: RoleAssignment, by: User | None = None) -> bool:
    """The person no longer holds the role, from today; without `by` the person gave it back.

    Returns False, and nothing changed, where it had ended already.
    """
    has_ended = bool(RoleAssignment.objects.planned().filter(pk=assignment.pk).end())
    if by and has_ended:
        log(
            instance=assignment.ambassador,
            action="ambassadors.end_role",
            user=by,
            data=_about(assignment),
        )
    return has_ended


@transaction.atomic
def restore_assignment(*, assignment: RoleAssignment, kept: undo.Kept, by: User) -> bool:
    """An ended assignment holds again, until the day it had before; False where the same role was given anew meanwhile."""
    try:
        with transaction.atomic():
            undo.put_back(kept)
    except IntegrityError as error:
        if not isinstance(error.__cause__, ExclusionViolation):
            raise
        return False
    log(instance=assignment.ambassador, action="ambassadors.assign_role", user=by, data=_about(assignment))
    return True


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
