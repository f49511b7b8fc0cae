"""Parts of a page that an upper app adds: people on a theme's page, content, reach, the contact of a stakeholder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models


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
