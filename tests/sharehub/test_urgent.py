"""People hear at once, and once, of what is urgent: not twice a day, not against their will, and not while sharing is stopped."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.signals import page_published

from ambassadors import notices
from ambassadors.models import MailPreferences, Notice
from cms import audience_panel
from sharehub import actions, doors, feed, tasks, urgent
from sharehub.models import UrgentCall
from tests import factories
from tests.cms.test_editors_work_in_wagtail import _publish

REASON = "The vote is tonight."


@pytest.fixture(autouse=True)
def _by_day(time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=False)


@pytest.fixture
def piece(theme):
    return factories.article(title="The vote", themes=[theme], is_urgent=True, urgent_reason=REASON)


def publish(piece):
    page_published.send(sender=type(piece), instance=piece)
    tasks.tell_urgents()
    for pk in UrgentCall.objects.values_list("pk", flat=True):
        for _time in range(2):
            tasks.tell_urgent(pk)


def mails_sent():
    for pk in notices.due():
        notices.send(notice_id=pk)
    return sorted(sent.to[0] for sent in mail.outbox)


def test_whom_it_fits_gets_one_mail_however_often_it_is_published(ann, bob, piece):
    piece.audience_teams.set([ann.team])
    piece.save()
    for _time in range(2):
        publish(piece)
    assert mails_sent() == ["ann@example.nl"]
    sent = mail.outbox[0]
    assert sent.subject == "Now: The vote"
    assert REASON in sent.body
    assert doors.address_for(ann, piece) in sent.body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert UrgentCall.objects.get().told_at


def test_it_stands_first_at_home_with_the_reason_for_two_days(ann, as_ann, piece, time_machine):
    factories.article(title="High", priority=1)
    publish(piece)
    assert [(card.piece.title, card.urgent) for card in feed.feed(ann).cards] == [("The vote", REASON), ("High", "")]
    assert REASON in as_ann.get(reverse("sharehub:feed")).text
    assert REASON in as_ann.get(reverse("sharehub:piece_detail", args=[piece.pk])).text
    time_machine.move_to("2026-11-20 12:00:00+00:00", tick=False)
    assert [card.piece.title for card in feed.feed(ann).cards] == ["High", "The vote"]


def test_nobody_hears_of_two_on_one_day(ann, bob, piece, theme, time_machine):
    publish(piece)
    other = factories.article(title="Another", themes=[theme], is_urgent=True, urgent_reason="This too.")
    assert audience_panel.urgent_words(other.audience) == (
        "0 people hear of it at once, by mail and in the app. "
        "2 get no mail: they heard of something urgent today, pause, or want no such mails."
    )
    publish(other)
    assert Notice.objects.filter(kind="urgent").count() == 2
    time_machine.move_to("2026-11-19 11:00:00+00:00", tick=False)
    third = factories.article(title="Third", themes=[theme], is_urgent=True, urgent_reason="And this.")
    publish(third)
    assert Notice.objects.filter(kind="urgent").count() == 4


def test_who_pauses_or_stopped_these_mails_gets_none(client, ann, bob, piece):
    ann.paused_until = timezone.localdate() + timedelta(days=7)
    ann.save()
    address = notices.unsubscription_path(bob.user, "urgent")
    assert "Stop mails about what is urgent?" in client.get(address).text
    client.post(address)
    assert MailPreferences.objects.get().urgent is False
    publish(piece)
    assert mails_sent() == []
    assert not Notice.objects.filter(kind="urgent").exists()


def test_who_sleeps_gets_it_in_the_morning(ann, piece, time_machine):
    time_machine.move_to("2026-11-18 22:00:00+00:00", tick=False)
    publish(piece)
    assert mails_sent() == []
    time_machine.move_to("2026-11-19 08:00:00+00:00", tick=False)
    assert mails_sent() == ["ann@example.nl"]


def test_a_mail_that_waits_does_not_leave_once_the_piece_was_shared_or_taken_offline(ann, bob, piece):
    publish(piece)
    factories.ShareFactory(ambassador=ann, piece=piece)
    assert mails_sent() == ["bob@example.nl"]
    piece.unpublish()
    Notice.objects.update(sent_at=None, dropped_at=None)
    assert mails_sent() == ["bob@example.nl"]


def test_during_a_stop_nothing_leaves_and_lifting_it_sends_nothing_by_itself(programme, mia, ann, piece):
    stop = actions.stop_sharing(programme=programme, reason="A pipe broke.", by=mia)
    Notice.objects.all().delete()
    publish(piece)
    assert UrgentCall.objects.get().ended_at
    assert urgent.outcome(piece) == "Sharing is stopped, so nobody is told. Publish it again once sharing goes on."
    actions.lift_stop(crisis=stop, by=mia)
    tasks.tell_urgents()
    tasks.tell_urgent(UrgentCall.objects.get().pk)
    assert mails_sent() == []
    publish(piece)
    assert mails_sent() == ["ann@example.nl"]


def test_a_stop_that_comes_between_holds_the_mails_that_wait(programme, mia, ann, piece):
    publish(piece)
    actions.stop_sharing(programme=programme, reason="A pipe broke.", by=mia)
    Notice.objects.filter(kind="crisis").delete()
    assert mails_sent() == []


def test_under_embargo_it_waits(ann, piece, time_machine):
    piece.share_from = timezone.now() + timedelta(hours=2)
    piece.save()
    publish(piece)
    assert not Notice.objects.exists()
    assert urgent.outcome(piece) == "People hear of it as soon as it may be shared."
    time_machine.move_to("2026-11-18 13:30:00+00:00", tick=False)
    tasks.tell_urgent(UrgentCall.objects.get().pk)
    assert mails_sent() == ["ann@example.nl"]


def test_an_editor_reads_how_many_hear_of_it_and_says_why(as_ed, ed, ann, bob):
    page = factories.article(title="The vote", live=False)
    editor = as_ed.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert "2 people hear of it at once, by mail and in the app." in editor
    said = as_ed.get(reverse("cms_headcount"), {"language": "en", "is_urgent": "on"}).json()
    assert said["urgent"] == "2 people hear of it at once, by mail and in the app."
    assert "Say in a few words why people should hear of it now" in _publish(as_ed, page, is_urgent="on").text
    page.refresh_from_db()
    assert not page.live
    answer = _publish(as_ed, page, is_urgent="on", urgent_reason=REASON)
    assert "2 people hear of it now." in answer.text
    made = UrgentCall.objects.get()
    assert (made.reason, made.called_by) == (REASON, ed)
    assert ModelLogEntry.objects.filter(action="sharehub.call_urgent", user=ed).count() == 1


def test_a_piece_that_is_not_urgent_tells_nobody(ann):
    publish(factories.article(is_urgent=False))
    assert not UrgentCall.objects.exists()
