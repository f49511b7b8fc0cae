"""HR moves an application along; candidates are forgotten on schedule."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from sharehub import tasks
from sharehub.models import Application, StageChange
from tests import factories


@pytest.fixture
def application(db):
    return factories.application(name="Kim de Vries", email="kim@example.nl", motivation="Warm homes.")


def _move(client, application, before, after):
    url = reverse("sharehub:application_stage", args=[application.pk])
    return client.post(url, {"from_stage": before, "to_stage": after}, follow=True)


def test_hr_moves_an_application_along(as_hanna, hanna, application):
    response = _move(as_hanna, application, "applied", "interview")
    application.refresh_from_db()
    assert (response.status_code, application.stage, application.closed_at) == (200, "interview", None)
    assert [(change.stage, change.by) for change in application.stage_changes.all()] == [("interview", hanna)]
    assert ModelLogEntry.objects.filter(action="sharehub.move_application", user=hanna).count() == 1


def test_an_end_starts_the_days_after_which_the_candidate_is_forgotten(as_hanna, application):
    _move(as_hanna, application, "applied", "rejected")
    application.refresh_from_db()
    assert application.erase_on == timezone.localdate() + timedelta(days=28)
    assert application.closed_at is not None


def test_who_agreed_is_kept_a_year(as_hanna):
    application = factories.application(keeps_data_a_year=True)
    _move(as_hanna, application, "applied", "rejected")
    application.refresh_from_db()
    assert application.erase_on == timezone.localdate() + timedelta(days=365)


def test_a_mistake_can_be_put_right(as_hanna, application):
    _move(as_hanna, application, "applied", "rejected")
    _move(as_hanna, application, "rejected", "interview")
    application.refresh_from_db()
    assert (application.stage, application.closed_at, application.erase_on) == ("interview", None, None)


def test_the_second_of_two_colleagues_is_told(as_hanna, application):
    _move(as_hanna, application, "applied", "hired")
    response = _move(as_hanna, application, "applied", "rejected")
    application.refresh_from_db()
    assert application.stage == "hired"
    assert "A colleague moved this application in the meantime" in response.content.decode()
    assert StageChange.objects.count() == 1


def test_a_stage_that_does_not_exist_changes_nothing(as_hanna, application):
    _move(as_hanna, application, "applied", "promoted")
    application.refresh_from_db()
    assert application.stage == "applied"
    assert not StageChange.objects.exists()


@pytest.mark.parametrize("who", ["client", "as_ann", "as_mia", "as_ed"])
def test_only_hr_sees_and_moves_candidates(request, application, who):
    client = request.getfixturevalue(who)
    for name in ("application_detail", "application_cv", "application_stage"):
        url = reverse(f"sharehub:{name}", args=[application.pk])
        response = (
            client.post(url, {"from_stage": "applied", "to_stage": "hired"})
            if name.endswith("stage")
            else client.get(url)
        )
        assert response.status_code == (302 if who == "client" else 403)
        assert b"Kim" not in response.content
    for name in ("vacancy_list", "application_list"):
        assert client.get(reverse(f"sharehub:{name}")).status_code == (302 if who == "client" else 403)
    application.refresh_from_db()
    assert application.stage == "applied"


def test_the_cv_is_downloaded_and_never_shown_in_the_browser(as_hanna, application):
    application.cv.save("cv.pdf", ContentFile(b"%PDF-1.7"))
    response = as_hanna.get(reverse("sharehub:application_cv", args=[application.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Disposition"] == f'attachment; filename="cv-{application.pk}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_candidates_are_forgotten_on_the_day(as_hanna, application):
    application.cv.save("cv.pdf", ContentFile(b"%PDF-1.7"))
    storage, name = application.cv.storage, application.cv.name
    today = timezone.localdate()
    _move(as_hanna, application, "applied", "interview")
    assert ModelLogEntry.objects.filter(label__contains="Kim").count() == 1
    later = factories.application(name="Lee", erase_on=today + timedelta(days=1))
    Application.objects.filter(pk=application.pk).update(erase_on=today, stage="hired")

    tasks.delete_candidates()
    tasks.delete_candidates()

    application.refresh_from_db()
    assert (application.name, application.email, application.motivation, bool(application.cv)) == ("", "", "", False)
    assert not storage.exists(name)
    assert (application.stage, application.is_erased) == ("hired", True)
    assert not ModelLogEntry.objects.filter(label__contains="Kim").exists()
    later.refresh_from_db()
    assert (later.is_erased, bool(later.name)) == (False, True)
