"""Events and videos are shared like stories; each goes out with what people need of it."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from ambassadors import agenda
from cms import structured
from cms.models import EventPage, StoryIndexPage, VideoPage
from themes.models import Organisation


@pytest.fixture(autouse=True)
def stories(db):
    return StoryIndexPage.objects.get()


def _event(stories, **fields):
    begins = timezone.now() + timedelta(days=3)
    fields = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "place": "Assen", "language": "en"} | fields
    return stories.add_child(instance=EventPage(title="Open evening", slug="open-evening", **fields))


def _form(**fields):
    common = {"slug": "new", "language": "en", "priority": 2}
    sets = {"variants": inline_formset([]), "comments": inline_formset([])}
    return nested_form_data(common | sets | fields | {"action-publish": "1"})


def test_an_event_can_be_read_found_among_the_stories_and_put_in_a_calendar(client, stories):
    event = _event(stories)
    assert "Assen" in client.get(event.url).text
    assert "Open evening" in client.get(stories.url).text
    answer = client.get(event.calendar_path)
    (found,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(found["summary"]), str(found["location"])) == ("Open evening", "Assen")
    assert found["dtstart"].dt == event.starts_at.replace(microsecond=0)
    event.live = False
    event.save()
    assert client.get(event.calendar_path).status_code == 404


def test_an_event_stands_in_the_calendar_of_those_it_is_for(stories, ann, bob):
    event = _event(stories)
    event.audience_teams = [bob.team]
    event.save()
    assert [found.title for found in agenda.coming(bob)] == ["Open evening"]
    assert agenda.coming(ann) == []


def test_search_engines_are_told_when_and_where_an_event_is(stories):
    event = _event(stories, online_url="https://meet.example/1")
    data = structured.of_page(event, Organisation.load())
    assert data["@type"] == "Event"
    assert data["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert data["startDate"] == timezone.localtime(event.starts_at).isoformat(timespec="seconds")


def test_an_event_does_not_go_out_without_a_time_and_a_place(as_ed, stories):
    address = reverse("wagtailadmin_pages:add", args=["cms", "eventpage", stories.pk])
    page = as_ed.post(address, _form(title="Open evening", description=rich_text("<p>Come.</p>"))).text
    assert "Say when it begins." in page
    assert "Say where it is, or the address where it can be followed." in page
    assert not EventPage.objects.live().exists()
    backwards = {"starts_at": "2026-12-01 20:00", "ends_at": "2026-12-01 19:00", "place": "Assen"}
    data = _form(title="Open evening", description=rich_text("<p>Come.</p>"), **backwards)
    assert "It ends after it begins." in as_ed.post(address, data).text
    data = _form(
        title="Open evening", description=rich_text("<p>Come.</p>"), starts_at="2026-12-01 20:00", place="Assen"
    )
    as_ed.post(address, data)
    assert EventPage.objects.live().count() == 1


def test_a_video_does_not_go_out_without_its_words(as_ed, client, stories):
    address = reverse("wagtailadmin_pages:add", args=["cms", "videopage", stories.pk])
    fields = {"title": "Night shift", "video_url": "https://video.example/1", "minutes": 2}
    page = as_ed.post(address, _form(**fields, transcript=rich_text(""))).text
    assert "Write down what is said and shown" in page
    assert not VideoPage.objects.live().exists()
    as_ed.post(address, _form(**fields, transcript=rich_text("<p>It is half past four.</p>")))
    shown = client.get(VideoPage.objects.get().url).text
    assert "It is half past four." in shown
    assert "Watch it (2 minutes)" in shown
    assert "<iframe" not in shown
