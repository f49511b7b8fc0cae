"""Editors see and change the plan in Wagtail; nobody else does."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms import effects, plan_calendar
from cms.actions import planning as actions
from cms.effects import Effect
from cms.models import MakingStep, PlanCalendarLink, PlannedPiece, Shareable, Spreading, Story
from tests import factories
from tests.cms.test_editors_work_in_wagtail import _publish

CHANGES = ["cms_plan_piece_day", "cms_plan_piece_again", "cms_plan_piece_beginning"]


@pytest.fixture
def piece(theme):
    story = factories.StoryFactory(theme=theme, title="A cold week")
    return factories.PlannedPieceFactory(story=story, title="First frost", goes_out_on=timezone.localdate())


@pytest.fixture
def step(piece):
    return MakingStep.objects.create(piece=piece, title="Film it", due_on=timezone.localdate())


@pytest.mark.parametrize("view", ["month", "week", "list", "nonsense"])
def test_the_calendar_shows_what_goes_out_and_what_has_to_be_made(as_ed, step, view):
    reserve = factories.PlannedPieceFactory(title="For a rainy day", trigger="rain", importance=1)
    page = as_ed.get("/cms/plan/", {"view": view, "theme": "x", "on": "yesterday"}).text
    assert all(words in page for words in ("First frost", "Film it", reserve.title, "when: rain"))


def test_the_calendar_of_one_theme_leaves_out_the_others(as_ed, piece):
    factories.PlannedPieceFactory(title="Something else", goes_out_on=timezone.localdate())
    page = as_ed.get("/cms/plan/", {"theme": piece.story.theme_id}).text
    assert "First frost" in page
    assert "Something else" not in page


def test_pages_nobody_planned_stand_in_the_calendar_too(as_ed):
    factories.article(title="Unplanned", first_published_at=timezone.now())
    assert "Unplanned" in as_ed.get("/cms/plan/").text


def test_a_piece_is_moved_by_a_form_and_the_answer_says_what_that_brings(as_ed, piece, step):
    address = reverse("cms_plan_piece_day", args=[piece.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = as_ed.post(address, {"day": tomorrow.isoformat(), "next": "/cms/plan/?view=list"}, follow=True)
    assert page.redirect_chain[-1][0] == "/cms/plan/?view=list"
    assert "1 day to spare, where 2 were wanted." in page.text
    assert PlannedPiece.objects.get().goes_out_on == tomorrow
    assert ModelLogEntry.objects.filter(action="themes.change", object_id=str(piece.pk)).count() == 1
    assert as_ed.post(address, {"day": "soon", "next": "https://evil.test/"}).url == "/cms/plan/"
    assert PlannedPiece.objects.get().goes_out_on == tomorrow
    as_ed.post(address, {"day": ""})
    assert PlannedPiece.objects.get().goes_out_on is None


def test_a_step_is_ticked_off_and_taken_back(as_ed, step):
    address = reverse("cms_plan_step", args=[step.pk])
    as_ed.post(address, {"answer": "done"})
    assert MakingStep.objects.get().done_at is not None
    as_ed.post(address, {"answer": "undo"})
    assert MakingStep.objects.get().done_at is None


def test_the_story_shows_its_pieces_and_what_they_did(as_ed, piece, step):
    piece.page = factories.article()
    piece.save()
    before = list(effects._sources)
    try:
        effects.register(lambda pages: {pages[0]: Effect(shares=7, visitors=120)})
        page = as_ed.get(piece.story.get_absolute_url()).text
        assert all(words in page for words in ("First frost", "Film it", "<strong>120</strong>", "<strong>7</strong>"))
        effects.register(lambda pages: {pages[0]: Effect(is_few=True)})
        assert "Too few people shared it to show anything." in as_ed.get(piece.story.get_absolute_url()).text
    finally:
        effects._sources[:] = before


def test_the_list_of_stories_and_the_gaps_open(as_ed, piece):
    assert "A cold week" in as_ed.get("/cms/plan/stories/").text
    assert "Heat networks" in as_ed.get("/cms/plan/gaps/").text


def test_an_editor_plans_a_piece_in_wagtails_own_editor(as_ed, piece):
    story = piece.story
    assert as_ed.get(f"/cms/snippets/cms/plannedpiece/add/?story={story.pk}").status_code == 200
    moment = {"day": "2026-12-03", "role": ""}
    data = {
        "title": "Night shift",
        "story": story.pk,
        "kind": "video",
        "importance": 1,
        "goes_out_on": "2026-12-01",
        "buffer_days": 2,
        "language": "en",
        "steps": inline_formset([{"title": "Film", "due_on": "2026-11-28", "maker": "", "helper": "Roelof"}]),
        "spreadings": inline_formset([moment]),
    }
    several = {"waits_for": [piece.pk], "spreadings-0-networks": ["linkedin"]}
    answer = as_ed.post("/cms/snippets/cms/plannedpiece/add/", nested_form_data(data) | several)
    made = PlannedPiece.objects.get(title="Night shift")
    assert answer.url == made.get_absolute_url()
    assert [step.helper for step in made.steps.all()] == ["Roelof"]
    assert [moment.network_names for moment in made.spreadings.all()] == [["LinkedIn"]]
    assert list(made.waits_for.all()) == [piece]
    assert as_ed.get(f"/cms/snippets/cms/plannedpiece/edit/{made.pk}/").status_code == 200


def test_an_editor_adds_a_story(as_ed, theme):
    data = {"title": "Winter", "theme": theme.pk, "measure": "shares", "expected": "40"}
    answer = as_ed.post("/cms/snippets/cms/story/add/", data)
    assert answer.url == Story.objects.get().get_absolute_url()


@pytest.mark.parametrize("who", ["as_ann", "as_mia", "as_hanna"])
def test_others_neither_see_nor_change_the_plan(who, request, piece, step):
    client = request.getfixturevalue(who)
    day = piece.goes_out_on
    moment = Spreading.objects.create(piece=piece, day=day)
    for address in ("/cms/plan/", "/cms/plan/stories/", piece.story.get_absolute_url(), "/cms/plan/gaps/"):
        assert client.get(address).status_code in (302, 403)
    for name in CHANGES:
        assert client.post(reverse(name, args=[piece.pk]), {"day": "2999-01-01"}).status_code in (302, 403)
    assert client.post(reverse("cms_plan_step", args=[step.pk]), {"answer": "done"}).status_code in (302, 403)
    assert client.post(reverse("cms_plan_moment_removal", args=[moment.pk])).status_code in (302, 403)
    assert client.post(reverse("cms_plan_address")).status_code in (302, 403)
    assert list(Spreading.objects.all()) == [moment]
    assert PlannedPiece.objects.get().goes_out_on == day
    assert PlannedPiece.objects.get().page is None
    assert MakingStep.objects.get().done_at is None
    assert not PlanCalendarLink.objects.exists()


def test_the_plan_is_followed_from_a_calendar_until_the_address_is_stopped(as_ed, ed, client, piece, step):
    as_ed.post(reverse("cms_plan_address"))
    address = plan_calendar.address(PlanCalendarLink.objects.get()).split("/", 3)[3]
    answer = client.get(f"/{address}")
    found = {str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert found == {"First frost", "To make: Film it"}
    as_ed.post(reverse("cms_plan_address"))
    assert client.get(f"/{address}").status_code == 404
    newer = plan_calendar.address(PlanCalendarLink.objects.get()).split("/", 3)[3]
    ed.groups.clear()
    assert client.get(f"/{newer}").status_code == 404


def test_stopping_the_address_makes_it_useless(as_ed, client, piece):
    as_ed.post(reverse("cms_plan_address"))
    address = plan_calendar.address(PlanCalendarLink.objects.get()).split("/", 3)[3]
    as_ed.post(reverse("cms_plan_address"), {"revoke": "1"})
    assert client.get(f"/{address}").status_code == 404
    assert not PlanCalendarLink.objects.exists()


def _planned(theme, *, days=5, **fields):
    page = factories.article(themes=[theme], language="en", **fields)
    page.save_revision()
    story = factories.StoryFactory(theme=theme, title="A cold week")
    day = timezone.localdate() + timedelta(days=days)
    return factories.PlannedPieceFactory(story=story, title="First frost", goes_out_on=day, page=page)


def _opens_on(planned):
    planned.page.refresh_from_db()
    return timezone.localdate(planned.page.share_from)


def test_what_is_published_before_its_day_says_so_and_can_wait_or_the_plan_can_move(as_ed, theme):
    planned = _planned(theme)
    answer = _publish(as_ed, planned.page.specific)
    assert "“First frost” was planned for" in answer.text
    story = as_ed.get(planned.story.get_absolute_url()).text
    assert "It is there to share already, before its day." in story
    as_ed.post(reverse("cms_plan_piece_moment", args=[planned.pk]))
    assert _opens_on(planned) == planned.goes_out_on
    assert planned.page.live
    assert "before its day" not in as_ed.get(planned.story.get_absolute_url()).text


def test_a_piece_that_moves_asks_whether_its_page_moves_along(as_ed, theme):
    soon = timezone.now() + timedelta(days=5)
    planned = _planned(theme, share_from=soon)
    Shareable.objects.filter(pk=planned.page_id).update(
        title="What is changed and not published", has_unpublished_changes=True
    )
    later = timezone.localdate() + timedelta(days=9)
    moved = as_ed.post(reverse("cms_plan_piece_day", args=[planned.pk]), {"day": later.isoformat()}, follow=True)
    assert "Let the page follow" in moved.text
    for _time in range(2):
        as_ed.post(reverse("cms_plan_piece_moment", args=[planned.pk]))
    assert _opens_on(planned) == later
    assert planned.page.title == "What is changed and not published"


def test_a_page_that_waits_to_go_online_moves_along(ed, theme):
    planned = _planned(theme, live=False)
    draft = planned.page.specific
    draft.go_live_at = timezone.now() + timedelta(days=2)
    draft.save_revision(user=ed).publish(user=ed)
    actions.follow_plan(piece=planned, by=ed)
    planned.page.refresh_from_db()
    assert not planned.page.live
    assert timezone.localdate(planned.page.go_live_at) == planned.goes_out_on
    assert planned.page.revisions.exclude(approved_go_live_at=None).count() == 1


@pytest.mark.parametrize("who", ["as_ann", "as_hanna"])
def test_others_do_not_move_a_page(request, who, theme):
    planned = _planned(theme)
    assert request.getfixturevalue(who).post(reverse("cms_plan_piece_moment", args=[planned.pk])).status_code in (
        302,
        403,
    )
    planned.page.refresh_from_db()
    assert planned.page.share_from is None


def test_a_page_begins_with_all_that_the_plan_knows(as_ed, piece, step):
    Story.objects.update(point="Cold is  dear.")
    piece.story.theme.key_messages = "Warm is for everybody\nAsk your neighbour"
    piece.story.theme.save()
    Spreading.objects.create(piece=piece, day=timezone.localdate(), networks=["linkedin", "mastodon"])
    begun = as_ed.post(reverse("cms_plan_piece_beginning", args=[piece.pk]), follow=True).text
    page = Shareable.objects.get()
    assert (page.summary, page.networks, page.language) == ("Cold is dear.", ["linkedin", "mastodon"], "en")
    assert "Warm is for everybody · Ask your neighbour" in begun
    assert "Film it" in begun


def test_the_gaps_and_the_calendar_ask_as_few_questions_for_many_as_for_one(
    as_ed, theme, django_assert_max_num_queries
):
    for number in range(6):
        other = factories.ThemeFactory(programme=theme.programme)
        story = factories.StoryFactory(theme=other)
        piece = factories.PlannedPieceFactory(story=story, goes_out_on=timezone.localdate() + timedelta(days=number))
        piece.audience_teams.set([factories.TeamFactory()])
        factories.RoleFactory()
    for address in (reverse("cms_plan_gaps"), reverse("cms_plan")):
        as_ed.get(address)
        with django_assert_max_num_queries(40, info=address):
            as_ed.get(address)


def test_advice_asks_the_same_few_questions_however_long_the_text(as_ed, theme, django_assert_max_num_queries):
    as_ed.get("/cms/")
    for times in (1, 200):
        data = {"text": "Warm water. Is it not? " * times, "language": "en", "themes": [theme.pk]}
        with django_assert_max_num_queries(12):
            assert as_ed.post(reverse("cms_advice"), data).status_code == 200


def test_what_was_told_is_spread_again_where_it_was_last_and_once_a_day(as_ed, piece):
    today = timezone.localdate()
    PlannedPiece.objects.update(trigger="first frost", goes_out_on=today - timedelta(days=300))
    assert "Spread it again on" not in as_ed.get(piece.story.get_absolute_url()).text
    PlannedPiece.objects.update(page=factories.article(share_until=timezone.now() + timedelta(days=9)))
    Spreading.objects.create(piece=piece, day=today - timedelta(days=290), networks=["linkedin"])
    for page in (reverse("cms_plan"), piece.story.get_absolute_url()):
        assert "Spread it again on" in as_ed.get(page).text
    address, day = reverse("cms_plan_piece_again", args=[piece.pk]), today + timedelta(days=3)
    for _time in range(2):
        said = as_ed.post(address, {"day": day.isoformat()}, follow=True).text
    assert "“First frost” is spread again on" in said
    assert [(one.day, one.networks) for one in piece.spreadings.filter(day__gte=today)] == [(day, ["linkedin"])]
    assert "Spread it again on" not in as_ed.get(reverse("cms_plan")).text
    late = as_ed.post(address, {"day": (today + timedelta(days=10)).isoformat()}, follow=True).text
    assert "when it may not be shared any more." in late
    for nonsense in ("", "soon", (today - timedelta(days=1)).isoformat()):
        as_ed.post(address, {"day": nonsense})
    assert Spreading.objects.count() == 3
    as_ed.post(reverse("cms_plan_moment_removal", args=[Spreading.objects.get(day=day).pk]))
    assert not Spreading.objects.filter(day=day).exists()
