"""Pieces in somebody's calendar: when one may first be shared, and the last day of it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails
from ambassadors.agenda import Event
from ambassadors.models import Ambassador
from cms.models import Shareable

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


def _address(piece: Shareable) -> str:
    return mails.absolute(reverse("sharehub:piece_detail", args=[piece.pk]))
