"""Words to begin with: kept for one person, so that colleagues begin with others."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import Shareable, TextVariant
from sharehub import actions, wording
from sharehub.models import ReservedText
from tests import factories
from themes.models import Organisation


@pytest.fixture
def piece(theme):
    piece = factories.article(themes=[theme], disclosure_required=False)
    for number in range(3):
        piece.variants.create(network="", text=f"Suggestion {number}.")
    piece.variants.create(network="x", text="Short.")
    return piece


def begin(person, piece, network="linkedin"):
    return wording.suggestion_for(ambassador=person, piece=piece, network=network)


def test_six_colleagues_begin_with_three_texts_twice_each(piece):
    people = [factories.AmbassadorFactory() for _number in range(6)]
    given = [begin(person, piece) for person in people]
    assert sorted(Counter(given).values()) == [2, 2, 2]
    assert [begin(person, piece) for person in people] == given
    assert ReservedText.objects.count() == 6


def test_a_text_is_free_again_after_two_days(ann, bob, piece, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    first = begin(ann, piece)
    assert begin(bob, piece) != first
    ReservedText.objects.filter(ambassador=bob).delete()
    time_machine.shift(timedelta(hours=49))
    taken = {begin(factories.AmbassadorFactory(), piece) for _number in range(3)}
    assert first in taken
    assert begin(ann, piece) == first


def test_the_text_of_a_network_is_the_only_one_and_is_kept_for_nobody(ann, piece):
    assert begin(ann, piece, "x") == "Short."
    assert not ReservedText.objects.exists()


def test_a_text_that_the_editor_took_away_is_replaced(ann, piece):
    first = begin(ann, piece)
    TextVariant.objects.filter(text=first).delete()
    assert begin(ann, Shareable.objects.get(pk=piece.pk)) != first
    assert ReservedText.objects.count() == 1


def test_who_leaves_keeps_no_text(ann, piece):
    begin(ann, piece)
    actions.leave(ann)
    assert not ReservedText.objects.exists()


def test_where_somebody_works_stands_before_their_own_words_too(piece):
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": "I work at Noorderlicht."}
    organisation.save()
    assert wording.bare_opening(piece, "en") == ""
    piece.disclosure_required = True
    assert wording.bare_opening(piece, "en") == "I work at Noorderlicht.\n\n"
