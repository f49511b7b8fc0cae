"""Where a KPI stands against the straight line from its baseline to its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from themes import readings
from themes.models import KPI, KPIReading

# A KPI is on course while it has made nine tenths of the way the line asks for on that day: weeks differ, alarms should not.
SLACK = 0.9


@dataclass(frozen=True)
class Course:
    """A KPI with its newest figure; fractions run from 0 (baseline) to 1 (target) and `done` may pass both ends."""

    kpi: KPI
    now: Decimal | None
    read_on: date | None
    done: float
    expected: float
    values: list[float]
    day: date
    reached_since: date | None = None

    @property
    def is_known(self) -> bool:
        return self.now is not None

    @property
    def is_on_course(self) -> bool:
        return self.is_known and self.done >= self.expected * SLACK

    @property
    def is_reached(self) -> bool:
        return self.is_known and self.done >= 1

    @property
    def percent(self) -> int:
        return round(min(max(self.done, 0), 1) * 100)

    @property
    def expected_percent(self) -> int:
        return round(self.expected * 100)

    @property
    def behind_percent(self) -> int:
        """How many points of the way it is behind its line."""
        return max(self.expected_percent - self.percent, 0)


def expected_fraction(kpi: KPI, on: date) -> float:
    """Return the part of the way (0 to 1) that the line from baseline to due date asks for on a day."""
    days = (kpi.due_on - kpi.baseline_on).days
    return min(max((on - kpi.baseline_on).days / days, 0.0), 1.0) if days > 0 else 1.0


def course_of(kpi: KPI, *, on: date | None = None) -> Course:
    """Return how a KPI stands on a day (today), from its readings, which are expected to be fetched already."""
    day = on or timezone.localdate()
    known = [reading for reading in readings.of(kpi) if reading.day <= day]
    last = readings.last_of(kpi, day)
    return Course(
        kpi=kpi,
        now=last.value if last else None,
        read_on=last.day if last else None,
        done=kpi.progress(last.value) if last else 0.0,
        expected=expected_fraction(kpi, day),
        values=[float(reading.value) for reading in known],
        day=day,
        reached_since=_reached_since(kpi, known),
    )


def _reached_since(kpi: KPI, known: Sequence[KPIReading]) -> date | None:
    """Return the first day of the unbroken row of readings at or beyond the target that lasts until the newest."""
    since = None
    for reading in reversed(known):
        if kpi.progress(reading.value) < 1:
            break
        since = reading.day
    return since
