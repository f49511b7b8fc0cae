"""The content plan in a calendar program: what goes out, what goes round again, and what has to be made."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import agenda
from ambassadors.agenda import Event
from cms import addresses, planning
from cms.models import PlanCalendarLink
from themes import signed_links

_KIND = "plan"
_PERMISSION = "cms.view_plannedpiece"


def address(link: PlanCalendarLink) -> str:
    """Return the full address of the plan for this link."""
    return addresses.absolute(reverse("cms:plan_feed", args=[signed_links.token(_KIND, link.pk, link.key)]))


def link_of(token: str) -> PlanCalendarLink | None:
    """Return the link that a token opens; None when it was taken back, or its person may no longer see the plan."""
    found = signed_links.read(_KIND, token)
    if found is None:
        return None
    rows = PlanCalendarLink.objects.select_related("user")
    link = rows.filter(pk=found[0], key=found[1], user__is_active=True).first()
    return link if link is not None and link.user.has_perm(_PERMISSION) else None


def feed(link: PlanCalendarLink) -> bytes:
    """Return the plan as a file that calendar programs read."""
    return agenda.written(_events(), zone=link.user.zone, language=link.user.language, title=_("Content plan"))


def _events() -> Iterator[Event]:
    today = timezone.localdate()
    for entry in planning.planned(today - agenda.BACK, today + agenda.AHEAD):
        piece = entry.piece
        if piece is None:
            continue
        title = _("To make: %(title)s") % {"title": entry.title} if entry.kind == "due" else entry.title
        yield Event(entry.uid, title, entry.day, text=entry.words, url=addresses.absolute(entry.url))
