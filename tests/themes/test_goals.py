"""Goals are written, changed, removed and put back."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests import factories
from themes.models import KPI, Goal, KPIReading

GOAL = {"title": "Technicians apply", "kind": "recruitment", "beneficiary": "organisation", "description": ""}


@pytest.fixture
def new_url(programme):
    return reverse("themes:goal_new", args=[programme.slug])


def test_a_new_goal_leads_to_its_first_kpi(as_mia, mia, programme, new_url):
    response = as_mia.post(new_url, GOAL)
    goal = Goal.objects.get()
    assert response.headers["Location"] == reverse("themes:kpi_new", args=[programme.slug, goal.pk])
    assert (goal.programme, goal.title, goal.kind) == (programme, "Technicians apply", "recruitment")
    assert ModelLogEntry.objects.get().user_id == mia.pk


def test_a_goal_without_words_is_refused(as_mia, new_url):
    assert as_mia.post(new_url, GOAL | {"title": ""}).status_code == 422
    assert not Goal.objects.exists()


def test_an_ambassador_cannot_write_a_goal(as_ann, new_url):
    assert as_ann.post(new_url, GOAL).status_code == 403
    assert not Goal.objects.exists()


def test_a_goal_is_changed_and_the_log_says_what(as_mia, programme, goal):
    as_mia.post(reverse("themes:goal_form", args=[programme.slug, goal.pk]), GOAL)
    goal.refresh_from_db()
    assert goal.title == "Technicians apply"
    assert ModelLogEntry.objects.get().data["fields"] == ["title", "kind"]


def test_a_goal_of_another_programme_is_not_found_here(as_mia, goal):
    other = factories.ProgrammeFactory()
    assert as_mia.post(reverse("themes:goal_form", args=[other.slug, goal.pk]), GOAL).status_code == 404
    assert Goal.objects.get().title == goal.title


def test_a_removed_goal_comes_back_with_kpis_and_readings(as_mia, programme, goal, kpi):
    reading = KPIReading.objects.create(kpi=kpi, day="2026-03-01", value=130)
    response = as_mia.post(reverse("themes:goal_removal", args=[programme.slug, goal.pk]), follow=True)
    assert not Goal.objects.exists()
    assert not KPIReading.objects.exists()
    [message] = response.context["messages"]
    response = as_mia.post(message.extra_tags)
    assert response.headers["Location"] == reverse("themes:goal_list", args=[programme.slug])
    assert Goal.objects.get() == goal
    assert KPI.objects.get().target_value == kpi.target_value
    assert KPIReading.objects.get() == reading
    assert [entry.action for entry in ModelLogEntry.objects.order_by("pk")] == ["themes.remove", "themes.restore"]


def test_what_was_put_back_is_not_put_back_twice(as_mia, programme, goal):
    response = as_mia.post(reverse("themes:goal_removal", args=[programme.slug, goal.pk]), follow=True)
    [message] = response.context["messages"]
    as_mia.post(message.extra_tags)
    Goal.objects.all().delete()
    as_mia.post(message.extra_tags)
    assert not Goal.objects.exists()


def test_another_manager_cannot_undo(as_mia, programme, goal, client):
    response = as_mia.post(reverse("themes:goal_removal", args=[programme.slug, goal.pk]), follow=True)
    [message] = response.context["messages"]
    client.force_login(factories.UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    client.post(message.extra_tags)
    assert not Goal.objects.exists()
    as_mia.post(message.extra_tags)
    assert Goal.objects.exists()


def test_an_ambassador_cannot_remove_a_goal(as_ann, programme, goal):
    assert as_ann.post(reverse("themes:goal_removal", args=[programme.slug, goal.pk])).status_code == 403
    assert Goal.objects.exists()


def test_a_goal_is_not_removed_by_following_a_link(as_mia, programme, goal):
    assert as_mia.get(reverse("themes:goal_removal", args=[programme.slug, goal.pk])).status_code == 302
    assert Goal.objects.exists()


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_ten(
    as_mia, programme, kpi, django_assert_num_queries, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("themes:goal_list", args=[programme.slug])
    as_mia.get(url)
    with CaptureQueriesContext(connection) as few:
        as_mia.get(url)
    for number in range(9):
        goal = Goal.objects.create(programme=programme, title=f"Goal {number}", kind="trust")
        kpi.pk, kpi.goal = None, goal
        kpi.save()
        KPIReading.objects.create(kpi=kpi, day="2026-03-01", value=120)
    with CaptureQueriesContext(connection) as many:
        as_mia.get(url)
    assert len(many) == len(few)
