"""A KPI that invites gaming, or was met long ago, says so where it stands; a baseline can be looked up where it was measured."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from themes import metrics
from themes.cautions import Caution, cautions
from themes.course import course_of
from themes.models import KPI, KPIReading

pytestmark = pytest.mark.django_db


@pytest.fixture
def gamed():
    """Counting can be gamed, and a share would show it."""
    count = metrics.metric("test.count")
    metrics.register(replace(count, pitfall="More is easily made.", counterweight="test.share"))


def test_a_figure_that_can_be_gamed_asks_for_its_counterweight(gamed, kpi):
    assert cautions(course_of(kpi), measured={"test.count"}) == [
        Caution("More is easily made.", "test.share", "Metric test.share")
    ]
    assert cautions(course_of(kpi), measured={"test.count", "test.share"}) == []


def test_the_page_of_goals_offers_the_counterweight(gamed, as_mia, programme, kpi):
    page = as_mia.get(reverse("themes:goal_list", args=[programme.slug])).content.decode()
    address = reverse("themes:kpi_new", args=[programme.slug, kpi.goal_id]) + "?metric=test.share"
    assert f'href="{address}"' in page
    assert '<option value="test.share" selected>' in as_mia.get(address).content.decode()


@pytest.mark.parametrize(
    ("values", "says"), [([200] * 29, True), ([200] * 28, False), ([210] * 20 + [150] + [210] * 10, False)]
)
def test_a_target_reached_for_four_weeks_asks_for_the_next(kpi, values, says):
    today = timezone.localdate()
    days = [today - timedelta(days=len(values) - 1 - number) for number in range(len(values))]
    KPIReading.objects.bulk_create(KPIReading(kpi=kpi, day=d, value=v) for d, v in zip(days, values, strict=True))
    assert bool(cautions(course_of(kpi), measured=set())) is says


def test_a_reached_target_whose_day_has_come_asks_nothing_more(kpi):
    today = timezone.localdate()
    KPIReading.objects.bulk_create(KPIReading(kpi=kpi, day=today - timedelta(days=n), value=250) for n in range(40))
    kpi.due_on = today
    assert cautions(course_of(kpi), measured=set()) == []


def test_a_baseline_that_was_measured_here_is_looked_up_and_nothing_saved(as_mia, programme, goal, catalogue):
    catalogue["test.count"] = Decimal(34)
    url = reverse("themes:kpi_new", args=[programme.slug, goal.pk])
    page = as_mia.post(url, {"metric_key": "test.count", "name": "Clicks we get", "measure": "1"}).content.decode()
    assert 'name="baseline_value" value="34"' in page
    assert 'value="Clicks we get"' in page
    assert "is filled in. Nothing is saved yet." in page
    assert KPI.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Choose a metric first"),
        ({"metric_key": "test.count"}, "nothing is known"),
        ({"metric_key": "<script>"}, "Choose a metric first"),
    ],
)
def test_an_unknown_baseline_is_said_and_what_was_typed_is_kept(as_mia, programme, kpi, catalogue, data, says):
    catalogue["test.count"] = None
    before = KPI.objects.values().get()
    url = reverse("themes:kpi_form", args=[programme.slug, kpi.pk])
    page = as_mia.post(url, {"owner": "Someone else", "measure": "1", **data}).content.decode()
    assert says in page
    assert 'value="Someone else"' in page
    assert KPI.objects.values().get() == before
