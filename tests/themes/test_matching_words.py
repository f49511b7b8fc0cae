"""Words of a theme are found in every form, in the language of the text, and nowhere else."""

from datetime import UTC, datetime

import pytest

from themes.listening.items import Item
from themes.listening.language import language_of
from themes.listening.matching import Matcher, Term
from themes.listening.sentiment import sentiment_of

MATCHER = Matcher(
    {
        1: [Term("warmtenet", "nl"), Term("heat network", "en"), Term("Warmtenet", "", is_hashtag=True)],
        2: [Term("monteur", "nl"), Term("mechanic", "en")],
    }
)


def _item(text, title="", tags=()):
    return Item("1", "", "Jo", "", title, text, "", datetime(2026, 11, 20, tzinfo=UTC), tags)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("De warmtenetten komen eraan", "nl", ("warmtenet",)),
        ("Warmtenetaanleg in onze straat", "nl", ("warmtenet",)),
        ("Our heat-networks and the heat networks next door", "en", ("heat network",)),
        ("Een heat network", "nl", None),
        ("Network of heat", "en", None),
        ("So cold #WarmteNet", "en", ("#Warmtenet",)),
        ("https://warmtenet.example/ only an address", "nl", None),
        ("Ce monteur", "fr", ("monteur",)),
    ],
)
def test_words_are_found_in_every_form(text, language, words):
    found = MATCHER.matches(_item(text), language)
    assert (found[0].words if found else None) == words


def test_one_mention_in_a_long_text_is_no_subject_but_one_in_the_title_is():
    long = "Bread is good. " * 60 + "A mechanic ate it."
    assert MATCHER.matches(_item(long), "en") == []
    assert [match.theme_id for match in MATCHER.matches(_item(long, title="The mechanic"), "en")] == [2]


def test_the_best_theme_comes_first():
    text = "De monteur, nog een monteur en het warmtenet"
    assert [(match.theme_id, match.score) for match in MATCHER.matches(_item(text), "nl")] == [(2, 2.0), (1, 1.0)]


@pytest.mark.parametrize(
    ("text", "language", "least", "most"),
    [
        ("Wat een geweldig mooi idee!", "nl", 0.5, 1),
        ("Vreselijk slecht geregeld", "nl", -1, -0.3),
        ("Dit is niet goed", "nl", -0.5, -0.05),
        ("De fijnste buurt", "nl", -1, 1),
        ("De trein rijdt om negen uur", "nl", 0, 0),
        ("This is great!", "en", 0.5, 1),
        ("Terrible service, never again.", "en", -1, -0.3),
        ("", "en", 0, 0),
    ],
)
def test_the_mood_is_read_from_a_list_of_words(text, language, least, most):
    assert least <= sentiment_of(text, language) <= most


def test_the_mood_of_other_languages_is_not_measured():
    assert sentiment_of("C'est magnifique", "fr") is None


@pytest.mark.parametrize(
    ("text", "told", "language"),
    [
        ("Straat ligt open en niemand zegt iets", "", "nl"),
        ("The street is open and nobody tells us", "", "en"),
        ("Wer weiß, wie das Netz in Hamburg gebaut wird und was es am Ende wirklich kostet für uns alle?", "", "de"),
        ("Top!", "nl", "nl"),
        ("", "", ""),
        ("🙂", "", ""),
    ],
)
def test_the_language_is_what_was_told_or_what_the_words_say(text, told, language):
    assert language_of(text, told) == language
