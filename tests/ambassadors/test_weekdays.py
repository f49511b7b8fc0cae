"""Hours on weekdays: weekends do not count, clock changes do."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ambassadors.weekdays import add_hours, hours_between

FRIDAY = datetime(2026, 9, 25, 14, 0, tzinfo=UTC)  # four o'clock in Amsterdam


@pytest.mark.parametrize(
    "start, hours, end",
    [
        (datetime(2026, 9, 22, 8, 0, tzinfo=UTC), 24, datetime(2026, 9, 23, 8, 0, tzinfo=UTC)),
        (FRIDAY, 24, datetime(2026, 9, 28, 14, 0, tzinfo=UTC)),
        (datetime(2026, 9, 26, 10, 0, tzinfo=UTC), 1, datetime(2026, 9, 27, 23, 0, tzinfo=UTC)),
        (datetime(2026, 10, 23, 14, 0, tzinfo=UTC), 24, datetime(2026, 10, 26, 15, 0, tzinfo=UTC)),
    ],
)
def test_hours_pass_on_weekdays_only(start, hours, end):
    assert add_hours(start, hours) == end
    assert hours_between(start, end) == Decimal(hours)


def test_nothing_passes_backwards_or_in_a_weekend():
    saturday = datetime(2026, 9, 26, 10, 0, tzinfo=UTC)
    assert hours_between(saturday, datetime(2026, 9, 27, 10, 0, tzinfo=UTC)) == 0
    assert hours_between(FRIDAY, datetime(2026, 9, 24, 10, 0, tzinfo=UTC)) == 0
