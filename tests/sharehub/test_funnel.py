"""The funnel counts each stage from its rows, per source."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub.models import ReachByGroup, StageChange
from sharehub.recruitment import funnel
from tests import factories


@pytest.fixture
def vacancy(db):
    return factories.vacancy(title="Pipe layer")


def _visits(vacancy, network, people):
    ReachByGroup.objects.create(day=timezone.localdate(), piece=vacancy, network=network, hits=people + 3, human=people)


def _application(vacancy, network, *stages):
    application = factories.application(vacancy=vacancy, network=network, stage=stages[-1] if stages else "applied")
    for stage in stages:
        StageChange.objects.create(application=application, stage=stage)
    return application


def test_each_source_stands_apart_and_a_stage_once_reached_counts(vacancy):
    _visits(vacancy, "linkedin", 40)
    _visits(vacancy, "bluesky", 7)
    _application(vacancy, "linkedin")
    _application(vacancy, "linkedin", "interview", "rejected")
    _application(vacancy, "linkedin", "interview", "hired")
    _application(vacancy, "", "rejected")

    found = funnel.of_vacancies([vacancy])[vacancy.pk]
    assert [(r.source, r.visits, r.applied, r.talked, r.hired) for r in found.rows] == [
        ("linkedin", 40, 3, 2, 1),
        ("bluesky", 7, 0, 0, 0),
        ("", None, 1, 0, 0),
    ]
    assert (found.total.visits, found.total.applied, found.total.talked, found.total.hired) == (47, 4, 2, 1)
    assert found.through_ambassadors.applied == 3


def test_the_list_asks_as_many_questions_for_ten_vacancies_as_for_one(as_hanna, vacancy, django_assert_max_num_queries):
    for _number in range(10):
        _visits(factories.vacancy(), "linkedin", 3)
    with django_assert_max_num_queries(20):
        response = as_hanna.get(reverse("sharehub:vacancy_list"))
    assert response.status_code == 200


def test_hr_finds_a_vacancy_and_sees_its_sources(as_hanna, vacancy):
    _visits(vacancy, "linkedin", 1204)
    _application(vacancy, "linkedin", "interview")
    assert b"Pipe layer" in as_hanna.get(reverse("sharehub:vacancy_list"), {"q": "pipe"}).content
    assert b"Pipe layer" not in as_hanna.get(reverse("sharehub:vacancy_list"), {"q": "plumber"}).content
    page = as_hanna.get(reverse("sharehub:vacancy_detail", args=[vacancy.pk])).content.decode()
    assert "Ambassadors on LinkedIn" in page
    assert "100 %" not in page  # one of one is no percentage
    assert "1,204" in page


def test_an_ambassador_learns_a_coarse_state_and_no_name(ann, vacancy):
    share = factories.ShareFactory(ambassador=ann, piece=vacancy)
    factories.application(vacancy=vacancy, share=share, network="linkedin", name="Kim de Vries", stage="interview")
    factories.application(vacancy=vacancy, name="Someone else")
    assert funnel.started_by(ann) == [funnel.Started("Pipe layer", "in conversation")]


def test_the_picture_sets_applications_of_ambassadors_against_their_visits(as_hanna, vacancy):
    _visits(vacancy, "linkedin", 1000)
    _application(vacancy, "linkedin", "applied")
    _application(vacancy, "", "applied")
    chart = as_hanna.get(reverse("sharehub:vacancy_detail", args=[vacancy.pk])).context["chart"]
    assert [row[1] for row in chart.table.rows][:2] == ["1,000", "1"]


@pytest.mark.parametrize(
    ("stage", "forward"), [("applied", "interview"), ("interview", "hired"), ("hired", ""), ("rejected", "")]
)
def test_the_way_forward_comes_first(as_hanna, vacancy, stage, forward):
    application = factories.application(vacancy=vacancy, stage=stage)
    page = as_hanna.get(reverse("sharehub:application_detail", args=[application.pk]))
    assert page.context["next_stage"] == forward
    assert not forward or page.context["stages"][0].key == forward
