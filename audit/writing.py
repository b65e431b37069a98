"""INSERTs of the trail, put into words once in each process: every act sends them (art. 42)."""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.db.models.sql import InsertQuery


class Insert:
    """Rows of one model in one statement, text for text as the ORM sends it; no signals are sent."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self.texts: dict[int, str] = {}

    def write(self, rows: Sequence[Any]) -> None:
        """Write them; afterwards they are as if read from the database."""
        connection = connections[DEFAULT_DB_ALIAS]
        text = self.texts.get(len(rows)) or self._text(rows)
        with connection.cursor() as cursor:
            cursor.execute(text, self._bound(text, [self.values(row) for row in rows]))
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                _is_written(row, key)

    def values(self, row: Any) -> list[Any]:
        """The row as the database takes it, column by column."""
        connection = connections[DEFAULT_DB_ALIAS]
        return [f.get_db_prep_save(f.pre_save(row, True), connection) for f in self.fields]

    def _bound(self, text: str, values: list[list[Any]]) -> list[Any]:
        """Row by row, or column by column where Django hands over several rows as arrays."""
        if "UNNEST(" in text:
            return [list(column) for column in zip(*values, strict=True)]
        return [value for row in values for value in row]

    def _text(self, rows: Sequence[Any]) -> str:
        query = InsertQuery(self.model)
        query.insert_values(self.fields, list(rows))
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        compiler.returning_fields = [self.model._meta.pk]
        ((text, _values),) = compiler.as_sql()
        self.texts[len(rows)] = text
        return text


class InsertWhere:
    """An entry and its pending seal, if a condition holds: one statement, and so one transaction."""

    def __init__(self, insert: Insert, pending: str) -> None:
        self.insert, self.pending = insert, pending
        self.texts: dict[str, str] = {}

    def write(self, row: Any, condition: str, values: Sequence[Any]) -> bool:
        """Write it if the condition, a SELECT, has an answer; whether it had."""
        if condition not in self.texts:
            self.texts[condition] = self._text(condition)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.texts[condition], [*self.insert.values(row), *values])
            found = cursor.fetchone()
        if found:
            _is_written(row, found[0])
        return found is not None

    def _text(self, condition: str) -> str:
        columns = ", ".join(f'"{field.column}"' for field in self.insert.fields)
        typed = ", ".join(f"CAST(%s AS {_kind(field)})" for field in self.insert.fields)
        table = self.insert.model._meta.db_table
        return (
            f'WITH entry AS (INSERT INTO "{table}" ({columns}) SELECT {typed} WHERE EXISTS ({condition})'  # noqa: S608 - our own names
            f" RETURNING id, at), pending AS ({self.pending}) SELECT id FROM entry"
        )


def _kind(field: Any) -> str:
    """The column's type; text goes in as text, so that what is too long is refused and not cut."""
    kind = str(field.db_type(connections[DEFAULT_DB_ALIAS]))
    return "text" if kind.startswith("varchar") and not kind.endswith("[]") else kind


def _is_written(row: Any, key: int) -> None:
    state = row._state  # noqa: SLF001 - as Django itself marks what it has written
    row.pk, state.adding, state.db = key, False, DEFAULT_DB_ALIAS
