"""Pieces in somebody's calendar: when one may first be shared, the last day of it, and events one can come to."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import agenda, mails
from ambassadors.agenda import Event
from ambassadors.models import Ambassador
from cms import addresses
from cms.models import EventPage, Shareable

_MOST = 100


def pieces(ambassador: Ambassador, since: datetime, until: datetime) -> Iterable[Event]:
    """Pieces for this person, on their themes or on none, whose time begins or ends in between."""
    followed = ambassador.theme_links.filter(state="accepted").values("theme")
    mine = Shareable.objects.live().public().for_ambassador(ambassador)
    mine = mine.filter(themes__in=followed) | mine.filter(themes=None)
    for piece in mine.filter(share_from__gte=since, share_from__lt=until).order_by("share_from", "pk")[:_MOST]:
        if piece.share_from:
            title = _("May be shared: %(title)s") % {"title": piece.title}
            yield Event(f"piece-{piece.pk}-from", title, piece.share_from, text=piece.summary, url=_address(piece))
    for piece in mine.filter(share_until__gte=since, share_until__lt=until).order_by("share_until", "pk")[:_MOST]:
        if piece.share_until:
            title = _("Last day to share: %(title)s") % {"title": piece.title}
            day = timezone.localdate(piece.share_until, ambassador.user.zone)
            yield Event(f"piece-{piece.pk}-until", title, day, text=piece.summary, url=_address(piece))
    coming = EventPage.objects.filter(pk__in=mine.order_by().values("pk"), starts_at__gte=since, starts_at__lt=until)
    for event in coming.order_by("starts_at", "pk")[:_MOST]:
        yield of_event(event)


def of_event(event: EventPage) -> Event:
    """Return an event of the site as it stands in a calendar; one that has no time does not."""
    return Event(
        uid=f"event-{event.pk}",
        title=event.title,
        starts=event.starts_at or timezone.now(),
        ends=event.ends_at,
        text=event.summary,
        place=event.place or event.online_url,
        url=addresses.of_page(event),
    )


def event_calendar(event: EventPage) -> bytes:
    """Return a file with the event, for anybody's calendar program."""
    zone = timezone.get_default_timezone()
    return agenda.written([of_event(event)], zone=zone, language=event.language, title=event.title)


def _address(piece: Shareable) -> str:
    return mails.absolute(reverse("sharehub:piece_detail", args=[piece.pk]))
