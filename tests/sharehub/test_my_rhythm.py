"""When somebody shares and what they carry, beside what they have time for: theirs alone."""

from datetime import UTC, datetime, timedelta

import pytest

from ambassadors import privacy
from ambassadors.models import AnswerRequest, Question
from sharehub import rhythm
from sharehub.models import PlanPreferences
from tests import factories
from themes.models import Conversation

PAGE = "/app/rhythm/"
# A Wednesday; people's clocks stand two hours later.
NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def _shared(person, at, **fields):
    fields = {"state": "confirmed", "confirmed_at": at, "created_at": at, **fields}
    return factories.ShareFactory(ambassador=person, **fields)


def test_posts_count_by_the_persons_own_week_and_hour(ann, bob):
    monday = datetime(2026, 9, 27, 22, 30, tzinfo=UTC)  # half past midnight there
    for at in (monday, NOON, NOON, NOON - timedelta(weeks=25), NOON - timedelta(weeks=26)):
        _shared(ann, at)
    _shared(ann, NOON, state="opened", confirmed_at=None)
    _shared(bob, NOON)
    found = rhythm.rhythm(ann)
    assert [number for _monday, number in found.weeks] == [1, *[0] * 24, 3]
    assert (found.by_hour[0][0], found.by_hour[2][7], found.posts) == (1, 3, 4)
    assert found.habit == "When you share: too few posts yet to see a habit"
    _shared(ann, NOON)
    assert rhythm.rhythm(ann).habit == "You share most on Wednesday between 14:00 and 16:00"
    for _number in range(4):
        _shared(ann, NOON - timedelta(hours=3))
    assert rhythm.rhythm(ann).habit == "You share most on Wednesday"
    for _number in range(4 - 1):
        _shared(ann, monday)
    assert rhythm.rhythm(ann).habit == "You share at several times of the week alike"


def test_what_is_asked_stands_beside_the_time_one_has(as_ann, ann, theme, programme):
    role = factories.RoleFactory(expected_number=2, expected_per="month")
    seldom = factories.RoleFactory(expected_number=1, expected_per="quarter")
    for one in (role, seldom):
        ann.role_assignments.create(role=one, theme=theme)
    for number, state in enumerate(["answered", "offered", "declined"]):
        heard = Conversation.objects.create(programme=programme, text=f"{number}", said_at=NOON)
        AnswerRequest.objects.create(conversation=heard, ambassador=ann, state=state, ended_at=NOON)
    asker = factories.AmbassadorFactory()
    times = {"asked_at": NOON, "due_at": NOON, "escalates_at": NOON}
    Question.objects.create(programme=programme, asker=asker, expert=ann, text="How?", language="en", **times)
    load = rhythm.load(ann)
    assert (round(load.of_roles, 2), load.questions, load.asked, load.answers) == (2.33, 3, 5, 1)
    assert (load.time, load.is_too_much) == (None, False)
    assert load.waiting == rhythm.Waiting(questions=1, outside=1, reminders=0, choices=0, contacts=0)
    as_ann.post(PAGE, {"times_a_month": "4"})
    assert "That is more than you have time for." in as_ann.get(PAGE).content.decode()
    as_ann.post(PAGE, {"times_a_month": "8"})
    assert "It fits what you have time for." in as_ann.get(PAGE).content.decode()
    assert privacy.personal_data(ann)["pace"] == [{"most_per_day": 2, "times_a_month": 8}]


def test_nonsense_changes_nothing_and_no_answer_takes_it_back(as_ann, as_bob, ann):
    as_ann.post(PAGE, {"times_a_month": "4"})
    assert as_ann.post(PAGE, {"times_a_month": "5"}).status_code == 422
    as_bob.post(PAGE, {"times_a_month": "1"})
    assert PlanPreferences.objects.get(ambassador=ann).times_a_month == 4
    as_ann.post(PAGE, {"times_a_month": ""})
    assert PlanPreferences.objects.get(ambassador=ann).times_a_month is None


def test_others_are_sent_away(client, as_mia):
    assert client.get(PAGE).status_code == 302
    assert as_mia.get(PAGE).status_code == 403


def test_a_thousand_posts_take_as_many_queries_as_none(as_ann, ann, django_assert_max_num_queries):
    piece = factories.article()
    for _number in range(3):
        _shared(ann, NOON, piece=piece)
    with django_assert_max_num_queries(19):
        as_ann.get(PAGE)
