"""Which themes the tags of something from elsewhere speak of."""

import re
from collections.abc import Iterable

from themes.models import Programme, Theme, ThemeTerm

_BETWEEN = re.compile(r"[\W_]+")


def themes_by_tag(programme: Programme) -> dict[str, set[int]]:
    """Return the numbers of a programme's live themes by the key of their names, keywords and hashtags in every language."""
    found: dict[str, set[int]] = {}
    live = Theme.objects.live().filter(programme=programme)
    named = [(name, theme.pk) for theme in live for name in theme.in_every_language("name")]
    terms = ThemeTerm.objects.filter(theme__in=live).values_list("text", "theme_id")
    for words, theme_id in [*named, *terms]:
        found.setdefault(key(words), set()).add(theme_id)
    found.pop("", None)
    return found


def themes_of(tags: Iterable[str], known: dict[str, set[int]]) -> set[int]:
    """Return the themes that any of the tags names."""
    return set().union(*(known.get(key(tag), set()) for tag in tags))


def key(words: str) -> str:
    """Return by what a tag is known: “#HeatNetworks”, “heat-networks” and “Heat networks” are one."""
    return _BETWEEN.sub("", words).casefold()
