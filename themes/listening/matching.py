"""What a conversation is about: which themes, and the words that say so.

A theme is recognised by its name, keywords and hashtags. A word counts in every form that has the same stem (Snowball) in the
language of the text; in Dutch also as a part of a longer word (warmtenet in warmtenetaanleg). Words of another language than the
text's do not count, hashtags count in any. The score of a theme adds up, over its words that occur:

    weight * times * min(1, 80 / words of the text)   and once more the weight where the word stands in the title

with a weight of 1, of 1.5 for a keyword of several words, and of 2 for a hashtag, that counts once and
only where it is used as one. So one mention says what a
short message is about, and a long text has to come back to it once in every eighty words. From 1 on the conversation is about
the theme.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from themes.listening.items import Item
from themes.listening.words import hashtags_in, stem, stop_words, words_in
from themes.models import Theme, ThemeTerm

_THRESHOLD = 1.0
_SHORT_TEXT = 80
# A shorter Dutch word is part of too many others that have nothing to do with it.
_SHORTEST_PART = 6


@dataclass(frozen=True)
class Match:
    """A theme that a conversation is about."""

    theme_id: int
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class Term:
    """A word of a theme to look for; without a language it counts in all."""

    text: str
    language: str = ""
    is_hashtag: bool = False

    @property
    def weight(self) -> float:
        """How much one mention says."""
        return 2.0 if self.is_hashtag else 1.5 if len(words_in(self.text)) > 1 else 1.0

    @property
    def shown(self) -> str:
        return f"#{self.text}" if self.is_hashtag else self.text


class Text:
    """A text as it is searched: its words and stems with their places, counted once."""

    def __init__(self, text: str, language: str, tags: Iterable[str] = ()) -> None:
        self.language = language
        self.words = words_in(text)
        self.tags = hashtags_in(text) | {re.sub(r"\W", "", tag).lower() for tag in tags}

    @cached_property
    def _stems(self) -> list[str]:
        return [stem(word, self.language) for word in self.words]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._stems)

    def times(self, term: str) -> int:
        """Return how often a word or phrase occurs, whatever its endings."""
        wanted = [stem(word, self.language) for word in words_in(term)]
        if not wanted:
            return 0
        if len(wanted) == 1:
            return self._counts[wanted[0]] + self._as_part(wanted[0], words_in(term)[0])
        if any(not self._counts[one] for one in wanted):
            return 0
        starts = range(len(self._stems) - len(wanted) + 1)
        return sum(self._stems[at : at + len(wanted)] == wanted for at in starts)

    def _as_part(self, wanted: str, word: str) -> int:
        if self.language != "nl" or len(word) < _SHORTEST_PART:
            return 0
        return sum(number for one, number in self._counts.items() if one != wanted and (word in one or wanted in one))


class Matcher:
    """The themes of a programme with their words, read once for many texts."""

    def __init__(self, terms: dict[int, Sequence[Term]]) -> None:
        self._terms = terms

    @classmethod
    def for_themes(cls, themes: Iterable[Theme]) -> "Matcher":
        """Return a matcher for themes whose terms were fetched before."""
        return cls({theme.pk: _terms_of(theme) for theme in themes})

    def matches(self, item: Item, language: str) -> list[Match]:
        """Return the themes it is about, the best first."""
        title, body = Text(item.title, language), Text(item.text, language, item.tags)
        made = (self._match(theme_id, terms, title, body) for theme_id, terms in self._terms.items())
        found = [match for match in made if match and match.score >= _THRESHOLD]
        return sorted(found, key=lambda match: (-match.score, match.theme_id))

    def _match(self, theme_id: int, terms: Sequence[Term], title: Text, body: Text) -> Match | None:
        share = min(1.0, _SHORT_TEXT / max(1, len(body.words)))
        score, told = 0.0, []
        for term in terms:
            if term.language and body.language in {"nl", "en"} and term.language != body.language:
                continue
            if term.is_hashtag:
                times, above = int(re.sub(r"\W", "", term.text).lower() in body.tags | title.tags), 0
            else:
                times, above = body.times(term.text), title.times(term.text)
            if not times and not above:
                continue
            worth = term.weight * (times * share + bool(above))
            score += worth
            told.append((worth, term.shown))
        if not told:
            return None
        words = dict.fromkeys(shown for _worth, shown in sorted(told, key=lambda pair: -pair[0]))
        return Match(theme_id, tuple(words)[:8], round(score, 2))


def _terms_of(theme: Theme) -> list[Term]:
    """Return a theme's words, each once; its name counts in every language unless it has no word of its own."""
    terms: dict[tuple[str, str, str], Term] = {}
    for name in theme.in_every_language("name"):
        if any(word not in stop_words("en") | stop_words("nl") for word in words_in(name)):
            terms["", name.lower(), ""] = Term(name)
    for row in theme.terms.all():
        is_hashtag = row.kind == ThemeTerm.Kind.HASHTAG
        terms.setdefault(
            (row.kind, row.text.lower(), row.language), Term(row.text, "" if is_hashtag else row.language, is_hashtag)
        )
    return list(terms.values())
