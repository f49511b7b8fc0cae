"""The audience of a theme: a profile that a manager writes, and what listening heard offered beside it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.themes.test_themes import THEME
from themes.listening import audience
from themes.models import Conversation

# A Wednesday.
NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
EVENING = datetime(2026, 9, 8, 18, 30, tzinfo=UTC)  # a Tuesday, half past eight in Amsterdam


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def _heard(theme, number, *, at=EVENING, network="mastodon", words=()):
    start = Conversation.objects.count()
    Conversation.objects.bulk_create(
        Conversation(
            programme=theme.programme,
            theme=theme,
            text="Warm?",
            network=network,
            words=list(words),
            said_at=at,
            state="heard",
            url=f"https://e.example/{start + one}",
        )
        for one in range(number)
    )


def _offered(theme):
    return {field: offer.words for field, offer in audience.offers(theme, timezone.localdate()).items()}


def _take_over(client, theme, field):
    url = reverse("themes:theme_audience", args=[theme.programme.slug, theme.slug])
    return client.post(url, {"field": field}, follow=True)


def test_the_profile_has_fields_of_its_own(as_mia, programme, theme):
    url = reverse("themes:theme_edit", args=[programme.slug, theme.slug])
    sent = THEME | {
        "hashtag_en": "",
        "hashtag_nl": "",
        "audience_networks": ["mastodon", "linkedin"],
        "audience_hours": "after dinner",
        "audience_concerns": "Costs\nNoise",
    }
    assert as_mia.post(url, sent).status_code == 302
    theme.refresh_from_db()
    assert (theme.audience, theme.audience_networks) == ("Residents", ["mastodon", "linkedin"])
    assert theme.audience_network_names == ["LinkedIn", "Mastodon"]
    page = as_mia.get(theme.get_absolute_url()).content.decode()
    for words in ("Residents", "LinkedIn, Mastodon", "after dinner", "<li>Noise</li>"):
        assert words in page


def test_nobody_is_found_on_copied_text(as_mia, programme, theme):
    url = reverse("themes:theme_edit", args=[programme.slug, theme.slug])
    assert as_mia.post(url, THEME | {"audience_networks": ["copy"]}).status_code == 422
    theme.refresh_from_db()
    assert theme.audience_networks == []


def test_what_was_heard_is_offered_in_words(theme):
    _heard(theme, 16)
    _heard(theme, 4, network="bluesky", at=EVENING + timedelta(days=2))
    _heard(theme, 2, network="reddit")
    _heard(theme, 3, at=NOON - timedelta(days=2), words=["grant"], network="")
    assert _offered(theme) == {
        "audience_networks": "Mastodon (73\xa0%), Bluesky (18\xa0%)",
        "audience_hours": "mostly on Tuesday, and between 18:00 and 21:00",
        "audience_concerns": "grant",
    }


@pytest.mark.parametrize("number", [0, 9])
def test_where_too_little_was_heard_nothing_is_offered(as_mia, theme, number):
    _heard(theme, number, words=["grant"])
    assert _offered(theme) == {}
    assert "Heard:" not in as_mia.get(theme.get_absolute_url()).content.decode()


def test_words_do_not_rise_where_nothing_came_before(theme):
    _heard(theme, 12, at=NOON - timedelta(days=2), words=["grant"])
    assert "audience_concerns" not in _offered(theme)


def test_hours_spread_over_the_week_are_no_hours(theme):
    for hours in range(0, 7 * 24, 5):
        _heard(theme, 1, at=NOON - timedelta(days=10, hours=hours))
    assert "audience_hours" not in _offered(theme)


def test_what_was_heard_is_taken_over_once_and_taken_back(as_mia, theme):
    theme.audience_networks = ["linkedin"]
    theme.save()
    _heard(theme, 12)
    page = as_mia.get(theme.get_absolute_url()).content.decode()
    assert "Heard: Mastodon (100\xa0%)" in page
    response = _take_over(as_mia, theme, "audience_networks")
    theme.refresh_from_db()
    assert theme.audience_networks == ["linkedin", "mastodon"]
    assert "Heard: Mastodon" not in response.content.decode()
    undo = next(iter(response.context["messages"])).extra_tags
    _take_over(as_mia, theme, "audience_networks")
    theme.refresh_from_db()
    assert theme.audience_networks == ["linkedin", "mastodon"]
    as_mia.post(undo)
    theme.refresh_from_db()
    assert theme.audience_networks == ["linkedin"]


def test_words_come_below_those_that_stand_there(as_mia, theme):
    theme.audience_concerns = "Costs"
    theme.save()
    _heard(theme, 12)
    _heard(theme, 3, at=NOON - timedelta(days=2), words=["grant", "costs"])
    _take_over(as_mia, theme, "audience_concerns")
    theme.refresh_from_db()
    assert theme.audience_concerns == "Costs\ngrant"


@pytest.mark.parametrize("field", ["name", "audience", "slug", ""])
def test_only_what_was_heard_can_be_taken_over(as_mia, theme, field):
    _heard(theme, 12)
    _take_over(as_mia, theme, field)
    before = theme.name, theme.audience, theme.slug
    theme.refresh_from_db()
    assert (theme.name, theme.audience, theme.slug) == before


def test_an_ambassador_takes_nothing_over(as_ann, theme):
    _heard(theme, 12)
    assert _take_over(as_ann, theme, "audience_networks").status_code == 403
    theme.refresh_from_db()
    assert theme.audience_networks == []
