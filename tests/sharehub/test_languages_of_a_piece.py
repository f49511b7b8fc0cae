"""A piece in several languages is one piece: everybody sees theirs once, links stay as they were, and its reach is one sum."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.actions.translations import begin_translation
from cms.models import Article, Shareable
from sharehub import actions, feed
from sharehub.measurement import truth
from sharehub.models import PieceChoice
from tests import factories
from tests.sharehub.test_truth import NOON, PERIOD, _counted, _visited


@pytest.fixture
def dutch(theme):
    return factories.article(title="Veertig keukens", language="nl", themes=[theme], slug="veertig")


@pytest.fixture
def english(dutch, theme):
    return factories.article(title="Forty kitchens", themes=[theme], translation_of=dutch, slug="forty")


def titles(person):
    return [(card.piece.title, [one.code for one in card.also]) for card in feed.feed(person).cards]


def test_everybody_sees_one_card_in_the_language_they_read(ann, bob, dutch, english):
    bob.user.language = "nl"
    bob.user.save()
    assert titles(ann) == [("Forty kitchens", ["nl"])]
    assert titles(bob) == [("Veertig keukens", ["en"])]


def test_who_does_not_speak_it_sees_the_other_and_is_not_told_of_it(ann, dutch, english):
    ann.languages = ["nl"]
    ann.save()
    assert titles(ann) == [("Veertig keukens", [])]


def test_one_that_is_not_open_yet_gives_way_to_the_other(ann, dutch, english):
    english.unpublish()
    assert titles(ann) == [("Veertig keukens", [])]


def test_what_was_shared_or_put_aside_in_one_language_does_not_come_back_in_another(ann, bob, dutch, english):
    factories.ShareFactory(ambassador=ann, piece=dutch)
    actions.put_aside(ambassador=bob, piece=english, kind=PieceChoice.Kind.NOT_FOR_ME)
    assert titles(ann) == titles(bob) == []


def test_the_card_leads_to_the_other_language(as_ann, dutch, english):
    home = as_ann.get(reverse("sharehub:feed")).text
    assert reverse("sharehub:piece_detail", args=[dutch.pk]) in home
    assert "also in Dutch" in home
    assert as_ann.get(reverse("sharehub:piece_detail", args=[dutch.pk])).status_code == 200


def test_the_reach_of_a_piece_is_that_of_all_its_languages_and_links_stay_with_theirs(
    dutch, english, theme, time_machine
):
    time_machine.move_to(NOON)
    shares = [factories.ShareFactory(piece=piece, theme=theme) for piece in (dutch, dutch, dutch, english, english)]
    for share in shares:
        _visited(share)
    _counted()
    assert truth.of_piece(dutch, PERIOD).human == truth.of_piece(english, PERIOD).human == 15
    assert truth.of_piece(english, PERIOD).sum == "45 − 15 − 5 − 5 − 5 = 15"
    assert [share.piece_id for share in shares] == [dutch.pk] * 3 + [english.pk] * 2


def test_a_language_is_begun_once_as_a_draft_beside_the_first(as_ed, ed, dutch):
    page = reverse("cms_languages", args=[dutch.pk])
    assert "Begin it in English" in as_ed.get(page).text
    for _time in range(2):
        as_ed.post(page, {"language": "en"})
    made = Article.objects.exclude(pk=dutch.pk).get()
    assert (made.language, made.translation_of_id, made.live, made.title) == ("en", dutch.pk, False, dutch.title)
    assert list(made.themes.all()) == list(dutch.themes.all())
    assert "Begin it in" not in as_ed.get(page).text
    assert begin_translation(piece=Shareable.objects.get(pk=made.pk), language="nl", by=ed).pk == dutch.pk
    as_ed.post(page, {"language": "fr"})
    assert Article.objects.count() == 2


@pytest.mark.parametrize("who", ["as_hanna", "as_ann"])
def test_others_begin_none(request, who, dutch):
    client = request.getfixturevalue(who)
    assert client.post(reverse("cms_languages", args=[dutch.pk]), {"language": "en"}).status_code in (302, 403)
    assert Article.objects.count() == 1


def test_no_two_are_in_one_language_and_none_is_a_translation_of_a_translation(dutch, english):
    for language, words in (("en", "Forty kitchens"), ("nl", "Veertig keukens")):
        with pytest.raises(ValidationError, match=words):
            factories.article(translation_of=dutch, language=language)
    with pytest.raises(ValidationError, match="so it is the first"):
        dutch.translation_of = factories.article(language="en")
        dutch.full_clean()


def test_the_public_page_names_its_other_language(client, dutch, english):
    shown = client.get(english.url).text
    assert f'<link rel="alternate" hreflang="nl" href="http://localhost:8000{dutch.url}">' in shown
    assert f'hreflang="en" href="http://localhost:8000{english.url}"' in shown
    assert "Nederlands: Veertig keukens" in shown
    alone = factories.article(title="Alone", slug="alone")
    assert 'rel="alternate" hreflang' not in client.get(alone.url).text


def test_who_reads_the_site_finds_each_piece_once_in_their_own_language(client, ann, theme, dutch, english):
    factories.article(title="Alone", slug="alone", language="nl", themes=[theme])
    post = factories.blog_post(author=ann, title="Winter", language="en", themes=[theme])
    factories.blog_post(author=ann, title="De winter", language="nl", translation_of=post, themes=[theme])
    for address in ("/", "/stories/", "/blog/", f"/themes/{theme.slug}/"):
        for language, here, away in (("en", "Forty kitchens", "Veertig"), ("nl", "Veertig keukens", "Forty")):
            shown = client.get(address, headers={"Accept-Language": language}).text
            assert (here in shown, away in shown) == (address != "/blog/", False), (address, language)
            assert ("Alone" in shown) is (address != "/blog/")
            if address not in ("/", "/stories/"):
                assert ("De winter" in shown) is (language == "nl")
    english.unpublish()
    assert "Veertig keukens" in client.get("/stories/", headers={"Accept-Language": "en"}).text
