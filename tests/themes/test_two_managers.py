"""Two managers in the same form: the second is told, and loses nothing."""

import re

from django.test import Client
from django.urls import reverse

from tests.themes.test_themes import THEME
from themes.forms.versions import VersionedForm
from themes.models import Theme

PLAIN = THEME | {"hashtag_en": "", "hashtag_nl": ""}


def _fields(response):
    """What a browser would send of the page: its hidden version."""
    return {"version": re.search(r'name="version" value="([^"]+)"', response.content.decode())[1]}


def _url(theme):
    return reverse("themes:theme_edit", args=[theme.programme.slug, theme.slug])


def test_the_second_of_two_is_told_and_keeps_what_they_wrote(as_mia, mia, theme):
    other = Client()
    other.force_login(mia, backend="django.contrib.auth.backends.ModelBackend")
    url = _url(theme)
    opened, opened_too = _fields(as_mia.get(url)), _fields(other.get(url))
    assert as_mia.post(url, PLAIN | opened | {"tone": "Warm"}).status_code == 302

    refused = other.post(url, PLAIN | opened_too | {"tone": "Dry and short"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Warm" in page
    assert "Dry and short" in page
    assert "Mia Jansen saved it" in page
    assert Theme.objects.get().tone == "Warm"
    assert [difference.label for difference in refused.context["differences"]] == ["Tone of voice"]

    again = other.post(url, PLAIN | _fields(refused) | {"tone": "Dry and short"})
    assert again.status_code == 302
    assert Theme.objects.get().tone == "Dry and short"


def test_another_word_in_a_list_counts_as_a_change(as_mia, theme):
    url = _url(theme)
    opened = _fields(as_mia.get(url))
    theme.terms.create(kind="keyword", language="en", text="boiler")
    refused = as_mia.post(url, PLAIN | opened)
    assert refused.status_code == 409
    assert list(theme.terms.values_list("text", flat=True)) == ["boiler"]


def test_who_has_the_newest_page_just_saves(as_mia, theme):
    url = _url(theme)
    for tone in ("Warm", "Warmer"):
        assert as_mia.post(url, PLAIN | _fields(as_mia.get(url)) | {"tone": tone}).status_code == 302
    assert Theme.objects.get().tone == "Warmer"


def test_a_new_row_has_no_version(as_mia, programme):
    class NewTheme(VersionedForm):
        class Meta:
            model = Theme
            fields = ["name", "hue"]

    form = NewTheme({"name": "Heat", "hue": "30", "version": ""}, instance=Theme(programme=programme))
    assert form.is_valid()
    assert form.current_version() == ""


def test_of_two_in_the_readiness_check_the_second_is_told(as_mia, programme):
    url = reverse("themes:readiness", args=[programme.slug])
    item = programme.readiness_items.create(key="values", evidence="Book")
    opened = re.search(r'name="values-version" value="([^"]+)"', as_mia.get(url).content.decode())[1]
    assert as_mia.post(url, {"values-evidence": "Film", "values-version": opened}).status_code == 302
    refused = as_mia.post(url, {"values-evidence": "Song", "values-version": opened})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Film" in page
    assert "Song" in page
    item.refresh_from_db()
    assert item.evidence == "Film"
    now = re.search(r'name="values-version" value="([^"]+)"', page)[1]
    as_mia.post(url, {"values-evidence": "Song", "values-version": now})
    item.refresh_from_db()
    assert item.evidence == "Song"


def test_of_two_who_change_a_source_the_second_is_told(as_mia, programme):
    source = programme.listening_sources.create(kind="feed", name="Blog", address="https://blog.example/feed")
    url = reverse("themes:source_edit", args=[programme.slug, source.pk])
    opened = _fields(as_mia.get(url))
    data = {"address": source.address, "every_minutes": 60}
    assert as_mia.post(url, data | opened | {"name": "Their blog"}).status_code == 302
    refused = as_mia.post(url, data | opened | {"name": "Our blog"})
    assert refused.status_code == 409
    source.refresh_from_db()
    assert source.name == "Their blog"
    assert [one.stands for one in refused.context["differences"] if one.label == "Name"] == ["Their blog"]
