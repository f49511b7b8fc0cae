"""A manager stops all sharing at one stroke, and lifts it again; without any message having to arrive."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import actions, crisis, doors, feed, tasks, wall
from sharehub.models import Crisis, Share, TrackedLink
from tests import factories
from themes import health

REASON = "A pipe broke in Assen and somebody was hurt."


@pytest.fixture(autouse=True)
def _by_day(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=True)


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)


@pytest.fixture
def page(programme):
    return reverse("sharehub:crisis", args=[programme.slug])


def stop(programme, mia, **fields):
    return actions.stop_sharing(programme=programme, reason=REASON, by=mia, **fields)


def share_it(ann, piece):
    return actions.open_share(ambassador=ann, piece=piece, network="linkedin", text="I was there.", language="en")


def titles(ann):
    return [card.piece.title for card in feed.feed(ann).cards]


def test_a_stop_holds_back_every_piece_and_refuses_every_share(programme, mia, ann, piece):
    factories.article(title="About nothing")
    assert sorted(titles(ann)) == ["About nothing", "Forty kitchens"]
    made = stop(programme, mia)
    assert titles(ann) == []
    assert wall.wall(programme).pieces == []
    with pytest.raises(actions.ShareRefused) as refusal:
        share_it(ann, piece)
    assert refusal.value.message == f"Sharing is stopped for now. {REASON}"
    assert not Share.objects.exists()
    actions.lift_stop(crisis=made, by=mia)
    assert sorted(titles(ann)) == ["About nothing", "Forty kitchens"]
    share_it(ann, piece)


def test_another_programme_goes_on(programme, mia, ann, piece):
    stop(factories.ProgrammeFactory(), mia)
    assert titles(ann) == ["Forty kitchens"]
    share_it(ann, piece)


def test_everybody_reads_why_on_every_page_where_they_would_share(programme, mia, as_ann, client, ann, piece):
    posted = factories.ShareFactory(
        ambassador=ann, piece=piece, theme=piece.theme, post_url="https://x.com/ann/status/1"
    )
    door = doors.path(doors.link_for(ann, piece))
    stop(programme, mia)
    for address in ("feed", "share_new", "piece_detail"):
        args = [] if address == "feed" else [piece.pk]
        shown = as_ann.get(reverse(f"sharehub:{address}", args=args)).text
        assert REASON in shown
        assert "data-share-form" not in shown
    assert REASON in client.get(door).text
    home = as_ann.get(reverse("sharehub:feed")).text
    assert reverse("sharehub:share_detail", args=[posted.pk]) in home
    assert "https://x.com/ann/status/1" in home


def test_everybody_gets_one_mail_with_the_links_to_their_own_posts(programme, mia, ann, bob, piece):
    factories.ShareFactory(ambassador=ann, piece=piece, theme=piece.theme, post_url="https://x.com/ann/status/1")
    made = stop(programme, mia)
    for _time in range(2):
        tasks.carry_out_stops()
    assert Notice.objects.filter(kind="crisis").count() == 2
    for pk in notices.due():
        notices.send(notice_id=pk)
    assert sorted(sent.to[0] for sent in mail.outbox) == ["ann@example.nl", "bob@example.nl"]
    bodies = {sent.to[0]: sent.body for sent in mail.outbox}
    assert REASON in bodies["bob@example.nl"]
    assert "https://x.com/ann/status/1" in bodies["ann@example.nl"]
    assert "https://x.com" not in bodies["bob@example.nl"]
    made.refresh_from_db()
    assert made.told_at


def test_a_mail_that_waited_until_it_was_lifted_does_not_leave(programme, mia, ann):
    actions.lift_stop(crisis=stop(programme, mia), by=mia)
    for pk in notices.due():
        notices.send(notice_id=pk)
    assert mail.outbox == []


def test_links_lead_to_the_statement_and_back_and_those_stopped_before_stay(programme, mia, ann, piece, theme):
    link = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme).link
    before = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme).link
    elsewhere = factories.ShareFactory(ambassador=ann).link
    earlier = timezone.now() - timedelta(days=1)
    TrackedLink.objects.filter(pk=before.pk).update(stopped_at=earlier, instead="https://example.nl/before")
    made = stop(programme, mia, stops_links=True, instead="https://example.nl/statement")

    def state():
        rows = TrackedLink.objects.order_by("pk").values_list("pk", "stopped_at", "instead")
        return {pk: (stopped_at, instead) for pk, stopped_at, instead in rows}

    assert state() == {
        link.pk: (made.started_at, "https://example.nl/statement"),
        before.pk: (earlier, "https://example.nl/before"),
        elsewhere.pk: (None, ""),
    }
    actions.lift_stop(crisis=made, by=mia)
    assert state()[link.pk] == (None, "")
    assert state()[before.pk] == (earlier, "https://example.nl/before")


def test_it_works_while_the_broker_is_away_and_what_was_cut_off_is_done_by_the_sweep(
    programme, mia, ann, piece, theme, monkeypatch
):
    link = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme).link

    def away(*args, **kwargs):
        raise OSError("the broker is away")

    monkeypatch.setattr("celery.app.task.Task.apply_async", away)
    made = stop(programme, mia, stops_links=True)
    assert made.told_at
    assert made.links_stopped_at
    Crisis.objects.update(links_stopped_at=None, told_at=None)
    TrackedLink.objects.update(stopped_at=None)
    Notice.objects.all().delete()
    tasks.carry_out_stops()
    link.refresh_from_db()
    assert link.stopped_at == made.started_at
    assert Notice.objects.filter(kind="crisis").count() == 1
    Crisis.objects.update(lifted_at=timezone.now())
    tasks.carry_out_stops()
    tasks.carry_out_stops()
    link.refresh_from_db()
    assert link.stopped_at is None


def test_a_programme_is_stopped_once_at_a_time_and_lifted_once(programme, mia):
    made = stop(programme, mia)
    with pytest.raises(actions.StopRefused):
        stop(programme, mia)
    assert Crisis.objects.count() == 1
    actions.lift_stop(crisis=made, by=mia)
    with pytest.raises(actions.StopRefused):
        actions.lift_stop(crisis=made, by=mia)
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "sharehub.stop_sharing",
        "sharehub.lift_stop",
    ]
    stop(programme, mia)


def test_a_manager_stops_and_lifts_it_on_the_page(programme, as_mia, page, piece):
    assert f'href="{page}"' in as_mia.get(reverse("themes:workspace", args=[programme.slug])).text
    assert "Stop all sharing" in as_mia.get(page).text
    fields = {"reason": REASON, "stops_links": "on", "instead": "https://example.nl/statement", "is_sure": "on"}
    shown = as_mia.post(f"{page}new/", fields, follow=True).text
    assert "Sharing is stopped" in shown
    assert "Forty kitchens" in shown
    made = Crisis.objects.get()
    assert (made.stops_links, made.instead) == (True, "https://example.nl/statement")
    assert "Sharing is stopped" in as_mia.get(reverse("themes:workspace", args=[programme.slug])).text
    assert "Sharing is stopped since" in as_mia.get(reverse("ambassadors:support", args=[programme.slug])).text
    review = as_mia.post(f"{page}{made.pk}/end/", follow=True).text
    assert "What was held" in review
    assert "Forty kitchens" in review
    assert REASON in as_mia.get(page).text


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": REASON},
        {"reason": "", "is_sure": "on"},
        {"reason": REASON, "is_sure": "on", "until": "2020-01-01T10:00"},
        {"reason": REASON, "is_sure": "on", "stops_links": "on", "instead": "javascript:alert(1)"},
    ],
    ids=["not confirmed", "no reason", "until the past", "no address"],
)
def test_what_is_not_filled_in_well_stops_nothing(as_mia, page, fields):
    assert as_mia.post(f"{page}new/", fields).status_code == 422
    assert not Crisis.objects.exists()


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_only_a_manager_stops_or_lifts(request, who, page, programme, mia):
    made = stop(programme, mia)
    client = request.getfixturevalue(who)
    for address in (f"{page}new/", f"{page}{made.pk}/end/"):
        assert client.post(address, {"reason": REASON, "is_sure": "on"}).status_code == 403
    assert client.get(page).status_code == 403
    made.refresh_from_db()
    assert made.is_standing
    assert Crisis.objects.count() == 1


def test_one_that_lasts_longer_than_told_says_so(programme, mia, time_machine):
    made = stop(programme, mia, until=timezone.now() + timedelta(hours=2))
    assert crisis.signal(programme).level == health.Level.BAD
    assert not made.is_overdue
    time_machine.move_to("2026-11-18 14:00:00+00:00", tick=False)
    assert made.is_overdue
    assert made.is_standing
    assert "longer than people were told" in crisis.signal(programme).advice
