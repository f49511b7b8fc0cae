"""Raw visits lie in monthly partitions, made ahead and dropped whole."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from sharehub import tasks
from sharehub.models import Visit
from sharehub.reach import partitions
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def _visit(at: datetime, kind: str = "human") -> Visit:
    from sharehub.reach import visits

    share = factories.ShareFactory()
    visit = visits.record(link=share.link, ip="192.0.2.1", user_agent="Firefox", referrer="", is_prefetch=False, at=at)
    Visit.objects.filter(pk=visit.pk).update(kind=kind)
    return visit


def _place_of(visit: Visit) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM sharehub_visit WHERE id = %s", [visit.pk])
        return cursor.fetchone()[0]


def test_partitions_are_made_ahead_and_for_visits_that_came_before_them():
    old = _visit(datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC))
    assert _place_of(old) == "sharehub_visit_other"
    made = partitions.make_partitions(date(2026, 11, 22))
    assert made == ["sharehub_visit_202602", "sharehub_visit_202611", "sharehub_visit_202612", "sharehub_visit_202701"]
    assert partitions.make_partitions(date(2026, 11, 22)) == []
    assert _place_of(old) == "sharehub_visit_202602"
    assert _place_of(_visit(datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC))) == "sharehub_visit_202612"
    assert Visit.objects.count() == 2


def test_a_month_is_dropped_when_its_last_day_is_past_the_retention(settings):
    settings.VISIT_RETENTION_DAYS = 90
    _visit(datetime(2026, 7, 1, tzinfo=UTC))
    kept = _visit(datetime(2026, 8, 31, tzinfo=UTC))
    partitions.make_partitions(date(2026, 11, 22))
    assert partitions.drop_partitions(date(2026, 11, 22)) == ["sharehub_visit_202607"]
    assert partitions.drop_partitions(date(2026, 11, 22)) == []
    assert list(Visit.objects.all()) == [kept]


def test_a_visit_that_is_not_classified_keeps_its_month(settings):
    _visit(datetime(2025, 7, 1, tzinfo=UTC), kind="")
    partitions.make_partitions(date(2026, 11, 22))
    assert partitions.drop_partitions(date(2026, 11, 22)) == []
    assert Visit.objects.count() == 1


def test_the_task_may_run_twice():
    tasks.make_visit_partitions()
    tasks.make_visit_partitions()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'sharehub_visit'::regclass")
        assert cursor.fetchone()[0] == 4  # three months and the rest
