"""The seven steps in order, and the registry where every app reports how far its step is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from themes.models import Programme


@dataclass(frozen=True)
class NextAction:
    """The one thing that helps this step most now: what, where, and why."""

    label: str
    url: str
    reason: str


@dataclass(frozen=True)
class StepProgress:
    """How far a step is: `fraction` from 0 to 1, one sentence, and the next best action where there is one."""

    fraction: float
    summary: str
    next_action: NextAction | None = None

    @property
    def percent(self) -> int:
        return round(min(max(self.fraction, 0.0), 1.0) * 100)

    @property
    def is_complete(self) -> bool:
        return self.fraction >= 1


@dataclass(frozen=True)
class Step:
    """One of the seven steps; `url_name` takes the programme's slug."""

    number: int
    key: str
    name: str | Promise
    description: str | Promise
    icon: str
    url_name: str
    progress: "Callable[[Programme], StepProgress]"


_steps: dict[int, Step] = {}


def register_step(step: Step) -> None:
    """The step appears in every workspace; a number registered twice is a mistake in the code."""
    if step.number in _steps and _steps[step.number].key != step.key:
        raise ValueError(f"Step {step.number} is registered already.")
    _steps[step.number] = step


def steps() -> list[Step]:
    """Return the registered steps in order."""
    return [_steps[number] for number in sorted(_steps)]
