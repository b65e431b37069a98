"""Filters, order and place as SQL over one Parquet file; every value is a parameter (art. 44)."""

from collections.abc import Iterator, Sequence
from typing import Any

from catalog.vocabulary import FieldType
from delivery.columns import Column
from delivery.gateway.questions import Filter, Term

ROW = "file_row_number"
FILE = '"the file"'
"""The file in a statement: what stands behind it is a column as stored, and no text made of one."""
COMPARE = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


class Statement:
    """A SELECT on one file: what is bound in it, and its parts."""

    def __init__(self, path: str, filters: Sequence[Filter] = (), order: Sequence[Term] = ()) -> None:
        self.filters, self.order = filters, order
        self.bound: dict[str, Any] = {"path": path}
        self.table = f"read_parquet($path, {ROW} = true) AS {FILE}"

    def where(self, *more: str) -> str:
        """All filters, and whatever else is to hold."""
        return " AND ".join([*map(self._condition, self.filters), *more]) or "true"

    def ordered(self) -> str:
        """The order asked for, and the order of the file within it."""
        return ", ".join([*map(_ordered, self.order), ROW])

    def _bind(self, value: Any, column: Column) -> str:
        name = f"v{len(self.bound)}"
        self.bound[name] = value
        return f"${name}" if column.type == FieldType.DECIMAL else f"CAST(${name} AS {column.sql_type})"

    def _condition(self, asked: Filter) -> str:
        name, values = asked.column.quoted, [self._bind(value, asked.column) for value in asked.values]
        match asked.operator:
            case "eq":
                return f"{name} = {values[0]}"
            case "ne":
                return f"{name} IS DISTINCT FROM {values[0]}"
            case "in":
                return f"{name} IN ({', '.join(values)})"
            case "contains":
                return f"contains({name}, {values[0]})"
            case _:
                return f"{name} {COMPARE[asked.operator]} {values[0]}"

    def span(self, first: int, last: int) -> str:
        """Rows by their place in the file, both ends counted: whole row groups are passed over."""
        self.bound |= {"first": first, "last": last}
        return f"{ROW} BETWEEN $first AND $last"

    def beyond(self, anchor: int | None) -> Iterator[str]:
        """The condition that a row comes after the anchor; empty values come last in both directions."""
        if anchor is None:
            return
        self.bound["anchor"] = anchor
        equal: list[str] = []
        ways: list[str] = []
        for term in self.order:
            value = self._at_anchor(term)
            sign, name = "<" if term.descending else ">", term.column.quoted
            after = f"({name} {sign} {value} OR ({name} IS NULL AND {value} IS NOT NULL))"
            ways.append(" AND ".join([*equal, after]))
            equal.append(f"{name} IS NOT DISTINCT FROM {value}")
        ways.append(" AND ".join([*equal, f"{ROW} > $anchor"]))
        yield "(" + " OR ".join(f"({way})" for way in ways) + ")"

    def _at_anchor(self, term: Term) -> str:
        return f"(SELECT {term.column.quoted} FROM {self.table} WHERE {ROW} = $anchor)"  # noqa: S608


def _ordered(term: Term) -> str:
    return f"{FILE}.{term.column.quoted} {'DESC' if term.descending else 'ASC'} NULLS LAST"
