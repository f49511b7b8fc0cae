"""Words of a text: as they stand, their stems, and those that tell what it is about."""

import re
from functools import cache, lru_cache
from importlib import resources

import snowballstemmer

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
_HASHTAG = re.compile(r"#(\w+)")
_HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý])(?=[A-ZÀ-Ý][a-zà-ÿ])|_")
_STEMMERS = {"nl": "dutch", "en": "english"}


def without_addresses(text: str) -> str:
    """Return the text without web and e-mail addresses: their parts are no words."""
    return _ADDRESS.sub(" ", text)


def words_in(text: str) -> list[str]:
    """Return the words in their order, without capitals; a hashtag's words one by one: #HeatNetworks is heat, networks."""
    spaced = _HASHTAG.sub(lambda found: " ".join(_HUMP.split(found[1])), without_addresses(text))
    return [word.lower().replace("’", "'") for word in _WORD.findall(spaced)]


def hashtags_in(text: str) -> set[str]:
    """Return the hashtags without sign and capitals."""
    return {tag.lower() for tag in _HASHTAG.findall(without_addresses(text))}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """Return the word without its ending (Snowball); as it is in a language without a stemmer."""
    if language not in _STEMMERS:
        return word
    found: str = _stemmer(language).stemWord(word.removesuffix("'s"))
    return found


def telling_words(text: str, language: str, most: int = 80) -> list[str]:
    """Return the different words that tell something, in their order: no function words, numbers or very short ones."""
    dull = stop_words(language) if language in _STEMMERS else stop_words("en") | stop_words("nl")
    found = dict.fromkeys(
        word for word in words_in(text) if 3 < len(word) <= 40 and word not in dull and not word[0].isdecimal()
    )
    return list(found)[:most]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language."""
    text = resources.files("themes.listening").joinpath("stop_words", f"{language}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _stemmer(language: str) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(_STEMMERS[language])
