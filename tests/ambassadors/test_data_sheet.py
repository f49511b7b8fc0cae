"""What a person reads of what is known about them: in words, in their language."""

from datetime import UTC, date, datetime

from django.urls import reverse
from django.utils import translation

from ambassadors import data_sheet, privacy
from tests import factories


def test_every_part_and_every_field_has_words_in_both_languages(ann, bob):
    from sharehub import actions

    share = factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    actions.confirm_share(share=share)
    actions.give_kudos(giver=ann.user, receiver=bob, text="To Bob")
    actions.give_kudos(giver=bob.user, receiver=ann, text="To Ann")
    actions.put_aside(ambassador=ann, piece=share.piece, kind="later")
    factories.blog_post(author=ann)
    data, parts = privacy.personal_data(ann), privacy.exports()
    for name, part in parts.items():
        with translation.override("en"):
            english = str(part.title)
        with translation.override("nl"):
            assert english and str(part.title), name
            assert english != name
        missing = {key for row in data[name] for key in row} - set(part.words)
        assert missing == set(), name


def test_the_page_shows_words_and_no_keys(as_ann, ann):
    ann.user.language = "nl"
    ann.user.save()
    factories.ShareFactory(ambassador=ann, text="Mijn woorden")
    page = as_ann.get(reverse("ambassadors:my_data")).content.decode()
    for words in ("Stukken die je opzij legde", "Mijn woorden", "LinkedIn", "Account en profiel"):
        assert words in page
    for key in ("kudos_received", "put_aside", "opened_at", "is_on_board", ">linkedin<", "confirmed_at"):
        assert key not in page


def test_values_are_written_as_people_write_them():
    assert data_sheet.words_of(True, {}) == "yes"
    assert data_sheet.words_of(date(2026, 3, 1), {}) == "1 Mar 2026"
    assert data_sheet.words_of(datetime(2026, 3, 1, 9, 30, tzinfo=UTC), {}) == "1 Mar 2026 10:30"
    assert data_sheet.words_of(["nl", "en"], {"nl": "Dutch", "en": "English"}) == "Dutch, English"
    assert data_sheet.words_of(0.5, {}) == "0.50"


def test_a_long_list_is_cut_and_says_so(as_ann, ann):
    piece = factories.article()
    for _number in range(26):
        factories.ShareFactory(ambassador=ann, piece=piece)
    page = as_ann.get(reverse("ambassadors:my_data")).content.decode()
    assert "The first 25; all of them are in the file." in page
