"""Step 3: bringing people and themes together, from either side."""

from django.db import transaction
from wagtail.log_actions import log

from ambassadors import matching, offer_mails
from ambassadors.models import Ambassador, PassedOver, RoleAssignment, ThemeLink, User
from themes import undo
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
        offer_mails.tell_decision(link)
    elif link.state == ThemeLink.State.NOT_NOW:
        link.open_again(ThemeLink.State.INVITED, reason)
        made = True
    if made or link.state == ThemeLink.State.ACCEPTED:
        log(
            instance=ambassador,
            action="ambassadors.link",
            user=by,
            data={"programme": theme.programme_id, "theme": theme.pk, "state": link.state},
        )
    return link


@transaction.atomic
def decide_proposal(*, link: ThemeLink, accepts: bool, by: User, answer: str = "") -> bool:
    """A person's own proposal is accepted or, with thanks, not now, with a word or without; the person is told.

    Returns False, and nothing changed, where it has an answer already or was taken back.
    """
    rows = ThemeLink.objects.select_for_update(of=("self",)).select_related("ambassador__user")
    locked = rows.filter(pk=link.pk, state=ThemeLink.State.PROPOSED, ambassador__left_at=None).first()
    if locked is None:
        return False
    locked.answer = answer[:240]
    locked.save(update_fields=["answer"])
    if accepts:
        locked.accept()
    else:
        locked.put_off()
    offer_mails.tell_decision(locked)
    log(
        instance=link.ambassador,
        action="ambassadors.decide_proposal",
        user=by,
        data={"programme": link.theme.programme_id, "theme": link.theme_id, "accepted": accepts},
    )
    return True


@transaction.atomic
def reopen_proposal(*, link: ThemeLink, kept: undo.Kept, by: User) -> bool:
    """A manager's answer is taken back: the proposal waits again; returns False where it was opened or left since."""
    locked = ThemeLink.objects.select_for_update().get(pk=link.pk)
    if locked.state not in {ThemeLink.State.NOT_NOW, ThemeLink.State.ACCEPTED}:
        return False
    offer_mails.untell(locked)
    undo.put_back(kept)
    data = {"programme": link.theme.programme_id, "theme": link.theme_id}
    log(instance=link.ambassador, action="ambassadors.reopen_proposal", user=by, data=data)
    return True


@transaction.atomic
def withdraw_link(*, link: ThemeLink, by: User) -> None:
    """A manager takes back a question that was not answered yet; what a person accepted is theirs to end."""
    locked = ThemeLink.objects.select_for_update().get(pk=link.pk)
    if locked.state != ThemeLink.State.INVITED:
        return
    locked.delete()
    matching.look_again(link.theme_id)
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
    matching.look_again(theme.pk)


@transaction.atomic
def propose_theme(*, ambassador: Ambassador, theme: Theme, reason: str = "") -> ThemeLink:
    """The person asks to be linked, and managers hear of it; where a manager asked first, this is the yes."""
    states = ThemeLink.State
    link, made = ThemeLink.objects.select_for_update().get_or_create(
        ambassador=ambassador, theme=theme, defaults={"reason": reason, "state": states.PROPOSED}
    )
    if link.state == states.INVITED:
        link.accept()
    elif link.state in (states.DECLINED, states.NOT_NOW):
        link.open_again(states.PROPOSED, reason)
        made = True
    if made:
        offer_mails.tell_managers(theme.programme)
    return link


@transaction.atomic
def leave_theme(*, ambassador: Ambassador, theme: Theme) -> None:
    """The person no longer belongs to the theme and holds no role on it, nor offers one; an invitation counts as declined."""
    states = ThemeLink.State
    link = ThemeLink.objects.select_for_update().filter(ambassador=ambassador, theme=theme).first()
    if link is None or link.state in (states.DECLINED, states.NOT_NOW):
        return
    if link.state == states.PROPOSED:
        link.delete()
    else:
        link.decline()
    ambassador.role_offers.filter(theme=theme, answered_at=None).delete()
    RoleAssignment.objects.filter(ambassador=ambassador, theme=theme).current().end()
