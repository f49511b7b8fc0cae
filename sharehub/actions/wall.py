"""Highlights and wall displays, as a manager looks after them."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import Ambassador, User
from sharehub.models import Highlight, WallLink
from themes.models import Programme


class NotAgreed(Exception):
    """The person did not agree to be shown."""


@transaction.atomic
def highlight(*, programme: Programme, ambassador: Ambassador, text: str, by: User) -> Highlight:
    """Colleagues hear of it, on the wall and in their week by mail; raises NotAgreed."""
    if not Ambassador.objects.active().filter(pk=ambassador.pk, is_on_wall=True).exists():
        raise NotAgreed
    made = Highlight.objects.create(programme=programme, ambassador=ambassador, text=text, picked_by=by)
    log(instance=made, action="sharehub.highlight", user=by, data={"programme": programme.pk})
    return made


@transaction.atomic
def end_highlight(*, highlight: Highlight, by: User) -> None:
    """It is shown no more; again is the same as once."""
    if Highlight.objects.filter(pk=highlight.pk, shown_until__gt=timezone.now()).update(shown_until=timezone.now()):
        log(instance=highlight, action="sharehub.end_highlight", user=by, data={"programme": highlight.programme_id})


@transaction.atomic
def make_wall(*, link: WallLink, by: User) -> WallLink:
    """There is a link that opens the display without log-in."""
    link.made_by = by
    link.save()
    log(instance=link, action="sharehub.make_wall", user=by, data={"programme": link.programme_id})
    return link


@transaction.atomic
def revoke_wall(*, link: WallLink, by: User) -> None:
    """The link opens nothing any more; again is the same as once."""
    if WallLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log(instance=link, action="sharehub.revoke_wall", user=by, data={"programme": link.programme_id})
