"""The pictures that an author can take from the library, by theme."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ambassadors.models import User
from cms.models import Picture
from themes.models import Theme

THUMBNAIL = "fill-192x144|format-webp"
_MOST_A_SHELF = 12
_MOST = 96


@dataclass(frozen=True)
class Shelf:
    """Pictures that belong together."""

    name: str
    pictures: list[Picture]


def shelves(user: User, themes: Iterable[Theme] = ()) -> list[Shelf]:
    """Return the newest pictures a person may take: those of these themes first, then other themes, then their own."""
    wanted = [theme.pk for theme in themes]
    free = Picture.objects.free_for(user).select_related("theme").prefetch_renditions(THUMBNAIL)
    by_name: dict[tuple[int, str], list[Picture]] = {}
    for picture in free[:_MOST]:
        if not picture.is_for_colleagues:
            place = (3, _("Your own"))
        elif picture.theme is None:
            place = (2, _("Of no theme"))
        else:
            place = (0 if picture.theme_id in wanted else 1, picture.theme.name)
        by_name.setdefault(place, []).append(picture)
    return [
        Shelf(name, found[:_MOST_A_SHELF]) for (_order, name), found in sorted(by_name.items(), key=lambda it: it[0])
    ]
