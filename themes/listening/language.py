"""In which language something is said."""

from functools import cache
from typing import TYPE_CHECKING

from themes.listening.words import without_addresses, words_in

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# A few words say little: of those only the languages of the organisation are weighed.
_ENOUGH_WORDS = 12
_OURS = ("nl", "en")


def language_of(text: str, told: str = "") -> str:
    """Return the language (ISO 639-1): what the author told, else what the words say; empty for no words at all."""
    words = words_in(text)
    if told:
        return told
    if not words:
        return ""
    identifier = _of_all() if len(words) >= _ENOUGH_WORDS else _of_ours()
    found: str = identifier.classify(without_addresses(text)[:2000])[0]
    return found


@cache
def _of_all() -> "LanguageIdentifier":
    return _identifier()


@cache
def _of_ours() -> "LanguageIdentifier":
    identifier = _identifier()
    identifier.set_languages(list(_OURS))
    return identifier


def _identifier() -> "LanguageIdentifier":
    import py3langid.langid as langid  # with numpy: too much for processes that never hear anything

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
