"""Themes, goals and roles read in the language of whoever reads them, where somebody wrote them in that one."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import translation

from ambassadors.models import Role, ThemeLink
from tests.themes.test_themes import THEME
from themes import undo
from themes.actions.programmes import copy_programme
from themes.listening.items import Item
from themes.listening.matching import Matcher
from themes.models import Goal, Programme, Theme
from themes.models.languages import as_written

pytestmark = pytest.mark.django_db
DUTCH = {"name": "Warmtenetten", "summary": "Warmte van ons allen.", "audience": "Bewoners"}


@pytest.fixture
def theme(theme):
    """Written in English first, and in Dutch but for its key messages."""
    theme.summary, theme.audience, theme.key_messages = "Heat as a common good.", "Residents", "We dig once"
    theme.language, theme.translations = "en", {"nl": DUTCH}
    theme.save()
    return theme


def _edit(theme):
    return reverse("themes:theme_edit", args=[theme.programme.slug, theme.slug])


def test_each_reads_their_own_language_and_else_what_was_written_first(theme):
    with translation.override("nl"):
        assert (str(theme), theme.summary, theme.key_messages) == (
            "Warmtenetten",
            "Warmte van ons allen.",
            "We dig once",
        )
    with translation.override("en"):
        assert (str(theme), theme.summary) == ("Heat networks", "Heat as a common good.")
    with translation.override(None):
        assert str(theme) == "Heat networks"


def test_what_was_written_first_stays_whoever_saves_reads_copies_or_undoes(theme, mia):
    with translation.override("nl"):
        theme.refresh_from_db()
        theme.full_clean()
        token = undo.keep_fields(theme, ["audience"], owner=mia.pk, back="/")
        theme.retire()
        theme.save()
        undo.put_back(undo.take(token, owner=mia.pk))
        theme.retired_at = None
        theme.save()
        copy = Programme(name="Next", starts_on="2030-01-01", ends_on="2030-12-31")
        copy_programme(source=theme.programme, programme=copy, parts=["themes", "goals"], by=mia)
        assert str(copy.themes.get()) == "Warmtenetten"
    for one in (theme.pk, copy.themes.get().pk):
        row = Theme.objects.values("name", "summary", "audience", "translations").get(pk=one)
        assert row == {
            "name": "Heat networks", "summary": "Heat as a common good.", "audience": "Residents", "translations": {"nl": DUTCH}
        }  # fmt: skip


def test_a_theme_is_written_in_two_languages_on_one_form_whichever_the_manager_reads(as_mia, mia, theme):
    mia.language = "nl"
    mia.save()
    shown = as_mia.get(_edit(theme))
    form = shown.context["form"]
    assert (form["name"].value(), form["name_nl"].value()) == ("Heat networks", "Warmtenetten")
    assert "<details" in shown.content.decode()
    version = form["version"].value()
    written = {"name_nl": "Warmte", "summary_nl": "", "audience_nl": "Bewoners", "key_messages_nl": "Eén keer graven"}
    assert as_mia.post(_edit(theme), {**THEME, **written, "version": version}).status_code == 302
    with as_written():
        theme = Theme.objects.get()
        assert (theme.name, theme.summary, theme.language) == ("Heat networks", "Heat as a common good.", "en")
    assert theme.translations == {"nl": {"name": "Warmte", "audience": "Bewoners", "key_messages": "Eén keer graven"}}


def test_nothing_in_another_language_is_needed(as_mia, theme):
    as_mia.post(_edit(theme), THEME)
    theme.refresh_from_db()
    assert (theme.language, theme.translations) == ("", {})
    with translation.override("nl"):
        assert str(theme) == "Heat networks"


def test_the_second_of_two_is_told_of_the_other_language_as_well(as_mia, theme):
    opened = re.search(r'name="version" value="([^"]+)"', as_mia.get(_edit(theme)).content.decode())[1]
    theme.translations = {"nl": {**DUTCH, "name": "Warmtenet"}}
    theme.save()
    refused = as_mia.post(_edit(theme), {**THEME, "name_nl": "Warmte", "version": opened})
    assert refused.status_code == 409
    assert ("Warmtenet", "Warmte") in [(one.stands, one.written) for one in refused.context["differences"]]
    assert Theme.objects.get().translations["nl"]["name"] == "Warmtenet"


def test_too_long_a_name_in_another_language_is_refused_where_it_stands(as_mia, theme):
    response = as_mia.post(_edit(theme), {**THEME, "name_nl": "x" * 81})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name_nl"]
    assert '<details class="stack" open>' in response.content.decode()
    assert Theme.objects.get().translations == {"nl": DUTCH}


def test_goals_have_it_too(as_mia, mia, goal):
    url = reverse("themes:goal_form", args=[goal.programme.slug, goal.pk])
    dutch = {"title_nl": "Mensen kennen ons om warmte", "description_nl": ""}
    as_mia.post(url, {"title": goal.title, "kind": "awareness", "beneficiary": "organisation", **dutch})
    assert Goal.objects.get().translations == {"nl": {"title": "Mensen kennen ons om warmte"}}
    mia.language = "nl"
    mia.save()
    page = as_mia.get(reverse("themes:goal_list", args=[goal.programme.slug])).content.decode()
    assert "Mensen kennen ons om warmte" in page
    assert goal.title not in page


def test_a_role_of_ones_own_has_it_too(as_mia, mia, theme):
    url = reverse("ambassadors:role_new", args=[theme.programme.slug])
    fields = {"name": "Photographer", "description": "Shows what words do not.", "expectation": "One picture a month."}
    dutch = {
        "name_nl": "Fotograaf",
        "description_nl": "Laat zien wat woorden niet doen.",
        "expectation_nl": "",
        "guidance_nl": "",
    }
    assert as_mia.post(url, {**fields, **dutch}).status_code == 302
    with as_written():
        assert Role.objects.get().name == "Photographer"
    mia.language = "nl"
    mia.save()
    page = as_mia.get(reverse("ambassadors:role_list", args=[theme.programme.slug])).content.decode()
    assert "Fotograaf" in page
    assert "Photographer" not in page
    assert "One picture a month." in page


def test_people_and_visitors_read_it_in_their_own_language(as_ann, ann, client, theme):
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="accepted")
    ann.user.language = "nl"
    ann.user.save()
    assert "Warmtenetten" in as_ann.get(reverse("sharehub:feed")).content.decode()
    for language, name in (("nl", "Warmtenetten"), ("en", "Heat networks")):
        page = client.get(reverse("cms:theme", args=[theme.slug]), headers={"Accept-Language": language})
        assert f"<title>{name}" in page.content.decode()


def test_what_is_heard_is_matched_by_its_name_in_every_language(theme):
    item = Item("1", "", "Jo", "", "", "Warmtenetten in Assen", "", datetime(2026, 11, 20, tzinfo=UTC))
    assert [match.theme_id for match in Matcher.for_themes([theme]).matches(item, "nl")] == [theme.pk]
