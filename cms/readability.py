"""How hard a text is to read, in Dutch and in English, by formulas that anybody can recompute."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?…])[\s\"'”’)]+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = {"nl": "aeiouyáàâéèêíìîóòôúùû", "en": "aeiouy"}
_BROKEN = "äëïöü"  # a diaeresis begins a syllable of its own
_FEWEST_WORDS = 30


@dataclass(frozen=True)
class Ease:
    """Reading ease from 0 (for scholars) to 100 (for children), and the longest sentence with its number of words."""

    score: int
    longest: str
    longest_words: int

    @property
    def is_plain(self) -> bool:
        """Whether most adults read it without effort: 50 or more."""
        return self.score >= 50


def ease(text: str, language: str) -> Ease | None:
    """Return how easily a text reads; None for fewer than thirty words, of which it says nothing.

    English by Flesch (1948): 206.835 - 1.015 x words a sentence - 84.6 x syllables a word. Dutch by Douma (1960), who fitted it to
    Dutch words: 206.84 - 0.93 x words a sentence - 77 x syllables a word. Other languages are read as English.
    """
    sentences = [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if len(words) < _FEWEST_WORDS:
        return None
    per_sentence = len(words) / len(sentences)
    per_word = sum(syllables(word, language) for word in words) / len(words)
    if language == "nl":
        score = 206.84 - 0.93 * per_sentence - 77 * per_word
    else:
        score = 206.835 - 1.015 * per_sentence - 84.6 * per_word
    longest = max(sentences, key=lambda sentence: len(_WORD.findall(sentence)))
    return Ease(round(min(max(score, 0), 100)), longest.strip(), len(_WORD.findall(longest)))


def syllables(word: str, language: str) -> int:
    """Return how many syllables a word has: its groups of vowels, at least one; a silent English e is none."""
    vowels = _VOWELS.get(language, _VOWELS["en"])
    plain = word.lower()
    number, before = 0, False
    for letter in plain:
        is_vowel = letter in vowels or letter in _BROKEN
        if is_vowel and (not before or letter in _BROKEN):
            number += 1
        before = is_vowel
    if language != "nl" and plain.endswith("e") and not plain.endswith(("le", "ee")) and number > 1:
        number -= 1
    return max(number, 1)
