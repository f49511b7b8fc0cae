"""Asking people to join, and their answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from ambassadors import tasks
from ambassadors.models import Ambassador, Invitation, ThemeLink, User
from ambassadors.models.invitations import VALID_FOR
from ambassadors.privacy import has_other_work
from ambassadors.recipients import Recipient
from themes import permissions
from themes.models import Programme, Theme


class InvitationClosed(Exception):
    """The invitation was answered, withdrawn or has expired."""


@dataclass(frozen=True)
class Waves:
    """When how many are asked: `size` people (0: all) on the first day, and as many each time so many days later."""

    first_day: date | None = None
    size: int = 0
    days_between: int = 7

    def days(self, people: int) -> list[date]:
        """Return the day of each of so many people."""
        first = max(self.first_day or timezone.localdate(), timezone.localdate())
        return [first + timedelta(days=self.days_between * (n // self.size if self.size else 0)) for n in range(people)]

    def per_day(self, people: int) -> list[tuple[date, int]]:
        """Return each day with how many are asked then."""
        return sorted(Counter(self.days(people)).items())


@dataclass
class Plan:
    """What an invitation of these people would do: who is asked, who is left alone and why."""

    new: list[Recipient] = field(default_factory=list)
    again: list[Recipient] = field(default_factory=list)
    waiting: list[Recipient] = field(default_factory=list)
    joined: list[Recipient] = field(default_factory=list)
    declined: list[Recipient] = field(default_factory=list)
    closed: list[Recipient] = field(default_factory=list)

    @property
    def to_send(self) -> int:
        return len(self.new) + len(self.again)


def plan(*, programme: Programme, rows: Sequence[Recipient]) -> Plan:
    """Return what inviting these people would do now.

    New: never asked before. Again: an earlier invitation expired or was withdrawn. Waiting: asked and not answered yet.
    Declined: said no, which is theirs to say. Closed: the account was closed, which is for an administrator to mend.
    """
    emails = [row.email for row in rows]
    users = User.objects.annotate(address=Lower("email")).filter(address__in=emails).select_related("ambassador")
    user_of = {user.address: user for user in users}  # type: ignore[attr-defined]
    known = programme.invitations.annotate(address=Lower("email")).filter(address__in=emails)
    invitation_of = {invitation.address: invitation for invitation in known}  # type: ignore[attr-defined]
    result = Plan()
    for row in rows:
        _list_for(result, user_of.get(row.email), invitation_of.get(row.email)).append(row)
    return result


def _list_for(result: Plan, user: User | None, invitation: Invitation | None) -> list[Recipient]:
    ambassador = getattr(user, "ambassador", None)
    if user and not user.is_active:
        return result.closed
    if ambassador and ambassador.is_active:
        return result.joined
    if invitation is None:
        return result.new
    states = Invitation.State
    places = {states.DECLINED: result.declined, states.WAITING: result.waiting, states.SENT: result.waiting}
    return places.get(invitation.state, result.again)


@transaction.atomic
def invite(
    *,
    programme: Programme,
    rows: Sequence[Recipient],
    by: User,
    themes: Sequence[Theme] = (),
    message: str = "",
    waves: "Waves | None" = None,
) -> Plan:
    """Ask these people to join, for their own themes and these; the mails leave once this is committed, or on their wave's day.

    Returns what was done; people who were asked or joined before are left as they are, so doing it again changes nothing.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    result = plan(programme=programme, rows=rows)
    days = (waves or Waves()).days(len(result.new))
    made = Invitation.objects.bulk_create(
        [
            Invitation(
                programme=programme,
                email=row.email,
                first_name=row.first_name,
                last_name=row.last_name,
                job_title=row.job_title,
                team=row.team,
                language=row.language,
                message=message,
                invited_by=by,
                send_on=day,
                expires_at=timezone.now() + (day - timezone.localdate()) + VALID_FOR,
            )
            for row, day in zip(result.new, days, strict=True)
        ]
    )
    themes_of = {row.email: {theme.pk for theme in (*row.themes, *themes)} for row in rows}
    Invitation.themes.through.objects.bulk_create(
        Invitation.themes.through(invitation_id=invitation.pk, theme_id=theme_id)
        for invitation in made
        for theme_id in sorted(themes_of[invitation.email])
    )
    again = programme.invitations.annotate(address=Lower("email")).filter(
        address__in=[row.email for row in result.again]
    )
    for invitation in again:
        invitation.invited_by, invitation.message = by, message
        invitation.save(update_fields=["invited_by", "message"])
        invitation.themes.add(*themes_of[invitation.address])
        invitation.renew()
    if result.to_send:
        asked = [invitation.pk for invitation in (*made, *again)]
        log(
            instance=programme,
            action="ambassadors.invite",
            user=by,
            data={"programme": programme.pk, "invitations": asked},
        )
        tasks.send_invitations.delay_on_commit()
    return result


@transaction.atomic
def resend(*, invitation: Invitation, by: User) -> None:
    """The invitation is open for its full term again and its mail leaves anew; raises InvitationClosed after an answer."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.state in (Invitation.State.ACCEPTED, Invitation.State.DECLINED):
        raise InvitationClosed
    locked.renew()
    log(instance=locked, action="ambassadors.resend_invitation", user=by, data={"programme": locked.programme_id})
    tasks.send_invitations.delay_on_commit()


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """The link no longer works; raises InvitationClosed after an answer."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        raise InvitationClosed
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    log(instance=locked, action="ambassadors.withdraw_invitation", user=by, data={"programme": locked.programme_id})


@transaction.atomic
def restore(*, invitation: Invitation, by: User) -> None:
    """A withdrawn invitation is as it was before."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.state != Invitation.State.WITHDRAWN:
        raise InvitationClosed
    locked.withdrawn_at = None
    locked.save(update_fields=["withdrawn_at"])
    log(instance=locked, action="ambassadors.restore_invitation", user=by, data={"programme": locked.programme_id})
    tasks.send_invitations.delay_on_commit()


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str = "", first_name: str = "", last_name: str = ""
) -> Ambassador:
    """The invited person is an ambassador, invited to the themes that were chosen; raises InvitationClosed.

    Who has no account gets one with this password; the link proves that the address is theirs. Existing accounts keep
    their own password: their owner has to be logged in, which is for the caller to see to.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    user = User.objects.filter(email__iexact=locked.email).first()
    if not locked.is_open or (user and not user.is_active):
        raise InvitationClosed
    now = timezone.now()
    if user is None:
        names = {"first_name": first_name or locked.first_name, "last_name": last_name or locked.last_name}
        user = User.objects.create_user(locked.email, password, language=locked.language, **names)
    elif password and account_for(locked) is None:
        user.first_name, user.last_name = first_name or user.first_name, last_name or user.last_name
        user.language = locked.language
        user.set_password(password)
        user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    user.groups.add(Group.objects.get(name=permissions.AMBASSADOR))
    ambassador = _ambassador(user, locked)
    ambassador.joined_at, ambassador.left_at = now, None
    ambassador.save()
    for theme in locked.themes.live():
        ThemeLink.objects.get_or_create(ambassador=ambassador, theme=theme)
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    return ambassador


@transaction.atomic
def decline_invitation(*, invitation: Invitation, reason: str = "") -> None:
    """The person said no and is not asked again; raises InvitationClosed when there is nothing to answer any more.

    A reason may come along or later, and is seen by managers only as a count.
    """
    if reason in Invitation.DeclineReason:
        declined = Invitation.objects.filter(pk=invitation.pk, accepted_at=None).exclude(declined_at=None)
        if declined.update(decline_reason=reason):
            return
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not locked.is_open:
        raise InvitationClosed
    locked.declined_at = timezone.now()
    locked.decline_reason = reason if reason in Invitation.DeclineReason else ""
    locked.save(update_fields=["declined_at", "decline_reason"])


def account_for(invitation: Invitation) -> User | None:
    """Return the account that already has the invited address, and that somebody can enter.

    An account that a file of people made has no way in yet; the invitation proves the address, as for a new one.
    """
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is None or not user.is_active or user.has_usable_password() or user.last_login or has_other_work(user):
        return user
    ambassador = Ambassador.objects.filter(user=user).first()
    return None if ambassador and ambassador.joined_at is None and ambassador.left_at is None else user


def _ambassador(user: User, invitation: Invitation) -> Ambassador:
    found = Ambassador.objects.filter(user=user).first()
    if found:
        return found
    return Ambassador(
        user=user,
        slug=free_slug(str(user.get_full_name()) or user.email.partition("@")[0]),
        team=invitation.team,
        job_title=invitation.job_title,
        languages=[user.language],
        invited_at=invitation.created_at,
    )


def free_slug(name: str) -> str:
    """Return a public address for the name that nobody has."""
    base = slugify(name)[:70] or "colleague"
    taken = set(Ambassador.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
