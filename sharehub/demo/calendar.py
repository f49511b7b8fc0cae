"""When people of the demo do things: a slow start, office days, lunch and evening, holidays."""

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sharehub.demo.texts import Fields

ZONE = ZoneInfo("Europe/Amsterdam")
DAYS_OF_HISTORY = 365
_WEEKDAYS = (1.05, 1.35, 1.15, 1.35, 0.9, 0.22, 0.28)
# Parts of the day in which people share: from, until (hours), and how often.
_PARTS = ((7.7, 9.4, 22), (9.5, 12.0, 12), (12.0, 13.5, 34), (13.5, 17.0, 10), (19.3, 21.8, 22))


@dataclass
class Calendar:
    """A year that ends now, and the chances in it."""

    now: datetime
    chance: random.Random = field(default_factory=lambda: random.Random("calendar"))  # noqa: S311 (a demo, no secrets)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def start(self) -> date:
        return self.today - timedelta(days=DAYS_OF_HISTORY)

    def days(self) -> list[date]:
        """Return every day from the start up to and including today."""
        return [self.start + timedelta(days=n) for n in range(DAYS_OF_HISTORY + 1)]

    def ago(self, days: int) -> date:
        """Return a day counted back from today; a negative number lies ahead."""
        return self.today - timedelta(days=days)

    def day_of(self, fields: Fields) -> date:
        """Return the day of a text: counted back, or the last time a day of the year came round."""
        if "ago" in fields:
            return self.ago(fields["ago"])
        month, day = (int(part) for part in fields["on"].split("-"))
        this_year = date(self.today.year, month, day)
        # Nothing is older than the programme; a text of this very week has not been written yet.
        return this_year if this_year <= self.ago(1) else date(self.today.year - 1, month, day)

    def at(self, day: date, hour: float) -> datetime:
        """Return a moment on a day by the clock on the wall."""
        minutes = round(hour * 60)
        return datetime.combine(day, time(minutes // 60, minutes % 60), ZONE).astimezone(UTC)

    def moment_of_sharing(self, day: date) -> datetime:
        """Return a moment at which someone shares: before work, at lunch, in the evening."""
        begin, end, _weight = self.chance.choices(_PARTS, [part[2] for part in _PARTS])[0]
        return self.at(day, self.chance.uniform(begin, end)) + timedelta(seconds=self.chance.randrange(60))

    def mood(self, day: date) -> float:
        """Return how much is shared on a day: 1 is an ordinary working day in a programme that runs well."""
        return _WEEKDAYS[day.weekday()] * self._season(day) * self._momentum((day - self.start).days)

    def _momentum(self, age: int) -> float:
        """A slow start: almost nothing for two months, then it catches on and still grows a little."""
        return 0.06 + 0.86 / (1 + math.exp(-(age - 105) / 21)) + 0.2 * age / DAYS_OF_HISTORY

    def _season(self, day: date) -> float:
        easter = easter_day(day.year)
        public = {easter + timedelta(days=n) for n in (-2, 0, 1, 39, 49, 50)}
        public |= {date(day.year, *rest) for rest in ((1, 1), (4, 27), (12, 25), (12, 26))}
        if day in public:
            return 0.08
        if (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 4):
            return 0.15
        if date(day.year, 7, 12) <= day <= date(day.year, 8, 24):
            return 0.42
        if date(day.year, 4, 26) <= day <= date(day.year, 5, 5) or (day.month == 10 and 14 <= day.day <= 21):
            return 0.6
        return 1


def easter_day(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian computus, Nature, 20 April 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
