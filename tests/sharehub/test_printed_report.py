"""HR's report as a PDF: made by a worker, for who asked alone, gone after a month."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub import tasks
from sharehub.models import Report
from tests import factories


@pytest.fixture
def report(as_hanna, hanna, django_capture_on_commit_callbacks):
    factories.application(vacancy=factories.vacancy(title="Pipe layer #1 *bold* $x$"), channel='"quoted" \\ #eval')
    with django_capture_on_commit_callbacks():
        as_hanna.post(reverse("sharehub:report_new"), {"period": "month"})
    return Report.objects.get()


def test_the_report_is_made_once_and_downloaded(as_hanna, report):
    page = as_hanna.get(reverse("sharehub:report_detail", args=[report.pk]))
    assert "The report is being made" in page.content.decode()
    tasks.make_report(report.pk)
    report.refresh_from_db()
    made_at = report.ready_at
    tasks.make_report(report.pk)
    tasks.make_waiting_reports()
    report.refresh_from_db()
    assert (report.ready_at, report.progress) == (made_at, Report.STEPS)
    response = as_hanna.get(reverse("sharehub:report_file", args=[report.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment")


def test_asked_for_twice_it_is_one_report(as_hanna, report):
    as_hanna.post(reverse("sharehub:report_new"), {"period": "month"})
    assert Report.objects.count() == 1


def test_a_report_is_for_who_asked_alone(client, as_ann, as_mia, report):
    tasks.make_report(report.pk)
    for someone, status in ((client, 302), (as_ann, 403), (as_mia, 403)):
        assert someone.get(reverse("sharehub:report_file", args=[report.pk])).status_code == status
        assert someone.post(reverse("sharehub:report_new"), {"period": "year"}).status_code == status
    assert Report.objects.count() == 1


def test_a_report_that_failed_says_so(as_hanna, report, monkeypatch):
    monkeypatch.setattr("sharehub.recruitment.printed.get_template", lambda name: 1 / 0)
    tasks.make_report(report.pk)
    page = as_hanna.get(reverse("sharehub:report_detail", args=[report.pk])).content.decode()
    assert "Nothing is lost: ask for it again." in page
    assert as_hanna.get(reverse("sharehub:report_file", args=[report.pk])).status_code == 404


def test_old_reports_are_gone_with_their_files(report):
    tasks.make_report(report.pk)
    report.refresh_from_db()
    storage, name = report.file.storage, report.file.name
    Report.objects.update(asked_at=timezone.now() - timedelta(days=31))
    tasks.make_waiting_reports()
    tasks.make_waiting_reports()
    assert not Report.objects.exists()
    assert not storage.exists(name)
