"""Step 3: bringing people and themes together, from either side."""

from django.db import transaction
from wagtail.log_actions import log

from ambassadors.models import Ambassador, PassedOver, RoleAssignment, ThemeLink, User
from themes.models import Theme


class SaidNo(Exception):
    """The person declined this theme and is not asked again."""


@transaction.atomic
def link_to_theme(*, ambassador: Ambassador, theme: Theme, by: User, reason: str = "") -> ThemeLink:
    """The person is invited to the theme, or a proposal of theirs is accepted; raises SaidNo after a refusal."""
    link, made = ThemeLink.objects.select_for_update().get_or_create(
        ambassador=ambassador, theme=theme, defaults={"reason": reason}
    )
    if link.state == ThemeLink.State.DECLINED:
        raise SaidNo
    if link.state == ThemeLink.State.PROPOSED:
        link.accept()
    if made or link.state == ThemeLink.State.ACCEPTED:
        log(
            instance=ambassador,
            action="ambassadors.link",
            user=by,
            data={"programme": theme.programme_id, "theme": theme.pk, "state": link.state},
        )
    return link


@transaction.atomic
def decide_proposal(*, link: ThemeLink, accepts: bool, by: User) -> None:
    """A person's own proposal is accepted or, with thanks, not."""
    locked = ThemeLink.objects.select_for_update().get(pk=link.pk)
    if locked.state != ThemeLink.State.PROPOSED:
        return
    if accepts:
        locked.accept()
    else:
        locked.delete()
    log(
        instance=link.ambassador,
        action="ambassadors.decide_proposal",
        user=by,
        data={"programme": link.theme.programme_id, "theme": link.theme_id, "accepted": accepts},
    )


@transaction.atomic
def withdraw_link(*, link: ThemeLink, by: User) -> None:
    """A manager takes back a question that was not answered yet; what a person accepted is theirs to end."""
    locked = ThemeLink.objects.select_for_update().get(pk=link.pk)
    if locked.state != ThemeLink.State.INVITED:
        return
    locked.delete()
    log(
        instance=link.ambassador,
        action="ambassadors.unlink",
        user=by,
        data={"programme": link.theme.programme_id, "theme": link.theme_id},
    )


@transaction.atomic
def pass_over(*, ambassador: Ambassador, theme: Theme, by: User) -> None:
    """The person is not suggested for the theme any more. Twice is the same as once."""
    _row, made = PassedOver.objects.get_or_create(ambassador=ambassador, theme=theme)
    if made:
        data = {"programme": theme.programme_id, "theme": theme.pk}
        log(instance=ambassador, action="ambassadors.pass_over", user=by, data=data)


@transaction.atomic
def suggest_again(*, ambassador: Ambassador, theme: Theme) -> None:
    """The person can be suggested for the theme again."""
    PassedOver.objects.filter(ambassador=ambassador, theme=theme).delete()


@transaction.atomic
def propose_theme(*, ambassador: Ambassador, theme: Theme, reason: str = "") -> ThemeLink:
    """The person asks to be linked; where a manager asked first, this is the yes."""
    link, _made = ThemeLink.objects.select_for_update().get_or_create(
        ambassador=ambassador, theme=theme, defaults={"reason": reason, "state": ThemeLink.State.PROPOSED}
    )
    if link.state == ThemeLink.State.INVITED:
        link.accept()
    elif link.state == ThemeLink.State.DECLINED:
        link.state, link.decided_at, link.reason = ThemeLink.State.PROPOSED, None, reason
        link.save(update_fields=["state", "decided_at", "reason"])
    return link


@transaction.atomic
def leave_theme(*, ambassador: Ambassador, theme: Theme) -> None:
    """The person no longer belongs to the theme and holds no role on it; an invitation counts as declined."""
    link = ThemeLink.objects.select_for_update().filter(ambassador=ambassador, theme=theme).first()
    if link is None:
        return
    if link.state == ThemeLink.State.PROPOSED:
        link.delete()
    else:
        link.decline()
    RoleAssignment.objects.filter(ambassador=ambassador, theme=theme).current().end()
