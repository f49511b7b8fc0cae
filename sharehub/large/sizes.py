"""How large the organisation is, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings

DAYS = 365


@dataclass(frozen=True)
class Sizes:
    """What is asked for; the same sizes, seed and last day give the same organisation.

    `visits` are the raw ones of the days for which raw visits are kept; reach of the whole year comes with them, at the
    same pace.
    """

    ambassadors: int = 100_000
    shares: int = 1_000_000
    visits: int = 10_000_000
    applications: int = 50_000
    seed: int = 1

    @property
    def teams(self) -> tuple[int, int, int]:
        """How many divisions, departments and teams there are, each below the one before it."""
        teams = max(self.ambassadors // 45, 3)
        return max(teams // 120, 1), max(teams // 12, 2), teams

    @property
    def pieces(self) -> int:
        return min(max(self.shares // 1_250, 12), 800)

    @property
    def vacancies(self) -> int:
        return min(max(self.applications // 125, 4), 400)


@dataclass(frozen=True)
class Year:
    """The days that the organisation has behind it: the last one is yesterday (UTC), so that no day is half done."""

    today: date

    @property
    def start(self) -> date:
        return self.today - timedelta(days=DAYS)

    @property
    def kept_from(self) -> int:
        """The number of the first day whose raw visits are kept."""
        return max(DAYS - settings.VISIT_RETENTION_DAYS, 0)

    def day(self, number: int) -> date:
        return self.start + timedelta(days=number)

    def moment(self, number: int, second: int = 0) -> datetime:
        return datetime.combine(self.day(number), time(), tzinfo=UTC) + timedelta(seconds=second)

    @property
    def days(self) -> Sequence[str]:
        """Every day as PostgreSQL reads it."""
        return [str(self.day(number)) for number in range(DAYS)]


CLOCK = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}+00" for s in range(86_400)]
