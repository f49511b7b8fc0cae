"""The people outside whose contact somebody keeps: who goes cold, what was said, and a moment noted in two taps."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors import own_contacts
from ambassadors.models import Contact, ContactMoment
from themes.models import Conversation, Stakeholder

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
PAGE = "/app/contacts/"


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def eva(programme, ann):
    return _kept(programme, ann, "Eva", days_ago=60, influence=5)


def _kept(programme, person, name, *, days_ago=0, **fields):
    someone = Stakeholder.objects.create(programme=programme, name=name, **{"kind": "influencer", **fields})
    Contact.objects.create(
        stakeholder=someone, ambassador=person, since=timezone.localdate() - timedelta(days=days_ago)
    )
    return someone


def _note(client, someone, **sent):
    sent = {"happened_on": timezone.localdate().isoformat(), "way": "call", "note": "", **sent}
    return client.post(reverse("ambassadors:my_contact_moment", args=[someone.pk]), sent, follow=True)


def test_who_goes_cold_first_stands_first_and_rivals_are_only_watched(programme, ann, eva):
    _kept(programme, ann, "Cold", days_ago=121)
    _kept(programme, ann, "Rival", days_ago=500, kind="competitor")
    today = timezone.localdate()
    found = [(str(one.stakeholder), one.warmth.cold_on, one.warmth.is_cold) for one in own_contacts.of(ann)]
    assert found == [("Cold", today, True), ("Eva", today + timedelta(days=1), False), ("Rival", None, False)]


def test_a_moment_is_noted_without_words_and_taken_back_once(as_ann, as_bob, ann, eva):
    response = _note(as_ann, eva)
    moment = ContactMoment.objects.get()
    assert (moment.by, moment.way, moment.note, moment.happened_on) == (ann.user, "call", "", timezone.localdate())
    [one] = own_contacts.of(ann)
    assert one.warmth.cold_on == timezone.localdate() + timedelta(days=61)
    assert "called · Ann Jansen" in response.content.decode()
    undoing = next(iter(response.context["messages"])).extra_tags
    assert as_bob.post(undoing).status_code == 404
    assert ContactMoment.objects.count() == 1
    as_ann.post(undoing)
    assert not ContactMoment.objects.exists()
    assert as_ann.post(undoing).status_code == 404


def test_the_same_click_twice_is_one_moment_and_one_line_in_the_history(as_ann, eva):
    _note(as_ann, eva)
    assert "the log has that already" in _note(as_ann, eva).content.decode()
    assert ContactMoment.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="ambassadors.note_contact").count() == 1
    _note(as_ann, eva, way="mail")
    assert ContactMoment.objects.count() == 2


def test_only_who_keeps_the_contact_notes_and_never_ahead(as_ann, as_bob, eva):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert _note(as_bob, eva).status_code == 404
    assert _note(as_ann, eva, way="dreamt").status_code == 404
    assert "Nothing was noted" in _note(as_ann, eva, happened_on=tomorrow).content.decode()
    assert not ContactMoment.objects.exists()


def test_the_page_says_what_they_said_and_who_spoke_with_them_and_is_ones_own(as_ann, as_bob, programme, mia, eva):
    for number in range(4):
        ContactMoment.objects.create(
            stakeholder=eva, by=mia, happened_on=timezone.localdate() - timedelta(days=number), note=f"Talk {number}."
        )
    for number in range(2):
        Conversation.objects.create(
            programme=programme,
            stakeholder=eva,
            author="Eva",
            text=f"Word {number}.",
            said_at=NOON - timedelta(days=number),
        )
    shown = as_ann.get(PAGE).content.decode()
    assert [f"Talk {number}." in shown for number in range(4)] == [True, True, True, False]
    assert ("Word 0." in shown, "Word 1." in shown) == (True, False)
    assert "Word 0." not in as_bob.get(PAGE).content.decode()


def test_ten_contacts_take_as_many_queries_as_one(as_ann, ann, programme, eva, django_assert_num_queries):
    with django_assert_num_queries(4):
        own_contacts.of(ann)
    for number in range(9):
        _kept(programme, ann, f"N{number}")
    with django_assert_num_queries(4):
        own_contacts.of(ann)
