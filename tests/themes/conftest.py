"""A metric of the tests' own, and rows that this app's tests speak of."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from themes import metrics
from themes.models import KPI, Goal, Programme

FIGURES: dict[str, Decimal | None] = {}


def _value(key):
    return lambda scope, period: metrics.Reading(FIGURES.get(key, Decimal(120)))


@pytest.fixture(autouse=True)
def catalogue():
    """Offer three metrics for the length of a test; FIGURES says what they read."""
    kept = dict(metrics._metrics)
    for key, unit, better in (
        ("test.count", "count", True),
        ("test.share", "percent", True),
        ("test.days", "days", False),
    ):
        metrics.register(
            metrics.Metric(
                key=key,
                name=f"Metric {key}",
                definition="Counted by the tests.",
                unit=metrics.Unit(unit),
                provenance=metrics.Provenance.MEASURED,
                value=_value(key),
                higher_is_better=better,
            )
        )
    yield FIGURES
    FIGURES.clear()
    metrics._metrics.clear()
    metrics._metrics.update(kept)


@pytest.fixture
def goal(programme: Programme) -> Goal:
    return Goal.objects.create(programme=programme, title="People know us for heat networks", kind="awareness")


@pytest.fixture
def kpi(goal: Goal) -> KPI:
    today = timezone.localdate()
    return KPI.objects.create(
        goal=goal,
        name="Clicks on our stories",
        metric_key="test.count",
        baseline_value=100,
        baseline_on=today - timedelta(days=50),
        target_value=200,
        due_on=today + timedelta(days=50),
        owner="Mia",
        relevance="Clicks show that people outside read about it.",
    )
