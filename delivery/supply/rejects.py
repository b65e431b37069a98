"""What does not fit, told by field, row and reason, never by value (art. 21)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import FieldType
from delivery.columns import Column
from delivery.errors import BadRows, filled
from refusals.tree import FieldError

if TYPE_CHECKING:
    from delivery.supply.tabular import Given

NO_PARQUET = _("The file is no Parquet file that can be read: it is damaged, encrypted or cut short.")
NESTED = _("This column holds lists, structures or bytes. Give each field one plain value.")
COUNTED = _("%(count)s values are no %(type)s that fits this field, the first in row %(row)s.")
NESTED_KINDS = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "INTERVAL")


class RowsRefused(BadRows):
    """Values that do not fit. `rows` lists the first of them: record, name of the field."""

    def __init__(self, errors: Sequence[FieldError], rows: Sequence[tuple[int, str]]) -> None:
        super().__init__(errors)
        self.rows = tuple(rows)


def is_nested(kind: str) -> bool:
    return kind.endswith("]") or kind.startswith(NESTED_KINDS)


def of_nested(names: Sequence[str]) -> BadRows:
    return BadRows([FieldError(name, "nested", NESTED) for name in names])


def found(session: Any, given: "Given", columns: Sequence[Column], fits: Mapping[str, str]) -> BadRows:
    """Read the table once more and tell which fields have misfits, how many, and in which rows."""
    try:
        session.execute(
            f"CREATE TABLE staged AS SELECT *, row_number() OVER () AS line FROM {given.relation}",  # noqa: S608
            {"path": str(given.path)},
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException) as failed:
        from delivery.supply.tabular import unreadable  # which reads this module

        return unreadable(failed)
    bad = {c: f"{given.places[c.name]} IS NOT NULL AND NOT coalesce({fits[c.name]}, false)" for c in columns}
    asked = ", ".join(f"count(*) FILTER ({b}), min(line) FILTER ({b})" for b in bad.values())
    told = session.execute(f"SELECT {asked} FROM staged").fetchone()  # noqa: S608 - our own names
    errors = list(_errors(columns, told))
    wrong = {error.field for error in errors}
    rows = sorted(_rows(session, {c.name: b for c, b in bad.items() if c.name in wrong}))
    return RowsRefused(errors, rows[: settings.LOAD_ERRORS])


def _errors(columns: Sequence[Column], told: Sequence[Any]) -> Iterator[FieldError]:
    for column, count, row in zip(columns, told[::2], told[1::2], strict=True):
        if count:
            label = FieldType(column.type).label
            yield FieldError(
                column.name, "bad_values", filled(COUNTED, {"count": count, "row": row, "type": label})
            )


def _rows(session: Any, bad: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for name, condition in bad.items():
        sql = f"SELECT line FROM staged WHERE {condition} ORDER BY line LIMIT {settings.LOAD_ERRORS}"  # noqa: S608
        yield from ((line, name) for (line,) in session.execute(sql).fetchall())
