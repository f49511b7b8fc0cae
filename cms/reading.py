"""The words of a piece as somebody reads them, and how long that takes."""

from cms import prose
from cms.models import Article, BlogPost, Vacancy
from cms.shareable import Shareable

# Adults read prose silently at about 238 words a minute in English (Brysbaert 2019); Dutch is about as fast.
WORDS_A_MINUTE = 238
_IN_WORDS = {"paragraph": lambda value: prose.plain(str(value)), "quote": lambda value: str(value.get("quote") or "")}


def text_of(piece: Shareable) -> str:
    """Return the text of a piece without its title and summary; nothing for kinds that have none."""
    if isinstance(piece, BlogPost):
        return prose.plain(piece.body)
    if isinstance(piece, Vacancy):
        return prose.plain(piece.description)
    if isinstance(piece, Article):
        blocks = [(block["type"], block["value"]) for block in piece.body.raw_data]
        return " ".join(_IN_WORDS[kind](value) for kind, value in blocks if kind in _IN_WORDS)
    return ""


def words(piece: Shareable) -> int:
    """Return how many words the text has."""
    return len(text_of(piece).split())


def minutes(piece: Shareable) -> int:
    """Return how many minutes reading takes, at least one; 0 for a piece without text."""
    number = words(piece)
    return max(1, round(number / WORDS_A_MINUTE)) if number else 0
