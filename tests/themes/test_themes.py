"""Themes with their words; a retired theme keeps its history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests import factories
from themes.hashtags import camel_case
from themes.models import Theme

THEME = {
    "name": "Heat networks",
    "summary": "Heat as a common good.",
    "hue": "30",
    "audience": "Residents",
    "key_messages": "We dig once",
    "tone": "Calm",
    "dos": "",
    "donts": "",
    "owner": "Sanne",
    "keyword_en": "district heating, heat pump",
    "hashtag_en": "#heat networks, #HeatNetworks",
    "keyword_nl": "stadswarmte",
    "hashtag_nl": "#warmte-netten",
}


@pytest.fixture
def new_url(programme):
    return reverse("themes:theme_new", args=[programme.slug])


def _terms(theme):
    return sorted(theme.terms.values_list("language", "kind", "text"))


def test_a_theme_is_saved_with_its_words(as_mia, programme, new_url):
    response = as_mia.post(new_url, THEME)
    theme = Theme.objects.get()
    assert response.headers["Location"] == f"/programme/{programme.slug}/themes/heat-networks/"
    assert (theme.name, theme.hue, theme.owner) == ("Heat networks", 30, "Sanne")
    assert _terms(theme) == [
        ("en", "hashtag", "HeatNetworks"),
        ("en", "keyword", "district heating"),
        ("en", "keyword", "heat pump"),
        ("nl", "hashtag", "WarmteNetten"),
        ("nl", "keyword", "stadswarmte"),
    ]
    assert ModelLogEntry.objects.get().action == "themes.add"


def test_a_change_leaves_exactly_the_words_given_and_the_address(as_mia, programme, theme):
    theme.terms.create(kind="keyword", language="en", text="heat pump")
    theme.terms.create(kind="keyword", language="en", text="boiler")
    kept = theme.terms.get(text="heat pump").pk
    url = reverse("themes:theme_edit", args=[programme.slug, theme.slug])
    for _time in range(2):
        as_mia.post(url, THEME | {"name": "Warm streets"})
    theme.refresh_from_db()
    assert (theme.name, theme.slug) == ("Warm streets", "heat-networks")
    assert theme.terms.get(text="heat pump").pk == kept
    assert not theme.terms.filter(text="boiler").exists()
    assert theme.terms.count() == 5


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "This field is required."),
        ("name", "HYDROGEN", "There is a theme with this name already."),
        ("hue", "31", "Select a valid choice. 31 is not one of the available choices."),
        ("hashtag_en", "#2026", "A hashtag needs a letter; networks do not link figures alone."),
        ("hashtag_nl", "#!", "A hashtag needs a letter; networks do not link figures alone."),
        ("keyword_en", "x" * 81, "A word is at most 80 characters; put commas between words."),
    ],
)
def test_a_theme_that_does_not_fit_is_refused(as_mia, programme, new_url, field, value, words):
    factories.ThemeFactory(programme=programme, name="Hydrogen")
    response = as_mia.post(new_url, THEME | {field: value})
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [words]
    assert Theme.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("#heat networks", "HeatNetworks"),
        ("LinkedIn", "LinkedIn"),
        ("warmte-netten_nu", "WarmteNettenNu"),
        ("énergie été", "ÉnergieÉté"),
        ("a&b", "Ab"),
        ("##", ""),
    ],
)
def test_a_hashtag_is_written_in_camel_case(typed, tag):
    assert camel_case(typed) == tag


def test_the_colour_offered_lies_far_from_those_in_use(as_mia, programme, new_url):
    factories.ThemeFactory(programme=programme, hue=0)
    assert as_mia.get(new_url).context["form"].initial["hue"] == 180


def test_an_ambassador_cannot_add_a_theme(as_ann, new_url):
    assert as_ann.post(new_url, THEME).status_code == 403
    assert not Theme.objects.exists()


def test_an_ambassador_cannot_change_a_theme(as_ann, programme, theme):
    url = reverse("themes:theme_edit", args=[programme.slug, theme.slug])
    assert as_ann.post(url, THEME | {"name": "Mine"}).status_code == 403
    theme.refresh_from_db()
    assert theme.name == "Heat networks"


def test_a_retired_theme_keeps_its_history_and_comes_back(as_mia, programme, theme, ann):
    ann.theme_links.create(theme=theme)
    url = reverse("themes:theme_retirement", args=[programme.slug, theme.slug])
    response = as_mia.post(url, follow=True)
    theme.refresh_from_db()
    assert not theme.is_live
    assert ann.theme_links.get().theme == theme
    as_mia.post(next(iter(response.context["messages"])).extra_tags)
    theme.refresh_from_db()
    assert theme.is_live
    actions = [entry.action for entry in ModelLogEntry.objects.order_by("pk")]
    assert actions == ["themes.retire", "themes.restore"]


def test_a_theme_is_retired_once(as_mia, programme, theme):
    url = reverse("themes:theme_retirement", args=[programme.slug, theme.slug])
    as_mia.post(url)
    first = Theme.objects.get().retired_at
    as_mia.post(url)
    assert Theme.objects.get().retired_at == first


def test_an_ambassador_cannot_retire_a_theme(as_ann, programme, theme):
    url = reverse("themes:theme_retirement", args=[programme.slug, theme.slug])
    assert as_ann.post(url).status_code == 403
    theme.refresh_from_db()
    assert theme.is_live


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_ten(as_mia, programme, theme):
    url = reverse("themes:theme_list", args=[programme.slug])
    theme.terms.create(kind="keyword", language="en", text="heat")
    as_mia.get(url)
    with CaptureQueriesContext(connection) as few:
        as_mia.get(url)
    for other in factories.ThemeFactory.create_batch(9, programme=programme):
        other.terms.create(kind="keyword", language="en", text="heat")
    with CaptureQueriesContext(connection) as many:
        as_mia.get(url)
    assert len(many) == len(few)


def test_another_app_adds_a_panel_to_the_page(as_mia, programme, theme, monkeypatch):
    from themes import panels

    monkeypatch.setattr(panels, "_panels", {})
    panels.register(Theme, "people", lambda one: panels.Panel("themes/_five.html", {"value": 3}))
    panels.register(Theme, "silent", lambda one: None)
    response = as_mia.get(theme.get_absolute_url())
    assert [panel.template for panel in response.context["panels"]] == ["themes/_five.html"]
