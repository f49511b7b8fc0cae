"""What a part of the benchmark found: rows of the table, and whether the events add up."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """A line of the table; `reached` is None where nothing was promised."""

    what: str
    figure: str
    target: str = ""
    reached: bool | None = None
    beside: str = ""


@dataclass(frozen=True)
class Part:
    """What one part found; `problems` are events that do not add up, `notes` say how it was measured."""

    rows: Sequence[Row]
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as values to send between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Part":
        """Return what was sent."""
        return cls([Row(**row) for row in values["rows"]], values["problems"], values["notes"])


@dataclass(frozen=True)
class Concern:
    """A part of the benchmark: how it is measured, and whether it needs servers of its own to kill.

    `measure(is_quick=True)` takes seconds and shows that the measuring works; only its counts mean anything.
    """

    measure: Callable[..., Part]
    own_servers: bool = False


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that so many per cent of the sorted values do not exceed; 0 of none."""
    return values[min(len(values) - 1, int(len(values) * percent / 100))] if values else 0.0


def median(values: Sequence[float]) -> float:
    """Return the middle one; 0 of none."""
    return percentile(sorted(values), 50)
