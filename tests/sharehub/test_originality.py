"""How near a text is to colleagues' posts: told to who writes it, quickly, and without saying whose."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sharehub import originality
from tests import factories
from themes.models import Organisation

WORDS = "Forty kitchens in Assen, and in every one of them somebody had put the kettle on before I could ask."


@pytest.fixture
def piece(theme):
    piece = factories.article(themes=[theme], disclosure_required=False)
    for number in range(3):
        piece.variants.create(network="", text=f"Suggestion {number} about kitchens.")
    return piece


def near(ann, piece, text=WORDS):
    return originality.nearest_colleague(text, ambassador=ann, piece=piece, language="en")


def test_the_same_words_of_a_colleague_are_the_same_and_others_are_not(ann, bob, piece):
    factories.ShareFactory(ambassador=bob, piece=piece, text=WORDS)
    assert near(ann, piece) == 1
    assert near(ann, piece, WORDS.replace("Forty", "Fifty")) > originality.SAME
    assert near(ann, piece, "What the meter said at night, I did not believe at first.") < originality.NEAR


def test_ones_own_old_withdrawn_and_other_posts_do_not_count(ann, bob, piece):
    factories.ShareFactory(ambassador=ann, piece=piece, text=WORDS)
    factories.ShareFactory(ambassador=bob, piece=piece, text=WORDS, state="withdrawn")
    factories.ShareFactory(ambassador=bob, piece=factories.article(), text=WORDS)
    old = timezone.now() - timedelta(hours=49)
    factories.ShareFactory(ambassador=bob, piece=piece, text=WORDS, created_at=old)
    assert near(ann, piece) is None


def test_where_everybody_works_makes_no_two_posts_alike(ann, bob, piece):
    organisation = Organisation.load()
    long = "I have been working at Noorderlicht for a long time now, and this is what I think."
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": long}
    organisation.save()
    factories.ShareFactory(ambassador=bob, piece=piece, text=f"{long}\n\nThe kettle was on.")
    assert near(ann, piece, f"{long}\n\nWhat the meter said at night, I did not believe.") < originality.NEAR


def test_a_few_words_are_like_nobody_elses(ann, bob, piece):
    factories.ShareFactory(ambassador=bob, piece=piece, text="Well done")
    assert near(ann, piece, "Well done") is None


def test_who_writes_is_told_while_typing_and_never_whose_it_was(as_ann, bob, piece):
    factories.ShareFactory(ambassador=bob, piece=piece, text=WORDS)
    sheet = reverse("sharehub:share_new", args=[piece.pk])

    def advice(text):
        fields = {"network": "linkedin", "text": text, "_preview": "text"}
        return as_ann.post(sheet, fields, headers={"hx-request": "true"}).text

    told = advice(WORDS)
    assert "A colleague posted almost the same in the last two days: begin differently" in told
    assert "Bob" not in told
    assert "Unlike what colleagues posted" in advice("What the meter said at night, I did not believe at first.")


def test_typing_asks_as_few_questions_among_many_posts_as_among_few(as_ann, ann, bob, piece):
    sheet = reverse("sharehub:share_new", args=[piece.pk])
    fields = {"network": "linkedin", "text": WORDS, "_preview": "text"}

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert as_ann.post(sheet, fields, headers={"hx-request": "true"}).status_code == 200
        return len(asked)

    factories.ShareFactory(ambassador=bob, piece=piece, text=WORDS)
    queries()
    few = queries()
    for number in range(20):
        factories.ShareFactory(piece=piece, text=f"{number} {WORDS}")
    assert queries() == few <= 16


def test_only_the_latest_posts_are_read(ann, piece, monkeypatch):
    monkeypatch.setattr(originality, "_POSTS", 2)
    now = timezone.now()
    factories.ShareFactory(piece=piece, text=WORDS, created_at=now - timedelta(hours=3))
    for hours in (1, 2):
        factories.ShareFactory(
            piece=piece, text="Nothing to do with that at all.", created_at=now - timedelta(hours=hours)
        )
    assert near(ann, piece) < originality.NEAR
