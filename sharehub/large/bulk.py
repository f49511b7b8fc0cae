"""Rows by the million: COPY without indexes, which come back afterwards, and a bar that tells how far it is."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from django.db import connection
from django.db.models import Field, Max, Model
from django.utils import timezone

_AT_ONCE = 5_000
_WIDTH = 30

_INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x', 'p'))
"""
_CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('f', 'u') ORDER BY contype = 'f', conname
"""


class Bar:
    """Tells how far a part is: a bar on a terminal, a line for each part elsewhere; silent without a stream."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream
        self._drawn = -1

    def follow(self, name: str, lines: Iterable[str], total: int) -> Iterator[str]:
        """Yield the lines and show how many of about `total` went by."""
        self.say(name)
        step = max(total // 200, 1)
        for number, line in enumerate(lines):
            if number % step == 0:
                self._draw(name, number / total if total else 1)
            yield line
        self._draw(name, 1)

    def say(self, name: str) -> None:
        """A part begins."""
        self._drawn = -1
        if self.stream and not self.stream.isatty():
            self.stream.write(f"… {name}\n")
        elif self.stream:
            self.stream.write(f"\r\033[K{name} ")
            self.stream.flush()

    def _draw(self, name: str, part: float) -> None:
        percent = round(min(part, 1) * 100)
        if self.stream and self.stream.isatty() and percent != self._drawn:
            done = percent * _WIDTH // 100
            self.stream.write(f"\r\033[K{name:<24} {'█' * done}{'·' * (_WIDTH - done)} {percent:>3} %")
            self.stream.write("\n" if percent == 100 else "")
            self.stream.flush()
            self._drawn = percent


def first_id(model: type[Model]) -> int:
    """Return the id that the first new row gets."""
    return (model._base_manager.aggregate(last=Max("pk"))["last"] or 0) + 1


def copy(model: type[Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """The rows are in the table: one line each, its values in the order of the columns and divided by tabs.

    Columns that are not named have the model's default. Values are written as they are: they must hold no tab, backslash
    or line end.
    """
    others = [field for field in model._meta.local_concrete_fields if _is_missing(field, columns)]
    rest = "".join(f"\t{_text(field.get_default())}" for field in others) + "\n"
    names = ", ".join([*columns, *(str(field.column) for field in others)])
    table = model._meta.db_table
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as target:
            for chunk in _chunks(lines):
                target.write(rest.join(chunk) + rest)
        if "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )


@contextmanager
def without_indexes(*models: type[Model]) -> Iterator[None]:
    """While the block runs, the tables have no indexes and constraints but their primary keys."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        found: list[tuple[str, str]] = []
        for statement in (_CONSTRAINTS, _INDEXES):
            cursor.execute(statement, [tables])
            found += cursor.fetchall()
        # Deferred checks of rows that are there already must not wait for a constraint that goes.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for drop, _make in found:
            cursor.execute(drop)
        yield
        for _drop, make in found:
            cursor.execute(make)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_missing(field: Field, columns: Sequence[str]) -> bool:
    by_database = field.primary_key or field.generated or field.has_db_default()
    return not by_database and field.column not in columns


def _text(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(map(str, value)) + "}"
    return str(value)


def stderr_bar() -> Bar:
    """Return a bar that draws where errors go, so that a command's output stays clean."""
    return Bar(sys.stderr)


def now_text() -> str:
    """Return this moment as PostgreSQL reads it."""
    return timezone.now().isoformat()
