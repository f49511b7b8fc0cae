"""Saying where one works: whether a text does, and the words that do it."""

from themes.models import Organisation


def says_where_they_work(text: str, language: str) -> bool:
    """Whether a text holds the disclosure or the organisation's name; True where the organisation gave neither."""
    organisation = Organisation.load()
    wanted = [words for words in (organisation.disclosure(language), organisation.name) if words]
    return not wanted or any(words.casefold().strip(" .") in text.casefold() for words in wanted)


def put_in_front(text: str, language: str) -> str:
    """Return the text with the disclosure in front, in natural words, where it does not say so itself."""
    words = Organisation.load().disclosure(language)
    return f"{words}\n\n{text}".strip() if words and not says_where_they_work(text, language) else text
