"""Plans are carried out once when their moment has come, whoever dies meanwhile; held, moved or let go where they should be."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, transaction
from django.urls import reverse

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import actions, crisis, due, good_hours, health, tasks
from sharehub.models import LedgerEntry, PlannedShare, Publication, Share
from tests import factories

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENT = datetime(2026, 11, 19, 9, 30, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=False)
    return time_machine


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)


@pytest.fixture
def plan(ann, piece):
    return planned(ann, piece)


def planned(ann, piece, at=MOMENT, network="linkedin"):
    return actions.plan_share(ambassador=ann, piece=piece, network=network, text="I was there.", language="en", at=at)


def sweep(clock, at=MOMENT, times=1):
    clock.move_to(at, tick=False)
    for _time in range(times):
        tasks.carry_out_plans()
        for pk in notices.due():
            notices.send(notice_id=pk)


def fresh(plan):
    return PlannedShare.objects.select_related("share__link", "share__piece").get(pk=plan.pk)


def test_nothing_happens_before_the_moment(plan, clock):
    sweep(clock, MOMENT - timedelta(seconds=1))
    assert fresh(plan).is_waiting
    assert not Notice.objects.exists()


def test_the_person_is_reminded_once_with_the_text_ready(plan, clock, as_ann):
    sweep(clock, times=2)
    assert fresh(plan).asks
    [letter] = mail.outbox
    assert letter.subject == "Time to share “Forty kitchens” on LinkedIn"
    assert f"I was there.\n\n{plan.share.link.get_absolute_url()}" in letter.body.replace("\r\n", "\n")
    shown = as_ann.get(reverse("sharehub:plan_detail", args=[plan.pk])).text
    assert "Post it on LinkedIn" in shown
    assert "I was there." in shown
    assert "Time to share this on LinkedIn" in as_ann.get(reverse("sharehub:feed")).text
    assert not LedgerEntry.objects.exists()


def test_a_worker_that_dies_loses_nothing(plan, clock):
    clock.move_to(MOMENT, tick=False)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        due._portion()
        raise KeyboardInterrupt
    assert fresh(plan).is_waiting
    assert not Notice.objects.exists()
    sweep(clock)
    assert fresh(plan).asks
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_different_plans(plan, bob, piece, clock):
    other = planned(bob, piece, network="x")
    clock.move_to(MOMENT, tick=False)
    with transaction.atomic():
        PlannedShare.objects.select_for_update().get(pk=plan.pk)
        elsewhere = connection.copy()
        try:
            with elsewhere.cursor() as cursor:
                waiting = PlannedShare.objects.due().select_for_update(of=("self",), skip_locked=True)
                cursor.execute(*waiting.values("pk").query.sql_with_params())
                assert [row[0] for row in cursor.fetchall()] == [other.pk]
        finally:
            elsewhere.close()


def test_tomorrow_at_the_same_time_reminds_again(plan, clock, as_ann):
    sweep(clock)
    as_ann.post(reverse("sharehub:plan_delay", args=[plan.pk]))
    assert fresh(plan).due_at == MOMENT + timedelta(days=1)
    sweep(clock, MOMENT + timedelta(days=1), times=2)
    assert fresh(plan).asks
    assert len(mail.outbox) == 2


def test_a_reminder_that_was_answered_meanwhile_does_not_leave(plan, clock):
    clock.move_to(MOMENT, tick=False)
    tasks.carry_out_plans()
    actions.confirm_share(share=plan.share)
    sweep(clock)
    assert fresh(plan).ending == "done"
    assert mail.outbox == []


def test_what_is_a_little_late_gets_the_next_moments_one_after_another(ann, bob, piece, clock):
    one, two = planned(ann, piece), planned(bob, piece, MOMENT + timedelta(minutes=10))
    back = MOMENT + timedelta(minutes=50)
    sweep(clock, back)
    assert [fresh(each).due_at for each in (one, two)] == [back + timedelta(minutes=5), back + timedelta(minutes=15)]
    assert mail.outbox == []
    sweep(clock, back + timedelta(minutes=5))
    assert (fresh(one).asks, fresh(two).is_waiting) == (True, True)


def test_what_is_far_too_late_is_asked_about_again(plan, clock, as_ann):
    sweep(clock, MOMENT + timedelta(hours=5))
    assert fresh(plan).is_late
    assert mail.outbox[0].subject == "Still want to share “Forty kitchens”?"
    assert "we came too late" in as_ann.get(reverse("sharehub:plan_list")).text


def test_who_went_away_meanwhile_is_reminded_afterwards(ann, plan, clock):
    ann.paused_until = datetime(2026, 11, 22).date()
    ann.save()
    sweep(clock)
    assert fresh(plan).due_at == datetime(2026, 11, 23, 9, 0, tzinfo=AMSTERDAM)
    assert mail.outbox == []


def test_a_plan_is_held_where_the_leave_outlasts_the_piece(ann, piece, plan, clock):
    ann.paused_until = datetime(2026, 11, 29).date()
    ann.save()
    piece.share_until = MOMENT + timedelta(days=3)
    piece.save()
    sweep(clock, times=2)
    assert fresh(plan).held_for == "break"


def test_a_piece_that_was_taken_back_ends_the_plan_with_a_kind_word(piece, plan, clock):
    piece.unpublish()
    sweep(clock, MOMENT - timedelta(hours=1), times=2)
    assert fresh(plan).ending == "piece"
    assert (fresh(plan).share.state, fresh(plan).share.link.is_open) == (Share.State.WITHDRAWN, False)
    [letter] = mail.outbox
    assert letter.subject == "You need not share “Forty kitchens” any more"
    assert "I was there." in letter.body


def test_a_piece_that_closed_ends_the_plan_at_its_moment(piece, plan, clock):
    piece.share_until = MOMENT - timedelta(hours=2)
    piece.save()
    sweep(clock)
    assert fresh(plan).ending == "piece"


def test_an_embargo_that_was_put_off_moves_the_plan(piece, plan, clock):
    piece.share_from = MOMENT + timedelta(days=1)
    piece.save()
    sweep(clock)
    assert fresh(plan).due_at == piece.share_from


def test_a_reminder_that_nobody_answers_lapses_after_a_week(plan, clock):
    sweep(clock)
    sweep(clock, MOMENT + timedelta(days=8), times=2)
    assert fresh(plan).ending == "lapsed"
    assert fresh(plan).share.state == Share.State.WITHDRAWN
    assert len(mail.outbox) == 1


def test_good_hours_are_counted_anew_twice(plan):
    for _time in range(2):
        tasks.count_good_hours()
    assert good_hours._busy() == {}


@pytest.fixture
def to_post(ann, piece):
    account = factories.connection(ann)
    made = actions.plan_share(
        ambassador=ann, piece=piece, network=account.network, text="I was there.", language="en", at=MOMENT, for_me=True
    )
    return account, made


def test_what_is_to_be_posted_is_handed_over_once_and_reminds_nobody(to_post, clock):
    _account, made = to_post
    sweep(clock, times=2)
    assert fresh(made).is_leaving
    assert Publication.objects.get().share_id == made.share_id
    assert not Notice.objects.exists()
    Share.objects.filter(pk=made.share_id).update(state=Share.State.VERIFIED)
    sweep(clock)
    assert fresh(made).ending == "done"


def test_a_plan_leaves_through_the_account_that_was_chosen_or_is_reminded_of(ann, bob, piece, as_ann, clock):
    first = factories.connection(ann)
    factories.connection(ann, account="18", name="@work@mastodon.example")
    page = reverse("sharehub:plan_new", args=[piece.pk])
    words = {"network": "mastodon", "text": "I was there.", "account": first.pk}
    shown = as_ann.post(page, words)
    assert f"as {first.name}" in shown.text
    assert f'name="account" value="{first.pk}"' in shown.text
    for at, text in ((MOMENT, "I was there."), (MOMENT + timedelta(hours=1), "I was there too.")):
        as_ann.post(page, {**words, "text": text, "for_me": "1", "at": at.isoformat()})
    sooner, later = PlannedShare.objects.order_by("due_at")
    assert first.name in as_ann.get(reverse("sharehub:plan_detail", args=[sooner.pk])).text
    other = factories.connection(bob, account="19")
    as_ann.post(page, {**words, "text": "Mine.", "account": other.pk, "at": (MOMENT + timedelta(days=1)).isoformat()})
    assert PlannedShare.objects.latest("pk").connection is None
    sweep(clock, times=2)
    assert Publication.objects.get().connection == first
    actions.disconnect(connection=first)
    sweep(clock, MOMENT + timedelta(hours=1), times=2)
    assert Publication.objects.count() == 1  # not as somebody else
    assert fresh(later).asks


def test_a_worker_that_dies_between_claim_and_handing_over_loses_nothing(to_post, clock):
    _account, made = to_post
    clock.move_to(MOMENT, tick=False)
    due._portion()
    assert not Publication.objects.exists()
    sweep(clock, MOMENT + timedelta(minutes=1))
    assert Publication.objects.get().share_id == made.share_id


def test_without_an_account_any_more_the_person_is_reminded(to_post, clock):
    account, made = to_post
    account.delete()
    sweep(clock, times=2)
    assert fresh(made).asks
    assert len(mail.outbox) == 1


def test_what_could_not_be_posted_is_said_and_ends(to_post, clock):
    _account, made = to_post
    sweep(clock)
    Share.objects.filter(pk=made.share_id).update(state=Share.State.FAILED, failure="refused")
    sweep(clock, times=2)
    assert fresh(made).ending == "failed"
    assert [letter.subject for letter in mail.outbox] == ["“Forty kitchens” is not on Mastodon yet"]


def test_what_is_far_too_late_is_never_posted_without_asking(to_post, clock):
    _account, made = to_post
    sweep(clock, MOMENT + timedelta(hours=5))
    assert fresh(made).asks
    assert not Publication.objects.exists()


def test_a_stop_holds_plans_and_their_people_look_again_after_it(programme, mia, as_ann, plan, clock):
    made = actions.stop_sharing(programme=programme, reason="A pipe broke.", by=mia)
    assert fresh(plan).held_for == "stop"
    sweep(clock)
    moved = as_ann.post(reverse("sharehub:plan_moment", args=[plan.pk]), {"when": "2026-11-20T10:00"})
    assert "A pipe broke." in moved.text
    assert (fresh(plan).held_for, fresh(plan).carried_out_at) == ("stop", None)
    assert crisis.review(made).plans == 1
    actions.lift_stop(crisis=made, by=mia)
    mail.outbox.clear()
    sweep(clock, times=2)
    assert [letter.subject for letter in mail.outbox] == ["Sharing goes on: look at what you had planned"]
    assert fresh(plan).carried_out_at is None
    as_ann.post(reverse("sharehub:plan_moment", args=[plan.pk]), {"when": "2026-11-20T10:00"})
    assert (fresh(plan).held_for, fresh(plan).is_waiting) == ("", True)


def test_a_stop_elsewhere_holds_nothing(mia, plan):
    actions.stop_sharing(programme=factories.ProgrammeFactory(), reason="Elsewhere.", by=mia)
    assert fresh(plan).held_for == ""


def test_managers_see_how_much_is_planned_but_never_of_a_few(as_mia, programme, theme, piece, plan):
    address = reverse("themes:theme_detail", args=[programme.slug, theme.slug])
    assert "fewer than 5" in as_mia.get(address).text
    for number in range(4):
        colleague = factories.AmbassadorFactory()
        planned(colleague, piece, MOMENT + timedelta(minutes=15 * (number + 1)))
    assert "5 shares are planned" in as_mia.get(address).text


def test_plans_that_lapse_are_a_sign_of_health_once_enough_people_have_some(programme, piece, clock):
    assert health.lapsed_plans(programme) is None
    for number in range(5):
        planned(factories.AmbassadorFactory(), piece, MOMENT + timedelta(minutes=15 * number))
    sweep(clock, MOMENT + timedelta(hours=1, minutes=10))
    PlannedShare.objects.update(carried_out_at=MOMENT, due_at=MOMENT)
    sweep(clock, MOMENT + timedelta(days=8))
    signal = health.lapsed_plans(programme)
    assert (signal.figure, signal.level) == ("5 of 5 reminders in four weeks were let go", "bad")
