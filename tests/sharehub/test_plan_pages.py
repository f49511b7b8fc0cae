"""Sharing later, as its pages show it: without scripts, moved, reworded, cancelled and taken back."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors import agenda, privacy
from ambassadors.actions import people
from sharehub import actions
from sharehub.models import LedgerEntry, PlannedShare, PlanPreferences, Share
from tests import factories
from themes.models import Organisation

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TOMORROW = datetime(2026, 11, 19, 9, 30, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _wednesday_noon(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=True)


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)


@pytest.fixture
def plan(ann, piece):
    return actions.plan_share(
        ambassador=ann, piece=piece, network="linkedin", text="I was there.", language="en", at=TOMORROW
    )


def url(name, *args):
    return reverse(f"sharehub:{name}", args=args)


def choose(as_ann, piece, **fields):
    return as_ann.post(url("plan_new", piece.pk), {"network": "linkedin", "text": "I was there.", **fields})


def test_the_sheet_leads_to_a_choice_of_moments_and_one_tap_plans_it(as_ann, piece):
    assert url("plan_new", piece.pk) in as_ann.get(url("share_new", piece.pk)).text
    shown = choose(as_ann, piece)
    assert shown.status_code == 200
    assert not PlannedShare.objects.exists()
    first = shown.context["proposals"][0][0]
    answer = choose(as_ann, piece, at=first)
    assert answer["Location"] == url("plan_list")
    assert PlannedShare.objects.get().due_at == datetime.fromisoformat(first)
    assert "Forty kitchens" in as_ann.get(url("plan_list")).text


def test_a_moment_of_ones_own_is_read_by_ones_own_clock(as_ann, piece):
    choose(as_ann, piece, when="2026-11-19T09:30")
    assert PlannedShare.objects.get().due_at == TOMORROW


@pytest.mark.parametrize("when", ["yesterday", "2026-11-19T25:00", "2026-11-19T22:00"])
def test_a_moment_that_will_not_do_plans_nothing(as_ann, piece, when):
    shown = choose(as_ann, piece, when=when)
    assert shown.status_code == 422
    assert not Share.objects.exists()
    if when.endswith("22:00"):
        assert shown.context["instead"][0][1] == "Fri 20 November at 08:00"
        assert 'name="at" value="2026-11-20T07:00:00+00:00"' in shown.text


def test_words_that_will_not_do_are_said_before_the_moment_is_chosen(as_ann, theme):
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"nl": "Ik werk bij Noorderlicht."}
    organisation.save()
    piece = factories.article(title="Who pays", themes=[theme])
    shown = choose(as_ann, piece)
    assert shown.status_code == 422
    assert "Say in your text where you work" in shown.text


def test_a_piece_that_is_not_ones_own_to_share_cannot_be_planned(as_ann, piece):
    piece.unpublish()
    assert choose(as_ann, piece, at=TOMORROW.isoformat()).status_code == 404
    assert not Share.objects.exists()


def test_a_plan_is_moved_and_reworded(as_ann, plan):
    as_ann.post(url("plan_moment", plan.pk), {"when": "2026-11-20T10:00"})
    as_ann.post(url("plan_detail", plan.pk), {"text": "I was there, and it was warm."})
    plan.refresh_from_db()
    assert plan.due_at == datetime(2026, 11, 20, 10, tzinfo=AMSTERDAM)
    assert plan.share.text == "I was there, and it was warm."
    assert as_ann.post(url("plan_moment", plan.pk), {}).status_code == 422


def test_a_plan_is_cancelled_and_taken_up_again(as_ann, plan):
    as_ann.post(url("plan_cancellation", plan.pk))
    plan.refresh_from_db()
    plan.share.refresh_from_db()
    assert (plan.ending, plan.share.state, plan.share.link.is_open) == ("cancelled", "withdrawn", False)
    assert "Nothing planned" in as_ann.get(url("plan_list")).text
    as_ann.post(f"{url('plan_cancellation', plan.pk)}?_undo=1")
    plan = PlannedShare.objects.select_related("share__link").get(pk=plan.pk)
    assert (plan.is_open, plan.share.state, plan.share.link.is_open) == (True, "planned", True)


def test_a_cancelled_plan_is_a_plan_again_from_the_list_of_shares(as_ann, plan):
    as_ann.post(url("plan_cancellation", plan.pk))
    answer = as_ann.post(url("share_withdrawal", plan.share_id), {"_undo": "1"})
    assert answer["Location"] == url("plan_list")
    plan.refresh_from_db()
    plan.share.refresh_from_db()
    assert (plan.is_open, plan.share.state) == (True, "planned")


def test_a_move_can_be_undone(as_ann, plan):
    answer = as_ann.post(url("plan_moment", plan.pk), {"when": "2026-11-20T10:00"}, follow=True)
    [said] = answer.context["messages"]
    as_ann.post(said.extra_tags)
    plan.refresh_from_db()
    assert plan.due_at == TOMORROW


def test_a_moment_that_was_given_away_cannot_be_taken_up_again(as_ann, ann, piece, plan):
    actions.cancel_plan(plan=plan)
    actions.plan_share(ambassador=ann, piece=piece, network="x", text="Me too.", language="en", at=TOMORROW)
    as_ann.post(f"{url('plan_cancellation', plan.pk)}?_undo=1")
    plan.refresh_from_db()
    assert plan.ending == "cancelled"


def test_nobody_touches_the_plan_of_another(as_bob, plan):
    for name, data in (
        ("plan_detail", {"text": "x"}),
        ("plan_moment", {"when": "2026-11-20T10:00"}),
        ("plan_cancellation", {}),
        ("plan_delay", {}),
    ):
        assert as_bob.post(url(name, plan.pk), data).status_code == 404
    assert as_bob.get(url("plan_detail", plan.pk)).status_code == 404
    assert "Forty kitchens" not in as_bob.get(url("plan_list")).text
    before = plan.due_at, plan.share.text
    plan.refresh_from_db()
    assert (plan.due_at, plan.share.text, plan.is_open) == (*before, True)


def test_the_home_page_shows_the_next_plan(as_ann, ann, piece, plan):
    factories.ShareFactory(ambassador=ann, piece=piece, state="planned", confirmed_at=None)
    assert "Next in your plan: Thu 19 November 09:30, LinkedIn" in as_ann.get(url("feed")).text


def test_a_plan_shows_its_day_among_the_shares_and_while_it_is_held(as_ann, ann, plan):
    assert "Thu 19 November 09:30" in as_ann.get(url("share_list")).text
    PlannedShare.objects.update(held_for=PlannedShare.Hold.STOP)
    assert ">19 Nov</time>" in as_ann.get(url("plan_list")).text


def test_the_list_asks_no_query_per_plan(as_ann, ann, piece, plan):
    def queries():
        with CaptureQueriesContext(connection) as found:
            as_ann.get(url("plan_list"))
        return len(found)

    queries()  # what is kept between requests is read once
    before = queries()
    for hour, network in ((11, "x"), (14, "facebook")):
        actions.choose_pace(ambassador=ann, most_per_day=5)
        moment = TOMORROW.replace(hour=hour)
        actions.plan_share(ambassador=ann, piece=piece, network=network, text="More.", language="en", at=moment)
    assert queries() == before


def test_a_share_that_was_planned_counts_once_it_is_confirmed(as_ann, plan):
    assert as_ann.get(url("share_detail", plan.share_id))["Location"] == url("plan_detail", plan.pk)
    as_ann.post(url("share_confirmation", plan.share_id))
    plan.refresh_from_db()
    assert (plan.ending, plan.share.counts) == ("done", True)
    assert LedgerEntry.objects.exists()


def test_plans_stand_in_ones_own_calendar(ann, plan):
    event = next(event for event in agenda.coming(ann) if event.uid == f"plan-{plan.pk}")
    assert event.title == "Share “Forty kitchens” on LinkedIn"
    assert event.starts == TOMORROW


def test_the_pace_is_ones_own(as_ann, ann):
    as_ann.post(url("plan_pace"), {"most_per_day": 4})
    assert as_ann.post(url("plan_pace"), {"most_per_day": 40}).status_code == 422
    assert PlanPreferences.objects.get(ambassador=ann).most_per_day == 4


def test_what_is_planned_is_in_the_export_and_goes_when_somebody_leaves(ann, plan):
    actions.choose_pace(ambassador=ann, most_per_day=3)
    parts = {name: part.rows(ann) for name, part in privacy.exports().items() if name in {"plans", "pace"}}
    assert parts["plans"] == [
        {
            "piece": "Forty kitchens",
            "network": "linkedin",
            "planned_for": plan.due_at,
            "planned_on": plan.planned_at,
            "held": "",
            "ending": "",
            "ended_at": None,
        }
    ]
    assert parts["pace"] == [{"most_per_day": 3, "times_a_month": None}]
    people.leave(ambassador=ann)
    assert not PlannedShare.objects.exists()
    assert not PlanPreferences.objects.exists()
    assert Share.objects.get().state == Share.State.WITHDRAWN
