"""The statements of one request, recorded, and replayed for another case."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

Values = list[Any]


@dataclass(frozen=True)
class Statement:
    """One statement with its values; `returned` is the first value that an INSERT gave back."""

    sql: str
    values: Values
    returned: Any = None


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Every statement of what runs inside, in order."""
    found: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        result = execute(sql, values, many, context)
        found.append(Statement(sql, list(values or ()), _returned(sql, context["cursor"])))
        return result

    with connection.execute_wrapper(note):
        yield found


def _returned(sql: str, cursor: Any) -> Any:
    """Read the first row and step back, so that the caller reads it too."""
    if "RETURNING" not in sql or sql.startswith("SELECT"):  # a SELECT builds JSON with that word
        return None
    row = cursor.fetchone()
    cursor.scroll(0, mode="absolute")
    return row[0] if row else None


class Replay:
    """Recorded statements, with the things of another case in the place of the recorded ones."""

    def __init__(self, statements: list[Statement], instead: Mapping[Any, Any]) -> None:
        self.statements = [Statement(s.sql, _put(s.values, instead), s.returned) for s in statements]

    def run(self) -> None:
        """Execute each and read what it answers, in the caller's transaction."""
        later: dict[Any, Any] = {}
        with connection.cursor() as cursor:
            for statement in self.statements:
                cursor.execute(statement.sql, _put(statement.values, later) if later else statement.values)
                rows = cursor.fetchall() if cursor.description else []
                if statement.returned is not None:
                    later |= _names(statement, rows[0][0])


def _names(statement: Statement, given: int) -> dict[Any, Any]:
    """What later statements call the value given back: itself, or the number made of it."""
    if "numberseries" not in statement.sql:
        return {statement.returned: given}
    prefix, year = statement.values
    series = f"GX-{prefix}-{year}"
    return {f"{series}-{statement.returned:06d}": f"{series}-{given:06d}"}


def _put(values: Values, instead: Mapping[Any, Any]) -> Values:
    return [_exchanged(value, instead) for value in values]


def _exchanged(value: Any, instead: Mapping[Any, Any]) -> Any:
    if isinstance(value, list):
        return _put(value, instead)
    return instead.get(value, value) if isinstance(value, int | str) else value
