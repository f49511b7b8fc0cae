"""Where a KPI stands against the straight line from its baseline to its target."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from themes.models import KPI, KPIReading
from themes.readings import of as readings_of

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


def course_of(kpi: KPI, *, on: date | None = None, of_month: bool = False) -> Course:
    """Return how a KPI stands on a day (today), from its readings, which are expected to be fetched already.

    Of a month only the reading of the day itself says how it stands: an earlier one is about another month.
    """
    day = on or timezone.localdate()
    readings = [reading for reading in readings_of(kpi) if reading.day <= day]
    last = readings[-1] if readings and (not of_month or readings[-1].day == day) else None
    return Course(
        kpi=kpi,
        now=last.value if last else None,
        read_on=last.day if last else None,
        done=kpi.progress(last.value) if last else 0.0,
        expected=expected_fraction(kpi, day),
        values=[float(reading.value) for reading in readings],
        day=day,
        reached_since=_reached_since(kpi, readings),
    )


def _reached_since(kpi: KPI, readings: Sequence[KPIReading]) -> date | None:
    """Return the first day of the unbroken row of readings at or beyond the target that lasts until the newest."""
    since = None
    for reading in reversed(readings):
        if kpi.progress(reading.value) < 1:
            break
        since = reading.day
    return since
