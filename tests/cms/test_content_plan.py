"""The content plan says what cannot work, what is too much for the same people, and where nothing comes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import planning, theme_merging
from cms.actions import planning as actions
from cms.models import Article, MakingStep, PlannedPiece, Spreading, Story
from tests import factories


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def story(theme):
    return factories.StoryFactory(theme=theme, title="A cold week")


def _piece(story, **fields):
    return factories.PlannedPieceFactory(story=story, **fields)


def _again(piece):
    return PlannedPiece.objects.for_the_plan().get(pk=piece.pk)


def _shown(story, day, view=planning.View.WEEK):
    return {day.day: day for day in planning.days(planning.period(view, day))}


def test_a_piece_cannot_go_out_before_what_it_comes_after(story, today):
    first = _piece(story, title="First", goes_out_on=today + timedelta(days=5))
    second = _piece(story, goes_out_on=today + timedelta(days=5))
    second.waits_for = [first]
    second.save()
    assert planning.warnings(_again(second))[0].startswith("It comes after “First”, which goes out on ")
    first.move(None)
    assert planning.warnings(_again(second)) == ["It comes after “First”, which has no day yet."]
    first.move(today + timedelta(days=4))
    assert planning.warnings(_again(second)) == []


def test_a_piece_has_days_to_spare_between_the_last_step_and_its_day(story, today):
    piece = _piece(story, goes_out_on=today + timedelta(days=10), buffer_days=2)
    step = MakingStep.objects.create(piece=piece, title="Film it", due_on=today + timedelta(days=8))
    assert planning.warnings(_again(piece)) == []
    step.due_on = today + timedelta(days=9)
    step.save()
    assert planning.warnings(_again(piece)) == ["1 day to spare, where 2 were wanted."]
    step.due_on = today + timedelta(days=11)
    step.save()
    assert planning.warnings(_again(piece))[0].startswith("It goes out before it is made: the last step is due on ")


def test_steps_are_made_in_their_order_and_in_time(story, today):
    piece = _piece(story, goes_out_on=today + timedelta(days=30))
    MakingStep.objects.create(piece=piece, sort_order=0, title="Film", due_on=today + timedelta(days=6))
    late = MakingStep.objects.create(piece=piece, sort_order=1, title="Cut", due_on=today - timedelta(days=1))
    words = planning.warnings(_again(piece))
    assert len(words) == 2
    assert words[0].startswith("“Cut” should have been done on ")
    assert words[1] == "“Cut” is due before the step that it waits for."
    late.done_at = timezone.now()
    late.save()
    assert planning.warnings(_again(piece)) == []


def test_what_is_live_needs_no_warning_and_what_is_not_has_one_after_its_day(story, today):
    piece = _piece(story, goes_out_on=today - timedelta(days=1))
    assert planning.warnings(_again(piece)) == ["Its day has passed, and it is not live."]
    piece.page = factories.article()
    piece.save()
    assert (_again(piece).state, planning.warnings(_again(piece))) == ("live", [])


def test_five_pieces_for_the_same_people_on_a_day_are_pointed_out(story, today):
    day = today + timedelta(days=3)
    for _number in range(4):
        _piece(story, goes_out_on=day)
    assert _shown(story, day)[day].crowds == []
    _piece(story, goes_out_on=day, language="nl")
    assert _shown(story, day)[day].crowds == []
    again = _piece(story, goes_out_on=today)
    Spreading.objects.create(piece=again, day=day)
    assert _shown(story, day)[day].crowds == ["5 things on one day for everybody who reads English"]


def test_a_moment_on_the_day_itself_belongs_to_the_piece_and_counts_once(story, today):
    day = today + timedelta(days=3)
    for number in range(4):
        piece = _piece(story, title=f"Piece {number}", goes_out_on=day)
        Spreading.objects.create(piece=piece, day=day, networks=["linkedin"])
    shown = _shown(story, day)[day]
    assert shown.crowds == []
    assert [(entry.kind, entry.words) for entry in shown.entries] == [("out", "article · LinkedIn")] * 4


def test_what_is_for_a_team_is_too_much_for_the_teams_within_it_only(story, today):
    build = factories.TeamFactory(name="Build")
    welding = factories.TeamFactory(name="Welding", parent=build)
    day = today + timedelta(days=3)
    for team in (build, build, welding, welding, welding):
        piece = _piece(story, goes_out_on=day)
        piece.audience_teams = [team]
        piece.save()
    assert _shown(story, day)[day].crowds == ["5 things on one day for Welding"]


def test_gaps_name_the_theme_team_role_and_language_for_which_nothing_comes(story, theme, ann, bob, today):
    factories.ThemeFactory(programme=theme.programme, name="Hydrogen")
    expert, scout = factories.RoleFactory(name="Expert"), factories.RoleFactory(name="Scout")
    piece = _piece(story, goes_out_on=today + timedelta(days=7))
    piece.audience_teams, piece.audience_roles = [ann.team], [expert]
    piece.save()
    Spreading.objects.create(piece=piece, day=today + timedelta(days=9))  # round again, and still one piece
    _piece(story, goes_out_on=today + timedelta(weeks=planning.GAP_WEEKS, days=1), language="nl")
    gaps = planning.gaps()
    named = {gap.name: gap.count for gap in [*gaps.themes, *gaps.teams, *gaps.roles, *gaps.languages]}
    assert {"Hydrogen": 0, "Heat networks": 1, "Dutch": 0, "English": 1}.items() <= named.items()
    assert (named[ann.team.name], named[bob.team.name], named[expert.name], named[scout.name]) == (1, 0, 1, 0)
    assert gaps.themes[0].name == "Hydrogen"
    assert gaps.themes[1].next_on == today + timedelta(days=7)


def test_moving_a_piece_takes_its_later_moments_along_and_again_changes_nothing(story, ed, today):
    piece = _piece(story, goes_out_on=today)
    Spreading.objects.create(piece=piece, day=today + timedelta(days=2))
    for _time in range(2):
        actions.move_piece(piece=_again(piece), day=today + timedelta(days=7), by=ed)
    assert _again(piece).goes_out_on == today + timedelta(days=7)
    assert Spreading.objects.get().day == today + timedelta(days=9)
    actions.move_piece(piece=_again(piece), day=None, by=ed)
    assert _again(piece).state == "reserve"


def test_the_reserve_holds_the_most_important_first(story):
    _piece(story, title="Later", importance=3)
    _piece(story, title="First frost", importance=1, trigger="first frost")
    assert [piece.title for piece in PlannedPiece.objects.in_reserve()] == ["First frost", "Later"]


def test_a_page_is_begun_with_what_the_plan_says(story, theme, ann, ed, today):
    piece = _piece(story, title="Four in the morning", goes_out_on=today + timedelta(days=5), importance=1)
    piece.audience_teams = [ann.team]
    piece.save()
    page = actions.begin_page(piece=_again(piece), by=ed)
    assert actions.begin_page(piece=_again(piece), by=ed) == page
    article = Article.objects.get()
    draft = article.get_latest_revision_as_object()
    for one in (article, draft):
        assert (one.title, one.live, one.priority, one.language) == ("Four in the morning", False, 1, "en")
        assert [team.pk for team in one.audience_teams.all()] == [ann.team_id]
        assert [found.pk for found in one.themes.all()] == [theme.pk]
        assert timezone.localdate(one.share_from) == today + timedelta(days=5)
    assert planning.warnings(_again(piece)) == []


@pytest.mark.parametrize("kind", ["article", "link", "video", "event", "vacancy"])
def test_each_kind_of_page_can_be_begun_but_a_blog_post_is_its_authors(story, ed, kind):
    assert not actions.begin_page(piece=_again(_piece(story, kind=kind)), by=ed).live
    blog = _piece(story, kind="blog")
    with pytest.raises(actions.NotBegunHere):
        actions.begin_page(piece=_again(blog), by=ed)
    assert _again(blog).page is None


def test_the_plan_asks_as_much_of_the_database_for_many_pieces(story, today):
    counts = []
    for number in (1, 8):
        for _piece_number in range(number):
            piece = _piece(story, goes_out_on=today)
            MakingStep.objects.create(piece=piece, title="Write", due_on=today)
        with CaptureQueriesContext(connection) as queries:
            planning.days(planning.period(planning.View.MONTH, today))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_planned_goes_along_when_themes_are_merged(story, theme):
    target = factories.ThemeFactory(programme=theme.programme)
    for _time in range(2):
        theme_merging.move(theme, target)
    assert Story.objects.get().theme == target
