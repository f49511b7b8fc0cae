"""Hashtags as people and screen readers can read them."""

import re

_BREAK = re.compile(r"[\s_\-./]+")
_OTHER = re.compile(r"[^\w]", re.UNICODE)


def camel_case(text: str) -> str:
    """Return a hashtag without its sign, each word beginning with a capital: "#heat networks" is HeatNetworks.

    Capitals inside a word stay (LinkedIn); signs that networks break a hashtag on are dropped.
    """
    words = (_OTHER.sub("", word) for word in _BREAK.split(text))
    return "".join(word[0].upper() + word[1:] for word in words if word)


def is_hashtag(text: str) -> bool:
    """Whether networks see it as one: not only figures, which they show as plain text."""
    return bool(text) and not text.isdecimal()
