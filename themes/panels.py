"""Parts of a page that an upper app adds: people on a theme's page, content, reach, the contact of a stakeholder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

RowType = TypeVar("RowType", bound=models.Model)


@dataclass(frozen=True)
class Panel:
    """A template and what it needs."""

    template: str
    context: dict[str, Any]


_panels: dict[tuple[type[models.Model], str], Callable[[Any], Panel | None]] = {}


def register(model: type[models.Model], key: str, panel: Callable[[Any], Panel | None]) -> None:
    """The panel stands on the page of every row of the model; None leaves it out."""
    _panels[model, key] = panel


def panels(instance: models.Model) -> list[Panel]:
    """Return the panels of one row in order of registration."""
    made = (make(instance) for (model, _key), make in _panels.items() if isinstance(instance, model))
    return [panel for panel in made if panel is not None]


_many: dict[tuple[type[models.Model], str], Callable[[Sequence[Any]], dict[int, Panel]]] = {}


def register_for_rows(model: type[models.Model], key: str, panel: Callable[[Sequence[Any]], dict[int, Panel]]) -> None:
    """The panel stands at rows in a list; the callable gets all rows of a page at once, and answers by their keys."""
    _many[model, key] = panel


def panels_of_each(rows: Sequence[RowType]) -> list[tuple[RowType, list[Panel]]]:
    """Return each row of a list with its panels."""
    made = [make(rows) for (model, _key), make in _many.items() if rows and isinstance(rows[0], model)]
    return [(row, [panel[row.pk] for panel in made if row.pk in panel]) for row in rows]
