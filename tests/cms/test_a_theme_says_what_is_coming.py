"""The page of a theme tells its manager what the plan holds for it; editors alone change the plan."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms import theme_panels
from cms.models import MakingStep, PlannedPiece, Spreading
from tests import factories


@pytest.fixture
def story(theme):
    return factories.StoryFactory(theme=theme, title="A cold week")


def _piece(story, days, **fields):
    return factories.PlannedPieceFactory(story=story, goes_out_on=timezone.localdate() + timedelta(days=days), **fields)


def _shown(theme):
    return [(piece.title, str(piece.state.value)) for piece in theme_panels.coming(theme).context["pieces"]]


def _state(piece):
    return PlannedPiece.objects.for_the_plan().get(pk=piece.pk).state


def test_what_goes_out_in_six_weeks_is_told_with_how_far_it_is(theme, story):
    made, page = timezone.now(), factories.article(live=False)
    approved = factories.article(live=False)
    revision = approved.save_revision()
    revision.approved_go_live_at = timezone.now() + timedelta(days=6)
    revision.save()
    pieces = [
        _piece(story, 0, title="Today", page=factories.article()),
        _piece(story, 5, title="Approved", page=approved),
        _piece(story, 6, title="Draft", page=page),
        _piece(story, 7, title="Embargo", page=factories.article(share_from=timezone.now() + timedelta(days=7))),
        _piece(story, 8, title="Made"),
        _piece(story, 9, title="Half"),
        _piece(story, 42, title="Nothing yet"),
    ]
    MakingStep.objects.create(piece=pieces[4], title="Film it", done_at=made)
    MakingStep.objects.create(piece=pieces[5], title="Film it", done_at=made)
    MakingStep.objects.create(piece=pieces[5], title="Write it")
    _piece(story, -1, title="Yesterday", page=factories.article())
    _piece(story, 43, title="Much later")
    factories.PlannedPieceFactory(story=story, title="In reserve")
    _piece(factories.StoryFactory(), 3, title="Of another theme")
    shown = _shown(theme)
    assert shown == [
        ("Today", "live"),
        ("Approved", "ready"),
        ("Draft", "making"),
        ("Embargo", "ready"),
        ("Made", "ready"),
        ("Half", "making"),
        ("Nothing yet", "making"),
    ]
    assert [state for _title, state in shown] == [_state(piece) for piece in pieces]


def test_what_is_late_comes_first_and_what_is_spread_again_on_that_day(theme, story, as_mia):
    today = timezone.localdate()
    told = _piece(story, -30, title="Told", page=factories.article())
    for days in (20, 4, -3):
        Spreading.objects.create(piece=told, day=today + timedelta(days=days))
    soon = factories.article(share_from=timezone.now() + timedelta(days=2))
    _piece(story, -2, title="Embargo", page=soon)
    _piece(story, -9, title="Nothing yet")
    behind = _piece(story, 5, title="Behind")
    MakingStep.objects.create(piece=behind, title="Film it", due_on=today - timedelta(days=1))
    pieces = theme_panels.coming(theme).context["pieces"]
    assert [(piece.title, piece.is_late, (piece.seen_on - today).days) for piece in pieces] == [
        ("Nothing yet", True, -9),
        ("Embargo", True, -2),
        ("Told", False, 4),
        ("Behind", True, 5),
    ]
    page = as_mia.get(theme.get_absolute_url()).text
    assert (page.count(">late<"), page.count("again ·")) == (3, 1)


def test_however_much_is_planned_it_is_asked_once(theme, story, django_assert_num_queries):
    for day in range(9):
        _piece(story, day, page=factories.article(live=False) if day % 2 else None)
    with django_assert_num_queries(1):
        panel = theme_panels.coming(theme)
        states = {piece.state for piece in panel.context["pieces"]}
    assert states == {"making"}
    assert (len(panel.context["pieces"]), panel.context["has_more"]) == (8, True)


def test_a_manager_reads_it_and_has_no_way_to_change_it(as_mia, as_ed, theme, story):
    empty = as_mia.get(theme.get_absolute_url()).content.decode()
    assert "The content plan holds nothing for it in the next 6 weeks." in empty
    _piece(story, 3, title="First frost", kind="video")
    page = as_mia.get(theme.get_absolute_url()).content.decode()
    assert "What is coming" in page
    assert "First frost" in page
    assert "being made" in page
    assert "/cms/plan/" not in page
    assert as_mia.get("/cms/plan/").status_code in (302, 403)
    assert as_ed.get("/cms/plan/", {"theme": theme.pk}).status_code == 200
