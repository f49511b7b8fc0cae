"""The six conditions before step 1, each with its evidence."""

import pytest
from django.urls import reverse
from django.utils import timezone

from themes.models import ReadinessItem


@pytest.fixture
def url(programme):
    return reverse("themes:readiness", args=[programme.slug])


def test_a_condition_is_met_on_the_day_its_evidence_was_written(as_mia, programme, url):
    as_mia.post(url, {"values-evidence": "The book of values", "values-is_met": "on"})
    item = programme.readiness_items.get()
    assert (item.key, item.evidence, item.met_on) == ("values", "The book of values", timezone.localdate())


def test_the_same_answers_twice_change_nothing(as_mia, programme, url):
    for _time in range(2):
        as_mia.post(url, {"values-evidence": "The book of values", "values-is_met": "on"})
    assert programme.readiness_items.count() == 1


def test_a_condition_that_was_met_keeps_its_day(as_mia, programme, url):
    programme.readiness_items.create(key="values", evidence="Book", met_on="2026-01-05")
    as_mia.post(url, {"values-evidence": "Book and film", "values-is_met": "on"})
    item = programme.readiness_items.get()
    assert (item.evidence, str(item.met_on)) == ("Book and film", "2026-01-05")


def test_a_condition_can_be_open_again(as_mia, programme, url):
    programme.readiness_items.create(key="values", evidence="Book", met_on="2026-01-05")
    as_mia.post(url, {"values-evidence": "Book"})
    assert programme.readiness_items.get().met_on is None


def test_a_condition_without_evidence_is_not_met_and_nothing_is_saved(as_mia, url):
    response = as_mia.post(url, {"values-is_met": "on", "policy-evidence": "On paper", "policy-is_met": "on"})
    assert response.status_code == 422
    assert "Write down what shows it; then it can be met." in response.content.decode()
    assert not ReadinessItem.objects.exists()


def test_an_ambassador_cannot_meet_a_condition(as_ann, url):
    assert as_ann.post(url, {"values-evidence": "Book", "values-is_met": "on"}).status_code == 403
    assert not ReadinessItem.objects.exists()
