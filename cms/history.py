"""What people wrote before for a theme, for suggestions who fits it."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count
from django.utils.translation import ngettext

from ambassadors.matching import History, register_history
from cms.models import BlogPost


def register() -> None:
    """Published posts count, three points each and nine at most."""
    register_history(History("blogs", points=3, most=9, counts=posts, words=_words))


def posts(themes: Collection[int], people: Collection[int] | None, since: date) -> Mapping[tuple[int, int], int]:
    """Return how many posts each author published on each theme since a day."""
    found = BlogPost.objects.filter(live=True, themes__in=themes, first_published_at__date__gte=since)
    if people is not None:
        found = found.filter(author__in=people)
    rows = found.order_by().values("author", "themes").annotate(n=Count("pk"))
    return {(row["author"], row["themes"]): row["n"] for row in rows}


def _words(times: int) -> str:
    return ngettext("wrote %(n)s post about it", "wrote %(n)s posts about it", times) % {"n": times}
