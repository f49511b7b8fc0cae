"""What listening tells about the people who speak of a theme: offered for its audience profile, never filled in by itself.

All is counted over the twelve weeks up to today. Where too little was heard nothing is offered: a network needs three
conversations and a tenth of at least ten; days and hours need twenty conversations and clearly more than their even share (half as
many again for a day, twice for three hours on end); rising words need ten conversations from before the last two weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from themes import networks
from themes.charts import words_of
from themes.kept import kept
from themes.listening import figures
from themes.models import Theme

_ENOUGH, _ENOUGH_HOURS = 10, 20
_WINDOW = 3
_CLEAR_DAY, _CLEAR_WINDOW = 1.5, 2.0
_MOST_WORDS = 5


@dataclass(frozen=True)
class Heard:
    """Networks with their share in per cent, weekdays (0: Monday), the first and last hour, and rising words."""

    networks: tuple[tuple[str, float], ...] = ()
    days: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """A field of the profile, what was heard in words, and what the field says once that is taken over."""

    field: str
    words: str
    value: str | list[str]


def heard(theme: Theme, today: date) -> Heard:
    """Return what the conversations tell; kept for a while where counting them takes long."""
    return kept(f"audience:{theme.pk}", lambda: _count(theme, today)).value


def offers(theme: Theme, today: date) -> dict[str, Offer]:
    """Return by field what was heard and does not stand there yet."""
    found = heard(theme, today)
    made = (_networks(theme, found), _hours(theme, found), _words(theme, found))
    return {offer.field: offer for offer in made if offer is not None}


def _networks(theme: Theme, found: Heard) -> Offer | None:
    new = [(key, share) for key, share in found.networks if key not in theme.audience_networks]
    if not new:
        return None
    words = ", ".join(f"{networks.name_of(key)} ({words_of(share, unit='%')})" for key, share in new)
    return Offer("audience_networks", words, [*theme.audience_networks, *(key for key, _share in new)])


def _hours(theme: Theme, found: Heard) -> Offer | None:
    words = _when(found)
    return Offer("audience_hours", words, words) if words and words != theme.audience_hours else None


def _words(theme: Theme, found: Heard) -> Offer | None:
    stands = theme.audience_concerns.lower()
    new = [word for word in found.words if word.lower() not in stands]
    if not new:
        return None
    value = "\n".join(filter(None, [theme.audience_concerns.strip(), *new]))
    return Offer("audience_concerns", ", ".join(new), value)


def _when(found: Heard) -> str:
    """Return days and hours in words, in the language that is active; empty where neither stands out."""
    days = get_text_list([str(WEEKDAYS[day]) for day in found.days], _("and"))
    if found.hours is None:
        return _("mostly on %(days)s") % {"days": days} if days else ""
    words = {"days": days, "from": f"{found.hours[0]}:00", "to": f"{found.hours[1]}:00"}
    if days:
        return _("mostly on %(days)s, and between %(from)s and %(to)s") % words
    return _("mostly between %(from)s and %(to)s") % words


def _count(theme: Theme, today: date) -> Heard:
    table = figures.hours(theme, today)
    if sum(map(sum, table)) < _ENOUGH:
        return Heard()
    words: Sequence[figures.Word] = ()
    if figures.said_before_lately(theme, today) >= _ENOUGH:
        words = figures.rising(figures.words(theme, today), most=_MOST_WORDS)
    return Heard(
        networks=_clear_networks(figures.networks(theme, today)),
        days=_clear_days(table),
        hours=_clear_hours(table),
        words=tuple(word.text for word in words),
    )


def _clear_networks(counts: Sequence[tuple[str, int]]) -> tuple[tuple[str, float], ...]:
    total = sum(number for _network, number in counts)
    if total < _ENOUGH:
        return ()
    return tuple(
        (network, number / total * 100) for network, number in counts if number >= max(figures.FEW, total / 10)
    )


def _clear_days(table: Sequence[Sequence[int]]) -> tuple[int, ...]:
    total = sum(map(sum, table))
    if total < _ENOUGH_HOURS:
        return ()
    return tuple(day for day, row in enumerate(table) if sum(row) >= total / 7 * _CLEAR_DAY)


def _clear_hours(table: Sequence[Sequence[int]]) -> tuple[int, int] | None:
    by_hour = [sum(column) for column in zip(*table, strict=True)]
    total = sum(by_hour)
    if total < _ENOUGH_HOURS:
        return None
    most, start = max((sum(by_hour[at : at + _WINDOW]), -at) for at in range(24 - _WINDOW + 1))
    return (-start, -start + _WINDOW) if most >= total * _WINDOW / 24 * _CLEAR_WINDOW else None
