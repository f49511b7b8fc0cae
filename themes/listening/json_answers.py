"""Reads JSON from elsewhere without believing its shape."""

import json
from typing import Any

from themes.listening.items import Unreadable, without_oddities


class Fields:
    """An object of JSON; what is missing or of another type reads as empty."""

    def __init__(self, values: object) -> None:
        self._values: dict[str, Any] = values if isinstance(values, dict) else {}

    def text(self, name: str) -> str:
        """Return a text; a number is written out."""
        value = self._values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return without_oddities(value) if isinstance(value, str) else ""

    def fields(self, name: str) -> "Fields":
        """Return an object inside it."""
        return Fields(self._values.get(name))

    def objects(self, name: str) -> list["Fields"]:
        """Return the objects of a list inside it."""
        value = self._values.get(name)
        return [Fields(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list inside it."""
        value = self._values.get(name)
        return [without_oddities(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []

    def holds(self, name: str) -> bool:
        """Whether there is anything under this name."""
        return bool(self._values.get(name))

    def is_true(self, name: str) -> bool:
        """Whether it says yes."""
        return self._values.get(name) is True

    def is_false(self, name: str) -> bool:
        """Whether it says no."""
        return self._values.get(name) is False


def rows(content: bytes) -> list[Fields]:
    """Return the objects of a list; raises Unreadable for anything else."""
    value = _read(content)
    if not isinstance(value, list):
        raise Unreadable("not a list")
    return [Fields(one) for one in value if isinstance(one, dict)]


def row(content: bytes) -> Fields:
    """Return an object; raises Unreadable for anything else."""
    value = _read(content)
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return Fields(value)


def _read(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
