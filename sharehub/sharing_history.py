"""What people shared before about a theme, for suggestions who fits it."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count
from django.utils.translation import ngettext

from ambassadors.matching import History, register_history
from sharehub.models import Share


def register() -> None:
    """Shares count, one point each and three at most."""
    register_history(History("shares", points=1, most=3, counts=shares, words=_words))


def shares(themes: Collection[int], people: Collection[int] | None, since: date) -> Mapping[tuple[int, int], int]:
    """Return how many confirmed shares each person has on each theme since a day.

    Only of people who let managers see their own figures: what somebody shares is theirs, also in a reason.
    """
    found = Share.objects.counting().filter(theme__in=themes, confirmed_at__date__gte=since)
    found = found.filter(ambassador__shares_own_figures=True)
    if people is not None:
        found = found.filter(ambassador__in=people)
    rows = found.order_by().values_list("ambassador", "theme").annotate(n=Count("pk"))
    return {(person, theme): times for person, theme, times in rows}


def _words(times: int) -> str:
    return ngettext("shared %(n)s piece about it", "shared %(n)s pieces about it", times) % {"n": times}
