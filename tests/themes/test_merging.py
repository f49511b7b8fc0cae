"""Two themes become one: what is ahead goes along, the past keeps its name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors.models import RoleAssignment, ThemeLink
from cms.models import FeedSource
from tests import factories
from themes.models import Stakeholder, Theme


@pytest.fixture
def other(programme):
    return factories.ThemeFactory(programme=programme, name="Warmth", slug="warmth")


@pytest.fixture
def url(theme):
    return reverse("themes:theme_merge", args=[theme.programme.slug, theme.slug])


def test_what_is_ahead_goes_along_and_the_past_keeps_its_name(as_mia, programme, theme, other, url, ann, bob):
    theme.terms.create(kind="keyword", language="en", text="boiler")
    for one in (theme, other):
        one.terms.create(kind="keyword", language="en", text="heat")
    outside = Stakeholder.objects.create(programme=programme, name="Eva", kind="influencer")
    outside.themes.add(theme)
    for url_, state in (("https://e.example/1", "waiting"), ("https://e.example/2", "answered")):
        said = theme.conversations.create(
            programme=programme, author="Jo", text="Hot?", url=url_, said_at=timezone.now(), state=state
        )
        said.matches.create(theme=theme, words=["hot"])
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="accepted")
    ThemeLink.objects.create(ambassador=bob, theme=theme, state="declined")
    role = factories.RoleFactory()
    RoleAssignment.objects.create(
        ambassador=ann, role=role, theme=theme, starts_on=timezone.localdate() - timedelta(days=9)
    )
    piece = factories.article(themes=[theme])
    share = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme)
    feed = FeedSource.objects.create(name="Feed", location="https://f.example/", theme=theme)

    assert as_mia.post(url, {"target": other.pk}).url == other.get_absolute_url()

    theme.refresh_from_db()
    assert (theme.is_live, theme.merged_into) == (False, other)
    assert sorted(str(term) for term in other.terms.all()) == ["boiler", "heat"]
    assert set(outside.themes.all()) == {theme, other}
    assert [one.url for one in other.conversations.all()] == ["https://e.example/1"]
    assert [match.theme for match in other.conversations.get().matches.all()] == [other]
    assert [match.theme for match in theme.conversations.get().matches.all()] == [theme]
    assert [(link.ambassador, link.state) for link in other.theme_links.all()] == [(ann, "accepted")]
    assert theme.theme_links.get().ambassador == bob
    assert RoleAssignment.objects.current().get().theme == other
    assert set(piece.themes.all()) == {theme, other}
    share.refresh_from_db()
    feed.refresh_from_db()
    assert (share.theme, feed.theme) == (theme, other)
    assert ModelLogEntry.objects.get(action="themes.merge").data["into"] == "Warmth"
    assert "goes on as" in as_mia.get(theme.get_absolute_url()).content.decode()
    assert theme.name in as_mia.get(other.get_absolute_url()).content.decode()


def test_who_has_the_same_there_keeps_that(as_mia, theme, other, url, ann):
    role = factories.RoleFactory()
    for one in (theme, other):
        ThemeLink.objects.create(ambassador=ann, theme=one, state="accepted")
        RoleAssignment.objects.create(ambassador=ann, role=role, theme=one)
    as_mia.post(url, {"target": other.pk})
    assert other.theme_links.count() == 1
    assert RoleAssignment.objects.current().get().theme == other


def test_merged_twice_is_merged_once(as_mia, theme, other, url):
    third = factories.ThemeFactory(programme=theme.programme)
    as_mia.post(url, {"target": other.pk})
    as_mia.post(url, {"target": third.pk})
    theme.refresh_from_db()
    assert theme.merged_into == other
    assert ModelLogEntry.objects.filter(action="themes.merge").count() == 1


@pytest.mark.parametrize("which", ["self", "elsewhere", "retired", "nothing"])
def test_a_theme_merges_only_into_another_that_is_live_here(as_mia, theme, other, url, which):
    elsewhere = factories.ThemeFactory()
    other.retire()
    target = {"self": theme.pk, "elsewhere": elsewhere.pk, "retired": other.pk, "nothing": ""}[which]
    assert as_mia.post(url, {"target": target}).status_code == 422
    assert Theme.objects.get(pk=theme.pk).is_live


def test_an_ambassador_may_not_merge(as_ann, theme, other, url):
    assert as_ann.post(url, {"target": other.pk}).status_code == 403
    assert Theme.objects.get(pk=theme.pk).is_live
