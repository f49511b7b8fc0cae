"""KPIs are read every night from the catalogue."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from themes import metrics, tasks
from themes.course import course_of
from themes.models import KPIReading


def test_a_kpi_is_read_once_a_day_however_often_the_task_runs(kpi, catalogue):
    tasks.read_kpis()
    catalogue["test.count"] = Decimal(130)
    tasks.read_kpis()
    reading = KPIReading.objects.get()
    assert (reading.kpi, reading.day, reading.value) == (kpi, timezone.localdate(), 130)


def test_a_figure_that_may_not_be_shown_is_no_reading_and_never_zero(kpi, catalogue):
    tasks.read_kpis()
    catalogue["test.count"] = None
    tasks.read_kpis()
    assert not KPIReading.objects.exists()


def test_a_metric_is_asked_for_its_scope_and_its_days(kpi, theme):
    asked = []
    metrics.register(
        metrics.Metric(
            "test.asked",
            "Asked",
            "",
            metrics.Unit.COUNT,
            metrics.Provenance.MEASURED,
            lambda scope, period: asked.append((scope, period)) or metrics.Reading(Decimal(1)),
            days=7,
        )
    )
    kpi.metric_key, kpi.theme, kpi.network = "test.asked", theme, "linkedin"
    kpi.save()
    day = timezone.localdate()
    tasks.read_kpis(day.isoformat())
    scope = metrics.Scope(kpi.goal.programme_id, theme.pk, "linkedin")
    assert asked == [(scope, metrics.Period(day - timedelta(days=6), day))]


def test_a_metric_that_is_gone_stops_nothing(kpi):
    kpi.metric_key = "gone"
    kpi.save()
    tasks.read_kpis()
    assert not KPIReading.objects.exists()


def test_after_its_due_date_a_kpi_is_left_as_it_was(kpi):
    tasks.read_kpis((kpi.due_on + timedelta(days=1)).isoformat())
    assert not KPIReading.objects.exists()


@pytest.mark.parametrize(
    ("value", "done", "on_course", "reached"),
    [(90, -0.1, False, False), (144, 0.44, False, False), (145, 0.45, True, False), (200, 1.0, True, True)],
)
def test_a_kpi_is_on_course_from_nine_tenths_of_its_line(kpi, value, done, on_course, reached):
    kpi.baseline_on, kpi.due_on = date(2026, 1, 1), date(2026, 1, 21)
    kpi.readings.create(day=date(2026, 1, 10), value=value)
    course = course_of(kpi, on=date(2026, 1, 11))
    assert (course.expected, round(course.done, 6)) == (0.5, done)
    assert (course.is_on_course, course.is_reached) == (on_course, reached)


def test_where_less_is_better_the_way_down_counts(kpi):
    kpi.target_value = Decimal(50)
    kpi.readings.create(day=kpi.baseline_on, value=75)
    assert course_of(kpi).done == 0.5
