"""When the words of a theme change, what was heard before is found under it too."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.themes.test_themes import THEME
from themes import tasks
from themes.listening import hearing
from themes.listening.items import Item
from themes.models import Conversation, ConversationMatch, ListeningSource

State = Conversation.State


@pytest.fixture
def heard(programme):
    """Three things heard while no theme had words: by its text, by its tag, and one that is about nothing of ours."""
    source = ListeningSource.objects.create(programme=programme, name="Blog", kind="feed", address="https://b.example/")
    said_at = timezone.now() - timedelta(days=1)
    items = [
        Item("1", "https://b.example/1", "Jo", "", "", "Who repairs a boiler here?", "en", said_at),
        Item("2", "https://b.example/2", "Jo", "", "", "Something warm is coming.", "en", said_at, ("boiler",)),
        Item("3", "https://b.example/3", "Jo", "", "", "Bread is good.", "en", said_at),
    ]
    hearing.take_in(source, items, at=timezone.now())
    return {one.guid: one for one in Conversation.objects.all()}


def _themes():
    return dict(Conversation.objects.values_list("guid", "theme"))


def test_what_was_heard_comes_under_the_new_words_and_waits_for_an_answer(programme, theme, heard):
    assert set(_themes().values()) == {None}
    theme.terms.create(kind="keyword", language="en", text="boiler")
    theme.terms.create(kind="hashtag", language="en", text="Boiler")
    for _ in range(2):
        tasks.match_conversations(programme.pk)
        assert _themes() == {"1": theme.pk, "2": theme.pk, "3": None}
        assert ConversationMatch.objects.count() == 2
    assert dict(Conversation.objects.values_list("guid", "state"))["1"] == State.WAITING


def test_words_taken_away_let_go_of_all_but_what_a_person_decided(programme, theme, heard):
    term = theme.terms.create(kind="keyword", language="en", text="boiler")
    theme.terms.create(kind="hashtag", language="en", text="Boiler")
    tasks.match_conversations(programme.pk)
    Conversation.objects.filter(guid="1").update(state=State.TAKEN)
    Conversation.objects.filter(guid="2").update(state=State.DISMISSED)
    theme.terms.all().delete()
    tasks.match_conversations(programme.pk)
    assert _themes() == {"1": theme.pk, "2": None, "3": None}
    assert dict(Conversation.objects.values_list("guid", "state")) == {
        "1": State.TAKEN,
        "2": State.DISMISSED,
        "3": State.HEARD,
    }
    assert term.theme == theme


def test_saving_a_theme_asks_for_it(as_mia, programme, theme, monkeypatch):
    asked = []
    monkeypatch.setattr(tasks.match_conversations, "delay_on_commit", asked.append)
    as_mia.post(reverse("themes:theme_edit", args=[programme.slug, theme.slug]), THEME)
    assert asked == [programme.pk]


def test_a_programme_that_is_gone_is_nothing_to_do(db):
    tasks.match_conversations(0)
