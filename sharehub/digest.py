"""What the hub tells somebody about their week: pieces that fit, what their sharing did, thanks, and who was highlighted."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import mails
from ambassadors.digests import Line, Section, register_section
from ambassadors.models import Ambassador
from sharehub import doors, feed
from sharehub.models import Highlight, Kudos
from sharehub.reach import own
from themes.metrics import Period

_MOST = 3


def register() -> None:
    """Four sections are in everybody's week by mail."""
    register_section("reach", reach)
    register_section("thanks", thanks)
    register_section("pieces", pieces)
    register_section("highlights", highlights)


def reach(ambassador: Ambassador, since: datetime) -> Section | None:
    """Tell what the person's own links did; their own figures, so no threshold."""
    today = timezone.localdate(timezone=ambassador.user.zone)
    period = Period(timezone.localdate(since, ambassador.user.zone), today)
    people = own.Days(ambassador, period.start, period.end).totals(period)["visitors"]
    if not people:
        return None
    words = ngettext("%(n)s person followed your links.", "%(n)s people followed your links.", people) % {"n": people}
    return Section(_("What your sharing did"), (Line(words, mails.absolute(reverse("sharehub:my_reach"))),))


def thanks(ambassador: Ambassador, since: datetime) -> Section | None:
    """Tell who thanked the person."""
    received = (
        Kudos.objects.standing().received_by(ambassador).filter(created_at__gte=since).select_related("giver")[:_MOST]
    )
    url = mails.absolute(reverse("sharehub:thanks"))
    lines = tuple(Line(f"{kudos.giver}: {kudos.text}", url) for kudos in received)
    return Section(_("Thanks for you"), lines) if lines else None


def pieces(ambassador: Ambassador, since: datetime) -> Section | None:
    """Tell what is new and fits, each with the person's own link to share it without logging in."""
    fresh = feed.pieces_for(ambassador).filter(first_published_at__gte=since, is_followed=True)[:_MOST]
    lines = tuple(Line(piece.title, doors.address_for(ambassador, piece)) for piece in fresh)
    return Section(_("New, and about your themes"), lines) if lines else None


def highlights(ambassador: Ambassador, since: datetime) -> Section | None:
    """Tell which colleagues were highlighted."""
    found = Highlight.objects.showing().filter(shown_from__gte=since)[:_MOST]
    lines = tuple(Line(f"{row.ambassador}: {row.text}") for row in found)
    return Section(_("Colleagues in the light"), lines) if lines else None
