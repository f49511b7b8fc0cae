"""The metric catalogue: upper apps fill it, KPIs, dashboards, exports and the API read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Provenance(models.TextChoices):
    """Where a figure comes from."""

    MEASURED = "measured", _("measured by us")
    REPORTED = "reported", _("reported by the network")
    DECLARED = "declared", _("declared by the person")
    ESTIMATED = "estimated", _("estimated")


class Unit(models.TextChoices):
    """What a figure counts."""

    COUNT = "count", _("number")
    PEOPLE = "people", _("people")
    PERCENT = "percent", _("per cent")
    EURO = "euro", _("euros")
    DAYS = "days", _("days")
    HOURS = "hours", _("hours")
    MINUTES = "minutes", _("minutes")


@dataclass(frozen=True)
class Scope:
    """What a figure is about; empty means all of the programme.

    A team stands for its own members alone, or for those of every team that is part of it as well (`with_subteams`).
    """

    programme_id: int
    theme_id: int | None = None
    network: str = ""
    team_id: int | None = None
    with_subteams: bool = False


@dataclass(frozen=True)
class Period:
    """Days from `start` up to and including `end`."""

    start: date
    end: date


@dataclass(frozen=True)
class Reading:
    """A figure as it stands; `value` None means unknown, or too few people to show when `too_few`.

    `coverage` is the share (0 to 1) of the rows behind it for which the figure is known.
    """

    value: Decimal | None
    coverage: float | None = None
    too_few: bool = False


@dataclass(frozen=True)
class Metric:
    """A figure that can be asked for by key, scope and period; a KPI reads it over `days` up to and including the day.

    `pitfall` says how the figure can rise without the goal coming nearer, and `counterweight` is the key of the metric that
    would show it (C. Goodhart: a measure that becomes a target ceases to be a good measure). Only a metric that says so
    (`by_team`) can be asked for a single team; the others are counted for the programme as a whole.
    """

    key: str
    name: str | Promise
    definition: str | Promise
    unit: Unit
    provenance: Provenance
    value: Callable[[Scope, Period], Reading]
    higher_is_better: bool = True
    days: int = 28
    pitfall: str | Promise = ""
    counterweight: str = ""
    by_team: bool = False


_metrics: dict[str, Metric] = {}


def register(metric: Metric) -> None:
    """The metric can be chosen for KPIs; a key registered twice is a mistake in the code."""
    if metric.key in _metrics and _metrics[metric.key].name != metric.name:
        raise ValueError(f"Metric {metric.key} is registered already.")
    _metrics[metric.key] = metric


def metrics() -> list[Metric]:
    """Return the catalogue in order of registration."""
    return list(_metrics.values())


def metric(key: str) -> Metric:
    """Return one metric; raises KeyError for a key that no app registered."""
    return _metrics[key]
