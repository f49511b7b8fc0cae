"""What changed in a programme, for those who may know of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from themes import audit


@pytest.fixture
def url(programme):
    return reverse("themes:timeline", args=[programme.slug])


def test_events_stand_under_their_day_and_are_found_by_words(as_mia, mia, programme, goal, theme, url):
    audit.record(goal, audit.ADD, by=mia, programme=programme)
    audit.record(theme, audit.CHANGE, by=mia, programme=programme)
    ModelLogEntry.objects.filter(label=goal.title).update(timestamp=timezone.now() - timedelta(days=3))
    page = as_mia.get(url).content.decode()
    assert page.index(theme.name) < page.index(goal.title)
    found = as_mia.get(url, {"q": "HEAT networks", "since": timezone.localdate().isoformat()}).content.decode()
    assert f"“{theme.name}”" in found
    assert f"“{goal.title}”" not in found


def test_many_events_stand_on_several_pages(as_mia, mia, programme, goal, url):
    for _ in range(41):
        audit.record(goal, audit.CHANGE, by=mia, programme=programme)
    assert as_mia.get(url).content.decode().count("events__event") == 40
    assert as_mia.get(url, {"page": "2"}).content.decode().count("events__event") == 1


@pytest.mark.parametrize("query", [{"since": "soon"}, {"page": "x"}, {"q": "<script>alert(1)</script>"}])
def test_strange_addresses_are_borne(as_mia, mia, programme, goal, url, query):
    audit.record(goal, audit.CHANGE, by=mia, programme=programme)
    response = as_mia.get(url, query)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_empty_timeline_says_what_will_stand_there(as_mia, url):
    assert "What managers, editors and HR change is kept here." in as_mia.get(url).content.decode()


def test_an_ambassador_may_not_see_it(as_ann, url):
    assert as_ann.get(url).status_code == 403


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("Mia Jansen changed the theme “Heat networks”", "Mia Jansen gave Ann Jansen a role")),
        ("nl", ("Mia Jansen heeft het thema “Heat networks” gewijzigd", "Mia Jansen heeft Ann Jansen een rol gegeven")),
    ],
)
def test_what_changed_is_told_in_whole_sentences(as_mia, mia, ann, programme, theme, url, language, sentences):
    audit.record(theme, audit.CHANGE, by=mia, programme=programme)
    log(instance=ann, action="ambassadors.assign_role", user=mia, data={"programme": programme.pk})
    mia.language = language
    mia.save()
    page = as_mia.get(url).content.decode()
    for sentence in sentences:
        assert sentence in page
