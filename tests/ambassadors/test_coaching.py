"""A coach and a colleague: notes for the two of them, an appointment in both calendars, a feed without log-in."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors import agenda, privacy
from ambassadors.actions import coaching as actions
from ambassadors.actions.people import leave
from ambassadors.models import CalendarLink, CoachPair, Notice, PairNote, RoleAssignment
from tests import factories


def _url(name, *args):
    return reverse(f"ambassadors:{name}", args=args)


@pytest.fixture
def pair(ann, bob):
    return CoachPair.objects.create(coach=bob, ambassador=ann)


def test_the_manager_pairs_a_coach_and_both_are_told(as_mia, ann, bob, programme, theme):
    url = _url("support_pairs", programme.slug)
    RoleAssignment.objects.create(ambassador=bob, role=factories.RoleFactory(key="coach"), theme=theme)
    assert as_mia.post(url, {"coach": bob.pk, "ambassador": ann.pk}).status_code == 422
    assert not CoachPair.objects.exists()
    RoleAssignment.objects.create(
        ambassador=bob, role=factories.RoleFactory(key="buddy", rights=["coach"]), theme=theme
    )
    assert as_mia.post(url, {"coach": bob.pk, "ambassador": bob.pk}).status_code == 422
    as_mia.post(url, {"coach": bob.pk, "ambassador": ann.pk})
    assert str(CoachPair.objects.get().coach) == "Bob Jansen"
    assert Notice.objects.filter(kind="pair").count() == 2
    with pytest.raises(actions.AlreadyPaired):
        actions.pair(coach=bob, ambassador=ann, by=bob.user)
    assert CoachPair.objects.count() == 1


def test_the_two_read_each_others_notes_and_nobody_else_does(as_ann, as_bob, as_mia, mia, pair, programme):
    as_ann.post(_url("pair_notes", pair.pk), {"text": "I find video frightening."})
    assert "I find video frightening." in as_bob.get(_url("pair_detail", pair.pk)).content.decode()
    factories.AmbassadorFactory(user=mia)
    assert as_mia.get(_url("pair_detail", pair.pk)).status_code == 404
    assert as_mia.post(_url("pair_notes", pair.pk), {"text": "I read along"}).status_code == 404
    html = as_mia.get(_url("support_pairs", programme.slug)).content.decode()
    assert "Bob Jansen coaches Ann Jansen" in html
    assert "frightening" not in html
    assert PairNote.objects.count() == 1
    assert "frightening" not in str(PairNote.objects.get())


def test_only_the_author_deletes_a_note(as_ann, as_bob, ann, pair):
    note = actions.note(pair=pair, author=ann, text="Mine.")
    assert as_bob.post(_url("pair_note_bin", pair.pk, note.pk)).status_code == 404
    assert PairNote.objects.exists()
    as_ann.post(_url("pair_note_bin", pair.pk, note.pk))
    assert not PairNote.objects.exists()


def test_after_the_end_nothing_is_added(as_ann, as_bob, ann, pair):
    as_bob.post(_url("pair_end", pair.pk))
    as_ann.post(_url("pair_notes", pair.pk), {"text": "Too late."})
    assert not PairNote.objects.exists()
    with pytest.raises(actions.NotPaired):
        actions.set_appointment(pair=CoachPair.objects.get(), by=ann, meets_at=timezone.now(), meets_where="")


def test_an_appointment_stands_in_both_calendars(as_ann, ann, bob, pair):
    past = (timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert as_ann.post(_url("pair_appointment", pair.pk), {"meets_at": past}).status_code == 422
    coming = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    as_ann.post(_url("pair_appointment", pair.pk), {"meets_at": coming, "meets_where": "Canteen"})
    assert [(event.title, event.place) for event in agenda.coming(ann)] == [("Coffee with Bob Jansen", "Canteen")]
    assert [event.title for event in agenda.coming(bob)] == ["Coffee with Ann Jansen"]


def test_the_feed_opens_without_log_in_until_it_is_stopped(client, as_ann, ann, pair, time_machine):
    time_machine.move_to(datetime(2026, 10, 1, 8, 0, tzinfo=UTC))
    CoachPair.objects.update(meets_at=datetime(2026, 10, 26, 9, 0, tzinfo=UTC), meets_where="Canteen")
    as_ann.post(_url("calendar_link"))
    address = agenda.path(CalendarLink.objects.get())
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    # After the clock went back it is ten in Amsterdam, an hour after nine in UTC.
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].to_ical() == b"20261026T100000"
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    as_ann.post(_url("calendar_link"), {"renew": "1"})
    assert client.get(address).status_code == 404
    address = agenda.path(CalendarLink.objects.get())
    assert client.get(address).status_code == 200
    as_ann.post(_url("calendar_link"), {"revoke": "1"})
    assert client.get(address).status_code == 404
    assert client.get("/calendar/1-x.y.ics").status_code == 404


def test_pieces_for_the_person_stand_in_the_calendar(ann, theme):
    ann.theme_links.create(theme=theme, state="accepted")
    soon = timezone.now() + timedelta(days=3)
    factories.article(title="First frost", themes=[theme], share_from=soon, share_until=soon + timedelta(days=5))
    factories.article(title="Not my theme", themes=[factories.ThemeFactory()], share_from=soon)
    factories.article(title="Not my language", themes=[theme], share_from=soon, language="nl")
    ann.languages = ["en"]
    ann.save()
    events = agenda.coming(ann)
    assert [event.title for event in events] == ["May be shared: First frost", "Last day to share: First frost"]
    assert events[1].is_whole_day


def test_own_data_holds_the_notes_and_leaving_takes_them_away(ann, bob, pair):
    actions.note(pair=pair, author=bob, text="Likes to write in the evening.")
    actions.make_calendar_link(ambassador=ann)
    data = privacy.personal_data(ann)
    assert [row["text"] for row in data["coaching_notes"]] == ["Likes to write in the evening."]
    assert [row["with"] for row in data["coaching"]] == ["Bob Jansen"]
    address = agenda.path(CalendarLink.objects.get())
    leave(ambassador=ann)
    assert not (PairNote.objects.exists() or CoachPair.objects.exists() or CalendarLink.objects.exists())
    assert agenda.link_of(address.split("/")[-1].removesuffix(".ics")) is None
