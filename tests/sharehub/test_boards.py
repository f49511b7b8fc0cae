"""Boards: chosen, under a name of one's own, teams by their average, and one's own place for oneself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors import privacy
from ambassadors.models import Ambassador, Team
from sharehub import actions, tasks
from sharehub.models import LedgerEntry
from sharehub.recognition import boards
from tests import factories
from themes.models import Organisation

JOIN, LEAVE, BOARD = "/app/board/membership/", "/app/board/departure/", "/app/board/"


def earn(ambassador, points, days_ago=0):
    number = LedgerEntry.objects.count()
    at = timezone.now() - timedelta(days=days_ago)
    LedgerEntry.objects.create(
        ambassador=ambassador, points=points, rule="share", reason="share", key=f"test:{number}", created_at=at
    )


def people_of(team, *points):
    for each in points:
        person = factories.AmbassadorFactory(team=team)
        if each:
            earn(person, each)


def lines(client, **query):
    context = client.get(BOARD, query).context
    return [(line.place, line.name, line.points, line.is_mine) for line in context["lines"]]


def on_board():
    return [boards.name_of(person) for person in Ambassador.objects.filter(is_on_board=True)]


def test_nobody_is_on_the_board_who_did_not_choose_to(as_ann, ann, bob):
    earn(ann, 30)
    earn(bob, 50)
    assert lines(as_ann) == []
    as_ann.post(JOIN, {"shown_as": "own"})
    assert lines(as_ann) == [(1, str(ann), 30, True)]


def test_equals_share_a_place_and_what_went_back_counts_no_more(as_ann, ann, bob):
    third, fourth = factories.AmbassadorFactory(), factories.AmbassadorFactory()
    for person, points in ((ann, 30), (bob, 30), (third, 10), (fourth, 10)):
        earn(person, points)
        actions.join_board(ambassador=person)
    earn(fourth, -10)
    assert [(place, points) for place, _name, points, _mine in lines(as_ann)] == [(1, 30), (1, 30), (3, 10)]


def test_a_period_counts_its_own_points(as_ann, ann):
    actions.join_board(ambassador=ann)
    earn(ann, 5)
    earn(ann, 40, days_ago=60)
    assert lines(as_ann) == [(1, str(ann), 5, True)]
    assert lines(as_ann, period="quarter") == [(1, str(ann), 45, True)]
    assert lines(as_ann, period="week") == lines(as_ann, period="nonsense") == [(1, str(ann), 5, True)]


def test_ones_own_place_is_shown_without_being_on_the_board_and_to_nobody_else(as_ann, as_bob, ann, bob):
    earn(ann, 10)
    earn(bob, 30)
    page = as_ann.get(BOARD)
    assert (page.context["place"], page.context["people"], page.context["points"]) == (2, 2, 10)
    assert str(bob) not in page.text
    assert str(ann) not in as_bob.get(BOARD).text


def test_another_name_hides_the_person(as_ann, as_bob, ann):
    earn(ann, 10)
    assert as_ann.post(JOIN, {"shown_as": "other", "pseudonym": "  North   wind "}).status_code == 302
    page = as_bob.get(BOARD)
    assert "North wind" in page.text
    assert str(ann) not in page.text
    assert ann.user.last_name not in page.text


@pytest.mark.parametrize("name", ["", "   ", "x" * 41])
def test_a_name_has_to_be_one(as_ann, name):
    answer = as_ann.post(JOIN, {"shown_as": "other", "pseudonym": name})
    assert answer.status_code == 422
    assert answer.context["form"].errors["pseudonym"]
    assert not on_board()


def test_nobody_takes_a_colleagues_name(as_ann, bob):
    actions.join_board(ambassador=bob, pseudonym="North wind")
    for taken in (str(bob).upper(), "north WIND"):
        answer = as_ann.post(JOIN, {"shown_as": "other", "pseudonym": taken})
        assert answer.status_code == 422
        assert "has this name already" in answer.text
    assert on_board() == ["North wind"]


def test_joining_twice_changes_the_name_and_leaving_twice_changes_nothing(as_ann, ann):
    earn(ann, 10)
    as_ann.post(JOIN, {"shown_as": "own"})
    as_ann.post(JOIN, {"shown_as": "other", "pseudonym": "North wind"})
    assert on_board() == ["North wind"]
    assert lines(as_ann) == [(1, "North wind", 10, True)]
    for _time in range(2):
        assert as_ann.post(LEAVE).status_code == 302
        assert not on_board()
    assert lines(as_ann) == []


def test_a_team_is_judged_by_everybody_in_it_who_takes_part(as_ann, db):
    eager, calm = (factories.TeamFactory(name=name) for name in ("Eager", "Calm"))
    people_of(eager, 100, 10, 10, 10, 10, 0, 0, 0, 0, 0)
    people_of(calm, 20, 20, 20, 20, 20)
    teams = as_ann.get(BOARD).context["teams"]
    assert [(line.place, line.name, line.points) for line in teams] == [(1, "Calm", 20.0), (2, "Eager", 14.0)]


def test_a_team_in_which_few_earned_points_is_not_shown(as_ann, db):
    organisation = Organisation.load()
    organisation.minimum_group_size = 5
    organisation.save()
    small = factories.TeamFactory(name="Small")
    people_of(small, 100, 10, 10, 10, 0, 0)
    page = as_ann.get(BOARD)
    assert page.context["teams"] == []
    assert "Small" not in page.text
    assert Team.objects.filter(name="Small").exists()


def test_who_left_is_on_no_board_and_the_name_is_gone(as_bob, ann):
    earn(ann, 10)
    actions.join_board(ambassador=ann, pseudonym="North wind")
    assert len(lines(as_bob)) == 1
    privacy.erase(ann)
    boards.forget_standings()
    assert lines(as_bob) == []
    assert not on_board()


def test_the_boards_are_for_ambassadors(client, as_hanna):
    assert client.get(BOARD).status_code == 302
    assert as_hanna.get(BOARD).status_code == 403
    assert as_hanna.post(JOIN, {"shown_as": "own"}).status_code == 403
    assert not on_board()


def test_what_is_slow_to_count_is_kept_and_renewed_by_the_worker(as_ann, ann, settings, time_machine):
    settings.KEPT_FROM_SECONDS = 0
    actions.join_board(ambassador=ann)
    earn(ann, 10)
    assert lines(as_ann) == [(1, str(ann), 10, True)]
    earn(ann, 10)
    assert lines(as_ann) == [(1, str(ann), 10, True)]
    time_machine.move_to(timezone.now() + timedelta(minutes=4))
    for _time in range(2):
        tasks.count_boards()
    assert lines(as_ann) == [(1, str(ann), 20, True)]


def test_a_name_is_as_free_on_ones_own_page_as_on_the_board(as_ann, ann, bob):
    actions.join_board(ambassador=bob, pseudonym="North wind")
    for taken in (str(bob).lower(), "North  Wind"):
        answer = as_ann.post("/app/me/privacy/", {"is_on_board": "on", "pseudonym": taken})
        assert "has this name already" in answer.text
    ann.refresh_from_db()
    assert (ann.is_on_board, ann.pseudonym) == (False, "")
