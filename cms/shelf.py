"""The pictures that an author can take from the library: by theme, and by the words that say what they show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.expressions import BaseExpression
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from ambassadors.models import User
from cms.models import Picture
from themes.models import Theme

THUMBNAIL = "fill-192x144|format-webp"
OWN, WITHOUT_THEME = "own", "none"
_ON_A_SHELF = 12
_ON_A_PAGE = 24


@dataclass(frozen=True)
class Shelf:
    """The newest pictures that belong together, and how many there are; `key` is how the shelf is asked for by itself."""

    key: str
    name: str
    pictures: list[Picture]
    total: int


def shelves(user: User, themes: Iterable[Theme] = ()) -> list[Shelf]:
    """Return the newest pictures a person may take: those of these themes first, then other themes, then their own."""
    wanted = [theme.pk for theme in themes]
    # What is not for colleagues is one's own, and stands on that shelf whatever its theme.
    by_shelf: list[BaseExpression | F] = [F("is_for_colleagues"), Case(When(is_for_colleagues=True, then=F("theme")))]
    newest = Window(RowNumber(), partition_by=by_shelf, order_by=["-created_at", "-pk"])
    free = Picture.objects.free_for(user).annotate(place=newest, total=Window(Count("pk"), partition_by=by_shelf))
    free = free.filter(place__lte=_ON_A_SHELF).select_related("theme").prefetch_renditions(THUMBNAIL)
    found: dict[tuple[int, str, str], list[Picture]] = {}
    for picture in free:
        if not picture.is_for_colleagues:
            shelf = (3, _("Your own"), OWN)
        elif picture.theme is None:
            shelf = (2, _("Of no theme"), WITHOUT_THEME)
        else:
            shelf = (0 if picture.theme_id in wanted else 1, picture.theme.name, str(picture.theme_id))
        found.setdefault(shelf, []).append(picture)
    return [
        Shelf(key, name, pictures, getattr(pictures[0], "total", 0))
        for (_order, name, key), pictures in sorted(found.items(), key=lambda it: it[0])
    ]


@dataclass(frozen=True)
class Look:
    """What somebody sees of the library: all shelves, or a page of what they looked for; and what they chose before.

    `shelf` is the key of the shelf they looked on, empty for all of them.
    """

    shelves: list[Shelf]
    words: str
    shelf: str
    page: Page[Picture] | None
    chosen: Picture | None

    @property
    def is_for_some(self) -> bool:
        """Whether somebody looked for some, instead of at all shelves."""
        return self.page is not None

    @property
    def chosen_beside(self) -> Picture | None:
        """The chosen picture where it is not among those that are shown."""
        shown = [picture for shelf in self.shelves for picture in shelf.pictures] if self.page is None else self.page
        return None if self.chosen in shown else self.chosen


def look(
    user: User, *, themes: Iterable[Theme] = (), words: str = "", shelf: str = "", page: str | int = 1, chosen: int = 0
) -> Look:
    """Return what a person may take, from one shelf where it is named.

    With words it is what has, in its title, description, theme or tags, a word that begins with each of them, the nearest first.
    """
    words = words.strip()
    free = Picture.objects.free_for(user)
    found = free.filter(_on(shelf)).select_related("theme").prefetch_renditions(THUMBNAIL)
    looked_for = found.autocomplete(words) if words else found
    return Look(
        shelves=shelves(user, themes),
        words=words,
        shelf=shelf,
        page=Paginator(looked_for, _ON_A_PAGE).get_page(page) if words or shelf else None,
        chosen=free.filter(pk=chosen).prefetch_renditions(THUMBNAIL).first() if chosen else None,
    )


def _on(shelf: str) -> Q:
    if shelf == OWN:
        return Q(is_for_colleagues=False)
    if shelf == WITHOUT_THEME:
        return Q(is_for_colleagues=True, theme=None)
    return Q(is_for_colleagues=True, theme=int(shelf)) if shelf.isdecimal() and len(shelf) < 10 else Q()
