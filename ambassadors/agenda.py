"""What stands in one person's calendar: told by this app and by apps above it; and the same as an iCalendar feed (RFC 5545)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails
from ambassadors.models import Ambassador, CalendarLink, CoachPair
from themes import signed_links
from themes.models import Organisation

BACK, AHEAD = timedelta(days=31), timedelta(days=366)
_KIND = "calendar"
_APPOINTMENT = timedelta(minutes=30)


@dataclass(frozen=True)
class Event:
    """Something at a time, or on a day; `uid` stays the same when it moves."""

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date | None = None
    text: str = ""
    place: str = ""
    url: str = ""

    @property
    def is_whole_day(self) -> bool:
        return not isinstance(self.starts, datetime)


Source = Callable[[Ambassador, datetime, datetime], Iterable[Event]]
_sources: dict[str, Source] = {}


def register_source(key: str, source: Source) -> None:
    """These events are in everybody's calendar; the callable gets the person, from when and until when."""
    _sources[key] = source


def register() -> None:
    """Appointments of pairs stand in both calendars."""
    register_source("coaching", appointments)


def events(ambassador: Ambassador, since: datetime, until: datetime) -> list[Event]:
    """Return what happens between two moments, the first first."""
    found = [event for source in _sources.values() for event in source(ambassador, since, until)]
    return sorted(found, key=lambda event: (_moment(event.starts, ambassador), event.uid))


def coming(ambassador: Ambassador, days: int = 60) -> list[Event]:
    """Return what is still to come."""
    now = timezone.now()
    return events(ambassador, now, now + timedelta(days=days))


def feed(ambassador: Ambassador) -> bytes:
    """Return the person's calendar as a file that calendar programs read."""
    now = timezone.now()
    user, found = ambassador.user, events(ambassador, now - BACK, now + AHEAD)
    return written(found, zone=user.zone, language=user.language, title=str(Organisation.load()))


def written(found: Iterable[Event], *, zone: ZoneInfo, language: str, title: str) -> bytes:
    """Return events as a file that calendar programs read; times carry the zone with its clock changes."""
    now, host = timezone.now(), urlsplit(settings.WEB_BASE_URL).hostname or "localhost"
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//Ambassadors//{host}//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for event in found:
        calendar.add_component(_component(event, zone, host, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def answer(body: bytes, *, name: str) -> HttpResponse:
    """Return a calendar as calendar programs are answered; the address is a key, so no search engine keeps it."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def path(link: CalendarLink) -> str:
    """Return the path of a person's own feed."""
    return reverse("ambassadors:calendar_feed", args=[signed_links.token(_KIND, link.pk, link.key)])


def link_of(token: str) -> CalendarLink | None:
    """Return the link that a token opens; None when it was taken back, or its person left."""
    found = signed_links.read(_KIND, token)
    if found is None:
        return None
    rows = CalendarLink.objects.select_related("ambassador__user", "ambassador__team")
    return rows.filter(pk=found[0], key=found[1], ambassador__left_at=None, ambassador__user__is_active=True).first()


def appointments(ambassador: Ambassador, since: datetime, until: datetime) -> Iterable[Event]:
    """The next appointments of this person's pairs; never what is in their notes."""
    for pair in CoachPair.objects.running().of(ambassador).filter(meets_at__gte=since, meets_at__lt=until):
        if pair.meets_at:
            yield Event(
                uid=f"pair-{pair.pk}",
                title=_("Coffee with %(name)s") % {"name": pair.other(ambassador)},
                starts=pair.meets_at,
                ends=pair.meets_at + _APPOINTMENT,
                place=pair.meets_where,
                url=mails.absolute(reverse("ambassadors:pair_detail", args=[pair.pk])),
            )


def _component(event: Event, zone: ZoneInfo, host: str, now: datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", f"{event.uid}@{host}")
    component.add("dtstamp", now.astimezone(UTC))
    component.add("summary", event.title)
    component.add("dtstart", _in_zone(event.starts, zone))
    if event.ends:
        component.add("dtend", _in_zone(event.ends, zone))
    if event.is_whole_day:
        component.add("transp", "TRANSPARENT")
    for name, value in (("description", event.text), ("location", event.place), ("url", event.url)):
        if value:
            component.add(name, value)
    return component


def _in_zone(moment: datetime | date, zone: ZoneInfo) -> datetime | date:
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment


def _moment(starts: datetime | date, ambassador: Ambassador) -> datetime:
    if isinstance(starts, datetime):
        return starts
    return datetime(starts.year, starts.month, starts.day, tzinfo=ambassador.user.zone)
