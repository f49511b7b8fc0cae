"""Who fits a theme, and why; the sum is that of docs/matching.md."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ambassadors import matching
from ambassadors.models import PassedOver, ThemeLink
from tests.factories import AmbassadorFactory, ShareFactory, ThemeFactory, blog_post
from themes.models import ThemeTerm


@pytest.fixture
def words(theme):
    for language, text in (("en", "heat pump"), ("nl", "warmtenet")):
        ThemeTerm.objects.create(theme=theme, kind="keyword", language=language, text=text)
    return theme


def _fits(theme):
    return [(fit.ambassador, fit.score) for fit in matching.suggestions(theme)]


def test_the_example_of_the_documentation_adds_up(words, ann, bob):
    ThemeLink.objects.create(ambassador=bob, theme=words, state="accepted")
    bob.languages = ["nl"]
    bob.save()
    ThemeLink.objects.create(ambassador=ann, theme=ThemeFactory(programme=words.programme), state="accepted")
    ann.expertise, ann.job_title, ann.interests = "warmtenetten and heat pumps", "Warmtenet engineer", "cycling"
    ann.save()
    for _number in range(2):
        blog_post(author=ann, themes=[words], first_published_at=timezone.now() - timedelta(days=30))
    fit = matching.suggestions(words)[0]
    assert (fit.ambassador, fit.score) == (ann, 17)
    assert [(part.points, part.words) for part in fit.parts] == [
        (6, "knows about heat pump, warmtenet"),
        (6, "wrote 2 posts about it"),
        (2, "works as Warmtenet engineer"),
        (1, "one person covers it alone"),
        (1, f"would be the first of {ann.team}"),
        (1, "would be the first to write in English"),
    ]
    assert matching.for_person(ann, words.programme)[0].score == 17


def test_words_count_by_where_they_occur_and_only_where_a_word_begins(words, ann, bob):
    ann.expertise, ann.job_title = "Warmtenetten and heat pumps", "Warmtenet engineer"
    ann.save()
    bob.interests = "HEAT NETWORKS"
    bob.save()
    AmbassadorFactory(expertise="Cheat pumps")
    assert _fits(words) == [(ann, 10), (bob, 3)]
    assert matching.suggestions(words)[0].reason == (
        "Knows about heat pump, warmtenet; works as Warmtenet engineer; nobody covers it yet"
    )


def test_shares_count_only_of_people_who_let_managers_see_them(theme, ann, bob):
    for person, is_open in ((ann, True), (bob, False)):
        person.shares_own_figures = is_open
        person.save()
        ShareFactory.create_batch(5, ambassador=person, theme=theme)
    ShareFactory(ambassador=ann, theme=theme, confirmed_at=timezone.now() - timedelta(days=400))
    assert _fits(theme) == [(ann, 5)]
    assert matching.suggestions(theme)[0].reasons[0] == "shared 5 pieces about it"


def test_who_carries_many_themes_comes_later(theme, ann, bob):
    for person in (ann, bob):
        person.expertise = "heat networks"
        person.save()
    for _number in range(4):
        other = ThemeFactory(programme=theme.programme)
        ThemeLink.objects.create(ambassador=ann, theme=other, state="accepted")
    assert _fits(theme) == [(bob, 5), (ann, 3)]
    assert matching.suggestions(theme)[1].reasons[-1] == "carries 4 themes already"


def test_who_is_linked_asked_gone_or_said_no_is_not_suggested(theme, ann, bob):
    for person in (ann, bob):
        person.expertise = "heat networks"
        person.save()
    ThemeLink.objects.create(ambassador=ann, theme=theme, state=ThemeLink.State.DECLINED)
    bob.user.is_active = False
    bob.user.save()
    assert matching.suggestions(theme) == []


def test_a_suggestion_put_aside_stays_away_until_it_is_taken_back(as_mia, as_ed, theme, ann):
    ann.expertise = "heat networks"
    ann.save()
    args = [theme.programme.slug, ann.pk, theme.slug]
    aside, again = (reverse(f"ambassadors:suggestion_{name}", args=args) for name in ("dismissal", "restoration"))
    assert as_ed.post(aside).status_code == 403
    assert not PassedOver.objects.exists()
    for _again in range(2):
        as_mia.post(aside)
    assert (PassedOver.objects.count(), _fits(theme)) == (1, [])
    assert as_ed.post(again).status_code == 403
    as_mia.post(again)
    assert _fits(theme) == [(ann, 5)]


def test_no_page_shows_a_score(as_mia, theme, ann):
    ann.expertise = "heat networks, " * 1 + "x"
    ann.save()
    slug = theme.programme.slug
    for name, args in (("theme_people", [slug, theme.slug]), ("person_detail", [slug, ann.pk])):
        page = as_mia.get(reverse(f"ambassadors:{name}", args=args)).content.decode()
        assert "Knows about heat networks; nobody covers it yet" in page
        assert "score" not in page.lower()


@pytest.mark.parametrize("word", ["c++", "o'brien & co", ":*|!", "a\\b", "100%"])
def test_any_sign_in_a_word_is_safe(theme, ann, word):
    ThemeTerm.objects.create(theme=theme, kind="keyword", language="en", text=word)
    ann.expertise = f"heat networks {word}"
    ann.save()
    assert _fits(theme)[0][0] == ann


def test_as_many_questions_for_one_as_for_ten(theme, ann):
    counts = []
    matching.suggestions(theme)  # who did most for it is kept from now on
    for number in (1, 9):
        AmbassadorFactory.create_batch(number, expertise="heat networks")
        with CaptureQueriesContext(connection) as queries:
            matching.suggestions(theme)
        counts.append(len(queries))
    assert counts[0] == counts[1]
