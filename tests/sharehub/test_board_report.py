"""The board's report: as a PDF for who asks, and by mail to who was subscribed, once, until it is stopped."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors import notices
from ambassadors.models import Notice
from sharehub import tasks
from sharehub.actions import report_subscriptions
from sharehub.measurement import periods, subscriptions
from sharehub.models import Report, ReportSubscription
from tests import factories
from tests.sharehub.test_measurement import NOON, shared
from themes.metrics import Period


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def subscription(programme, mia):
    found = report_subscriptions.subscribe(programme=programme, user=mia, every="month", by=mia)
    ReportSubscription.objects.update(since=date(2026, 8, 1))
    found.refresh_from_db()
    return found


def send_all():
    tasks.plan_report_mails()
    for pk in notices.due():
        notices.send(notice_id=pk)


@pytest.mark.parametrize(
    ("kind", "today", "start", "end"),
    [
        ("week", date(2026, 9, 30), date(2026, 9, 21), date(2026, 9, 27)),
        ("week", date(2026, 9, 28), date(2026, 9, 21), date(2026, 9, 27)),
        ("month", date(2026, 1, 31), date(2025, 12, 1), date(2025, 12, 31)),
        ("quarter", date(2026, 2, 1), date(2025, 10, 1), date(2025, 12, 31)),
        ("quarter", date(2026, 9, 30), date(2026, 4, 1), date(2026, 6, 30)),
    ],
)
def test_the_last_whole_period(db, kind, today, start, end):
    assert periods.closed(kind, today) == Period(start, end)
    assert subscriptions._period_from(kind, start) == Period(start, end)


def test_a_manager_makes_a_pdf_that_is_theirs_alone(client, as_mia, as_hanna, as_ann, programme, theme):
    shared(theme, 6)
    made = as_mia.post(reverse("sharehub:board_report_new", args=[programme.slug]), {"period": "month"}, follow=True)
    assert "The report is being made" in made.content.decode()
    report = Report.objects.get()
    tasks.make_report(report.pk)
    tasks.make_report(report.pk)
    address = reverse("sharehub:board_report_file", args=[programme.slug, report.pk])
    response = as_mia.get(address)
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith(f'attachment; filename="{programme.slug}-2026-09-01')
    for someone, status in ((client, 302), (as_ann, 403), (as_hanna, 403)):
        assert someone.get(address).status_code == status
    assert as_hanna.get(reverse("sharehub:report_file", args=[report.pk])).status_code == 404


def test_a_mail_leaves_once_with_the_report_attached(subscription, theme):
    shared(theme, 6, days_ago=40)
    send_all()
    send_all()
    [sent] = mail.outbox
    assert sent.to == ["mia@example.nl"]
    assert "1 August 2026 – 31 August 2026" in sent.subject
    assert "60 people were reached." in sent.body
    [(name, content, kind)] = [attached[:3] for attached in sent.attachments]
    assert (name, kind) == (f"{subscription.programme.slug}-2026-08-01-2026-08-31.pdf", "application/pdf")
    assert content.startswith(b"%PDF-")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_month_without_anything_says_so(subscription):
    send_all()
    [sent] = mail.outbox
    assert "nothing happened" in sent.subject
    assert "Nothing was shared and nobody was reached in this period." in sent.body
    assert sent.attachments == []


def test_who_subscribes_late_hears_of_the_next_period_first(programme, mia):
    report_subscriptions.subscribe(programme=programme, user=mia, every="month", by=mia)
    tasks.plan_report_mails()
    assert not Notice.objects.exists()


def test_one_click_stops_it_and_a_link_that_is_only_followed_does_not(client, subscription):
    tasks.plan_report_mails()
    address = reverse("sharehub:report_unsubscription", args=[subscriptions.token(subscription)])
    assert "Stop the report by mail?" in client.get(address).content.decode()
    assert ReportSubscription.objects.current().exists()
    client.post(address)
    client.post(address)
    assert not ReportSubscription.objects.current().exists()
    assert ModelLogEntry.objects.filter(action="sharehub.stop_report").count() == 1
    send_all()
    assert mail.outbox == []
    assert client.post(reverse("sharehub:report_unsubscription", args=["nonsense"])).status_code == 404


def test_who_may_not_see_the_figures_any_more_gets_no_mail(subscription, mia, theme):
    shared(theme, 6, days_ago=40)
    tasks.plan_report_mails()
    mia.groups.clear()
    send_all()
    assert mail.outbox == []
    assert Notice.objects.get().dropped_at


def test_a_manager_subscribes_only_who_may_see_it(as_mia, mia, ann, programme):
    address = reverse("sharehub:report_subscription_list", args=[programme.slug])
    assert as_mia.post(address, {"user": ann.user.pk, "every": "week"}).status_code == 422
    assert not ReportSubscription.objects.exists()
    for _again in range(2):
        assert as_mia.post(address, {"user": mia.pk, "every": "week"}).status_code == 302
    found = ReportSubscription.objects.get()
    assert str(found) in as_mia.get(address).content.decode()
    assert ModelLogEntry.objects.filter(action="sharehub.subscribe_report").count() == 1
    end = reverse("sharehub:report_subscription_end", args=[programme.slug, found.pk])
    other = reverse("sharehub:report_subscription_end", args=[factories.ProgrammeFactory().slug, found.pk])
    assert as_mia.post(other).status_code == 404
    as_mia.post(end)
    found.refresh_from_db()
    assert found.stopped_at


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_else_subscribes_anybody(programme, request, who, mia):
    address = reverse("sharehub:report_subscription_list", args=[programme.slug])
    assert request.getfixturevalue(who).post(address, {"user": mia.pk, "every": "week"}).status_code == 403
    assert not ReportSubscription.objects.exists()
