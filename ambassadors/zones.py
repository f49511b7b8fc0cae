"""Time zones to choose from: those of most people here first, the others by part of the world, each by its city."""

import zoneinfo
from collections import defaultdict
from functools import cache

from django.utils.translation import gettext as _

# Where most of an organisation in Europe lives; other zones are a few keystrokes away.
_USUAL = (
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Zurich",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Copenhagen",
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Helsinki",
    "Europe/Athens",
    "Europe/Istanbul",
)
_REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
Group = tuple[str, list[tuple[str, str]]]


def choices() -> list[Group]:
    """Return the zones in groups, as a field takes them; no zone stands in two of them."""
    regions = {
        "Africa": _("Africa"),
        "America": _("America"),
        "Antarctica": _("Antarctica"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic Ocean"),
        "Australia": _("Australia"),
        "Europe": _("Elsewhere in Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific Ocean"),
    }
    usual = sorted((zone, _city(zone)) for zone in _USUAL)
    return [(_("Often chosen"), usual), *((regions[region], zones) for region, zones in _by_region())]


@cache
def _by_region() -> list[Group]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for zone in sorted(zoneinfo.available_timezones() - set(_USUAL)):
        region = zone.partition("/")[0]
        if region in _REGIONS:
            found[region].append((zone, _city(zone)))
    return sorted(found.items())


def _city(zone: str) -> str:
    """Return the name of the city first, so that typing it finds it."""
    *within, city = zone.split("/")[1:]
    name = city.replace("_", " ")
    return f"{name} ({', '.join(within).replace('_', ' ')})" if within else name
