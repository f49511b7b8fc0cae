"""How sure small numbers are: exact intervals, and what may be said in words.

Both intervals are those of C. J. Clopper and E. S. Pearson (Biometrika 26, 1934), which never promise more than 95 %. Two rates
of events over time are compared on condition of their sum (J. Przyborowski and H. Wilenski, Biometrika 31, 1940).
"""

from dataclasses import dataclass

SMALL_NUMBER = 30  # below it, a percentage says more than is known
_TAIL = 0.025


@dataclass(frozen=True)
class Interval:
    """Where a figure lies with 95 % certainty; `high` None means that nothing is known of how high."""

    low: float
    high: float | None


@dataclass(frozen=True)
class Ratio:
    """How many times as often something happens now as before; None where before there was nothing to compare with."""

    value: float | None
    interval: Interval

    @property
    def is_more(self) -> bool:
        """Whether it is surely more often than before."""
        return self.interval.low > 1

    @property
    def is_less(self) -> bool:
        """Whether it is surely less often than before."""
        return self.interval.high is not None and self.interval.high < 1


def share_of(part: int, whole: int) -> Interval:
    """Return the interval (0 to 1) of a share that was seen `part` times in `whole`; raises ValueError for an empty whole."""
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share.")
    from scipy.special import betaincinv  # type: ignore[import-untyped]  # with numpy: too much for processes that compare nothing

    low = float(betaincinv(part, whole - part + 1, _TAIL)) if part else 0.0
    high = float(betaincinv(part + 1, whole - part, 1 - _TAIL)) if part < whole else 1.0
    return Interval(low, high)


def rates(now: int, days_now: int, before: int, days_before: int) -> Ratio:
    """Return how the rate of events of now compares with that of before; raises ValueError where a time has no day."""
    if days_now < 1 or days_before < 1:
        raise ValueError("A time to compare has at least one day.")
    if now + before == 0:
        return Ratio(None, Interval(0.0, None))
    chance = share_of(now, now + before)
    scale = days_before / days_now
    low = chance.low / (1 - chance.low) * scale
    high = chance.high / (1 - chance.high) * scale if chance.high is not None and chance.high < 1 else None
    return Ratio(now / before * scale if before else None, Interval(low, high))


def may_say_percent(whole: int) -> bool:
    """Whether so many are enough to speak of a percentage."""
    return whole >= SMALL_NUMBER
