"""HR names its own stages, and takes back a move that was a mistake."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub import tasks
from sharehub.models import Application, ProcedureStep, StageChange
from sharehub.recruitment import funnel, stages
from tests import factories


@pytest.fixture
def application(db):
    return factories.application(name="Kim de Vries")


def _move(client, application, before, after):
    url = reverse("sharehub:application_stage", args=[application.pk])
    return client.post(url, {"from_stage": before, "to_stage": after}, follow=True)


def _undo_of(response):
    return next(message.extra_tags for message in response.context["messages"])


def test_a_rejection_is_taken_back_with_everything_it_changed(as_hanna, application):
    _move(as_hanna, application, "applied", "interview")
    url = _undo_of(_move(as_hanna, application, "interview", "rejected"))
    page = as_hanna.post(url, follow=True)
    application.refresh_from_db()
    assert (application.stage, application.closed_at, application.erase_on) == ("interview", None, None)
    assert [change.stage for change in application.stage_changes.all()] == ["interview"]
    assert "Undone: it is “in conversation” again." in page.content.decode()
    assert application.motivation == "Because of the people."


def test_the_day_of_erasure_comes_back_as_it_was(as_hanna, application):
    _move(as_hanna, application, "applied", "rejected")
    day = timezone.localdate() + timedelta(days=3)
    Application.objects.update(erase_on=day)
    url = _undo_of(_move(as_hanna, application, "rejected", "interview"))
    as_hanna.post(url)
    application.refresh_from_db()
    assert (application.stage, application.erase_on) == ("rejected", day)
    assert funnel.of_vacancies([application.vacancy])[application.vacancy_id].total.talked == 0


def test_a_move_is_not_taken_back_after_another_one(as_hanna, application):
    url = _undo_of(_move(as_hanna, application, "applied", "rejected"))
    _move(as_hanna, application, "rejected", "hired")
    response = as_hanna.post(url, follow=True)
    application.refresh_from_db()
    assert application.stage == "hired"
    assert StageChange.objects.count() == 2
    assert "was moved on in the meantime" in response.content.decode()


def test_a_move_is_taken_back_once_and_only_by_who_made_it(as_hanna, as_mia, application):
    url = _undo_of(_move(as_hanna, application, "applied", "interview"))
    assert as_mia.post(url).status_code == 403
    as_hanna.post(url)
    response = as_hanna.post(url, follow=True)
    application.refresh_from_db()
    assert application.stage == "applied"
    assert "too late" in response.content.decode()


def test_who_was_forgotten_stays_forgotten(as_hanna, application):
    url = _undo_of(_move(as_hanna, application, "applied", "rejected"))
    Application.objects.update(erase_on=timezone.localdate())
    tasks.delete_candidates()
    as_hanna.post(url)
    application.refresh_from_db()
    assert (application.stage, application.name) == ("rejected", "")


def test_hr_adds_a_stage_and_the_funnel_counts_it_as_what_it_means(as_hanna, application):
    as_hanna.post(reverse("sharehub:stage_list"), {"name": "Second talk", "kind": "interview"})
    step = ProcedureStep.objects.get(name="Second talk")
    _move(as_hanna, application, "applied", "interview")
    page = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk]))
    assert page.context["next_stage"] == step.key
    _move(as_hanna, application, "interview", step.key)
    application.refresh_from_db()
    assert (application.stage, application.step) == ("interview", step)
    found = funnel.of_vacancies([application.vacancy])[application.vacancy_id].total
    assert (found.applied, found.talked, found.hired) == (1, 1, 0)
    rows = as_hanna.get(reverse("sharehub:application_list"), {"stage": step.key})
    assert "Kim de Vries" in rows.content.decode()
    assert "Second talk" in rows.content.decode()
    factories.application()
    listed = as_hanna.get(reverse("sharehub:stage_list")).context["steps"]
    assert [(str(stage), standing) for stage, standing in listed] == [
        ("applied", 1),
        ("in conversation", 0),
        ("Second talk", 1),
        ("hired", 0),
        ("not chosen", 0),
        ("withdrew", 0),
    ]


def test_two_stages_of_one_name_could_not_be_told_apart(as_hanna, application):
    address = reverse("sharehub:stage_list")
    for name in ("Second talk", " second TALK", "hired"):
        as_hanna.post(address, {"name": name, "kind": "interview"})
    step = ProcedureStep.objects.get(name="Second talk")
    response = as_hanna.post(reverse("sharehub:stage_detail", args=[step.pk]), {"name": "In conversation"})
    assert "There is a stage of that name already." in response.content.decode()
    assert as_hanna.post(reverse("sharehub:stage_detail", args=[step.pk]), {"name": "Second talk"}).status_code == 302
    assert list(ProcedureStep.objects.exclude(name="").values_list("name", flat=True)) == ["Second talk"]


def test_a_stage_is_renamed_and_retired_but_the_basic_ones_stay(as_hanna, application):
    hired, talk = ProcedureStep.objects.get(key="hired"), ProcedureStep.objects.get(key="interview")
    as_hanna.post(reverse("sharehub:stage_detail", args=[talk.pk]), {"name": "First talk"})
    as_hanna.post(reverse("sharehub:stage_retirement", args=[hired.pk]))
    talk.refresh_from_db()
    hired.refresh_from_db()
    assert (talk.name, hired.retired_at) == ("First talk", None)
    added = ProcedureStep.objects.create(key="trial-day", name="Trial day", kind="interview")
    url = reverse("sharehub:stage_retirement", args=[added.pk])
    as_hanna.post(url)
    _move(as_hanna, application, "applied", "trial-day")
    application.refresh_from_db()
    assert application.stage == "applied"
    as_hanna.post(url)
    added.refresh_from_db()
    assert added.retired_at is None


def test_the_basic_stages_are_made_once_and_keep_their_names(db):
    ProcedureStep.objects.filter(key="hired").update(name="Welcome")
    stages.ensure_stages()
    assert ProcedureStep.objects.count() == 5
    assert str(ProcedureStep.objects.get(key="hired")) == "Welcome"


@pytest.mark.parametrize("who", ["client", "as_ann", "as_mia", "as_ed"])
def test_only_hr_changes_stages_and_rules(request, db, who):
    client = request.getfixturevalue(who)
    step = ProcedureStep.objects.get(key="interview")
    for url, data in (
        (reverse("sharehub:stage_list"), {"name": "x", "kind": "hired"}),
        (reverse("sharehub:stage_detail", args=[step.pk]), {"name": "x"}),
        (reverse("sharehub:stage_retirement", args=[step.pk]), {}),
        (reverse("sharehub:recruitment_rules"), {"attribution_days": "1", "credit": "first"}),
        (reverse("sharehub:ats"), {"name": "x"}),
    ):
        assert client.post(url, data).status_code == (302 if who == "client" else 403)
    step.refresh_from_db()
    assert (ProcedureStep.objects.count(), step.name) == (5, "")
