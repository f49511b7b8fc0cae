"""My week by mail and the newsletter: only with something to say, once, at the person's own time, stopped by one click."""

from datetime import UTC, datetime, time

import pytest
from django.core import mail
from django.urls import reverse

from ambassadors import notices, privacy, tasks
from ambassadors.actions import helpdesk
from ambassadors.models import MailPreferences, Newsletter, Notice
from ambassadors.models.notices import after_quiet
from tests import factories

MONDAY = datetime(2026, 9, 28, 10, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 9, 29, 7, 0, tzinfo=UTC)  # nine o'clock in Amsterdam


@pytest.fixture(autouse=True)
def _that_monday(time_machine):
    time_machine.move_to(MONDAY)


def _send_due():
    for pk in notices.due():
        tasks.send_notice(pk)


def _question_for(person, asker, programme):
    question = helpdesk.ask(ambassador=asker, programme=programme, theme=None, text="May I show a kitchen?")
    question.expert = person
    question.save()
    Notice.objects.exclude(kind="digest").delete()


def test_a_digest_leaves_once_on_the_chosen_day(ann, bob, programme, time_machine):
    _question_for(ann, bob, programme)
    for _again in range(2):
        tasks.plan_digests()
    planned = Notice.objects.get(user=ann.user)
    assert planned.due_at == TUESDAY
    _send_due()
    assert not mail.outbox
    time_machine.move_to(TUESDAY)
    for _again in range(2):
        tasks.send_notice(planned.pk)
    tasks.plan_digests()
    assert [message.to for message in mail.outbox] == [["ann@example.nl"]]
    message = mail.outbox[0]
    assert message.subject == "Your week: May I show a kitchen?"
    assert "May I show a kitchen?" in message.alternatives[0][0]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert Notice.objects.filter(user=ann.user, kind="digest").count() == 1


def test_a_week_without_news_brings_no_mail(ann, programme, time_machine):
    tasks.plan_digests()
    time_machine.move_to(TUESDAY)
    _send_due()
    assert not mail.outbox
    assert Notice.objects.get(user=ann.user).dropped_at


@pytest.mark.parametrize("zone, hour", [("Europe/Amsterdam", 7), ("America/New_York", 13)])
def test_nine_o_clock_is_that_of_the_person(ann, zone, hour):
    ann.user.time_zone = zone
    ann.user.save()
    tasks.plan_digests()
    assert Notice.objects.get(user=ann.user).due_at == datetime(2026, 9, 29, hour, 0, tzinfo=UTC)


def test_nobody_gets_a_mail_in_their_quiet_hours(ann):
    late = datetime(2026, 9, 28, 21, 30, tzinfo=UTC)
    early = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
    awake = datetime(2026, 9, 28, 12, 0, tzinfo=UTC)
    quiet = (time(20), time(8))
    assert after_quiet(late, ann.user, *quiet).astimezone(UTC) == datetime(2026, 9, 29, 6, 0, tzinfo=UTC)
    assert after_quiet(early, ann.user, *quiet).astimezone(UTC) == datetime(2026, 9, 28, 6, 0, tzinfo=UTC)
    assert after_quiet(awake, ann.user, *quiet) == awake
    # The night in which the clock goes back: eight o'clock is an hour later in UTC.
    autumn = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    assert after_quiet(autumn, ann.user, *quiet).astimezone(UTC) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)


def test_a_mail_that_is_due_in_the_night_waits_for_the_morning(ann, bob, programme, time_machine):
    _question_for(ann, bob, programme)
    tasks.plan_digests()
    time_machine.move_to(datetime(2026, 9, 29, 22, 0, tzinfo=UTC))
    _send_due()
    assert not mail.outbox
    assert Notice.objects.get(user=ann.user).due_at == datetime(2026, 9, 30, 6, 0, tzinfo=UTC)


def test_one_click_stops_the_mails_and_a_look_does_not(client, ann, bob, programme):
    tasks.plan_digests()
    path = notices.unsubscription_path(ann.user, "digest")
    assert "Stop your week by mail?" in client.get(path).content.decode()
    assert not MailPreferences.objects.exists()
    for _again in range(2):
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    chosen = MailPreferences.objects.get()
    assert (chosen.ambassador, chosen.weekly_digest, chosen.newsletter) == (ann, False, True)
    assert not Notice.objects.filter(user=ann.user).exists()
    tasks.plan_digests()
    assert not Notice.objects.filter(user=ann.user).exists()


@pytest.mark.parametrize("token", ["x", "x:y:z"])
def test_a_link_that_is_not_ours_stops_nothing(client, ann, token):
    assert client.post(reverse("ambassadors:unsubscription", args=[token])).status_code == 404
    assert not MailPreferences.objects.exists()


def test_a_person_chooses_day_and_quiet_hours(as_ann, ann):
    tasks.plan_digests()
    url = reverse("ambassadors:me_mails")
    assert as_ann.get(url).status_code == 200
    data = {"weekly_digest": "on", "weekday": "3", "quiet_from": "17:00", "quiet_until": "10:00"}
    as_ann.post(url, data)
    assert not MailPreferences.objects.get().newsletter
    # Thursday, when the quiet hours end.
    assert Notice.objects.get(user=ann.user).due_at == datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
    assert privacy.personal_data(ann)["mail_choices"][0]["weekday"] == 3


def test_a_newsletter_is_written_seen_and_sent_once(as_mia, ann, bob, programme):
    MailPreferences.objects.create(ambassador=bob, newsletter=False)
    url = reverse("ambassadors:newsletter_new", args=[programme.slug])
    assert as_mia.post(url, {"subject_en": "Only a subject"}).status_code == 422
    assert not Newsletter.objects.exists()
    as_mia.post(url, {"subject_en": "Soup", "body_en": "There was soup.", "subject_nl": "Soep", "body_nl": "Soep!"})
    letter = Newsletter.objects.get()
    page = reverse("ambassadors:newsletter_detail", args=[programme.slug, letter.pk])
    assert "Send it to 1 person" in as_mia.get(page).content.decode()
    tasks.plan_newsletters()
    assert not Notice.objects.exists()
    for _again in range(2):
        as_mia.post(reverse("ambassadors:newsletter_release", args=[programme.slug, letter.pk]))
        tasks.plan_newsletters()
    notice = Notice.objects.get()
    for _again in range(2):
        tasks.send_notice(notice.pk)
    assert [(message.subject, message.to) for message in mail.outbox] == [("Soup", ["ann@example.nl"])]
    assert "There was soup." in mail.outbox[0].body
    edit = reverse("ambassadors:newsletter_edit", args=[programme.slug, letter.pk])
    assert as_mia.post(edit, {"subject_en": "Other", "body_en": "Other"}).status_code == 404
    assert letter.texts.get(language="en").subject == "Soup"


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_writes_to_everybody(request, who, programme):
    client = request.getfixturevalue(who)
    letter = Newsletter.objects.create(programme=programme)
    for name, args in [("newsletter_list", []), ("newsletter_detail", [letter.pk]), ("digest_preview", [])]:
        assert client.get(reverse(f"ambassadors:{name}", args=[programme.slug, *args])).status_code == 403
    assert client.post(reverse("ambassadors:newsletter_release", args=[programme.slug, letter.pk])).status_code == 403
    letter.refresh_from_db()
    assert letter.released_at is None


def test_the_manager_sees_only_their_own_week(as_mia, mia, ann, programme):
    url = reverse("ambassadors:digest_preview", args=[programme.slug])
    assert "You take no part as an ambassador" in as_mia.get(url).content.decode()
    factories.AmbassadorFactory(user=mia)
    assert "There is nothing to say this week" in as_mia.get(url).content.decode()
