"""Searching the public site: PostgreSQL's full text search, each piece in its own language."""

from collections.abc import Iterable
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Q, QuerySet, Value, When
from django.utils import timezone

from cms import reading
from cms.models import Article, BlogPost, SearchText, Vacancy
from cms.shareable import Shareable

_CONFIGS = {"nl": "dutch", "en": "english"}
_AT_ONCE = 200
_LONGEST = 200_000  # characters; a vector of PostgreSQL holds 1 MB


def find(query: str) -> QuerySet[Shareable]:
    """Return live pieces that everybody may read with all these words in any form, the nearest first.

    Words between quotes stand together, a word after a minus does not occur, "or" means either.
    """
    asked = {language: SearchQuery(query, config=name, search_type="websearch") for language, name in _CONFIGS.items()}
    matches = Q()
    for language, words in asked.items():
        matches |= Q(language=language, search_text__words=words)
    ranks = [When(language=code, then=SearchRank(F("search_text__words"), words)) for code, words in asked.items()]
    nearness = Case(*ranks, default=Value(0.0), output_field=FloatField())
    found = Shareable.objects.live().public().filter(matches).annotate(nearness=nearness)
    return found.order_by("-nearness", "-first_published_at", "-pk")


def due() -> list[int]:
    """Return the next live pieces whose words were not taken yet, or changed since."""
    changed = Q(search_text=None) | Q(search_text__taken_at__lt=F("last_published_at"))
    return list(Shareable.objects.live().filter(changed).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def take_words(pks: Iterable[int]) -> int:
    """The words of these pieces can be found; return how many pieces were taken. Safe to run again."""
    now = timezone.now()
    rows = []
    for piece in Shareable.objects.filter(pk__in=list(pks)).specific():
        config = _CONFIGS.get(piece.language, "simple")
        parts = (
            ("A", piece.title),
            ("B", f"{piece.summary} {_who_and_where(piece)}"),
            ("C", reading.text_of(piece)[:_LONGEST]),
        )
        vectors = [SearchVector(Value(text), config=config, weight=weight) for weight, text in parts]
        vector = reduce(add, vectors)
        rows.append(SearchText(piece_id=piece.pk, words=vector, taken_at=now))
    SearchText.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["piece"], update_fields=["words", "taken_at"]
    )
    return len(rows)


def _who_and_where(piece: Shareable) -> str:
    if isinstance(piece, BlogPost):
        return str(piece.author.user)
    if isinstance(piece, Article):
        return piece.byline
    return piece.locality if isinstance(piece, Vacancy) else ""
