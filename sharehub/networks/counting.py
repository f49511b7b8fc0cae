"""How networks count the length of a text; each rule is named, so that the page counts as the network does while one types."""

import re
import unicodedata
from enum import StrEnum

import regex

_LINK = re.compile(r"https?://\S+")
_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\N{COMBINING ENCLOSING KEYCAP}")
# twitter-text configuration v3: these ranges weigh one, everything else two.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


class Counting(StrEnum):
    """The unit of a network's limit; the values are the names that static/js/counter.js knows."""

    CHARACTERS = "characters"
    GRAPHEMES = "graphemes"
    UTF16 = "utf16"
    WEIGHTED = "weighted"


def measure(text: str, counting: Counting) -> int:
    """Return the length of a text in the units of that rule; a line ending is one character."""
    text = text.replace("\r\n", "\n")
    if counting is Counting.GRAPHEMES:
        return len(_GRAPHEME.findall(text))
    if counting is Counting.UTF16:
        return len(text.encode("utf-16-le")) // 2
    if counting is Counting.WEIGHTED:
        return sum(_weight(grapheme) for grapheme in _GRAPHEME.findall(unicodedata.normalize("NFC", text)))
    return len(text)


def measure_with_links(text: str, counting: Counting, link_length: int) -> int:
    """Return the length where the network counts each link as `link_length`, however long it is."""
    links = len(_LINK.findall(text))
    return measure(_LINK.sub("", text), counting) + links * link_length


def _weight(grapheme: str) -> int:
    # An emoji weighs two, however many code points it is made of; (c) and (r) are Latin characters, not emoji.
    if (ord(grapheme[0]) > 255 and _EMOJI.search(grapheme)) or "\u20e3" in grapheme:
        return 2
    return sum(1 if any(low <= ord(char) <= high for low, high in _LIGHT) else 2 for char in grapheme)
