"""Rows under a grant: field mask, filters and order are pushed down into the Parquet file (art. 42, 44).

Only granted columns ever stand in a statement; every value is a parameter. A page costs the same wherever it
lies: the cursor is a row's number, and the row's own values bound the next page.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.vocabulary import FieldType
from delivery import cursors, engine, files
from delivery.columns import Column
from delivery.models import Grant, Resource
from delivery.questions import Filter, Question, Term
from delivery.values import delivered

ROW = "file_row_number"
COMPARE = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some rows as they are delivered, and the cursor of the next page, empty on the last."""

    columns: tuple[Column, ...]
    results: list[dict[str, Any]]
    cursor: str

    @property
    def text(self) -> bytes:
        """The rows as compact JSON in UTF-8: what is counted and digested."""
        return json.dumps(self.results, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


def granted(grant: Grant, resource: Resource) -> tuple[Column, ...]:
    """The columns of the table that the grant names, in the order of the table."""
    allowed = frozenset(grant.fields)
    return tuple(column for column in resource.table if column.name in allowed)


def rows(grant: Grant, resource: Resource, question: Question) -> Page:
    """The page that the question asks for; the caller has checked the grant and writes the trail.

    Raises BadQuestion for a cursor that is not this question's, TooSlow and TryAgain.
    """
    bound_to = f"{grant.number} {resource.code} {resource.digest}"
    path = files.local(resource.file)
    statement = Statement(str(path), question, cursors.row_of(question, bound_to))
    found = engine.ask(str(path.parent), *statement.whole())
    shown = found[: question.page_size]
    more = len(found) > len(shown)
    return Page(
        columns=question.columns,
        results=[_result(question.columns, row) for row in shown],
        cursor=cursors.after(shown[-1][-1], question, bound_to) if more else "",
    )


def _result(columns: tuple[Column, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    return {column.name: delivered(value) for column, value in zip(columns, row, strict=False)}


class Statement:
    """The SELECT of one page, with its parameters."""

    def __init__(self, path: str, question: Question, anchor: int | None) -> None:
        self.path, self.question, self.anchor = path, question, anchor
        self.bound: dict[str, Any] = {"path": path}

    def whole(self) -> tuple[str, dict[str, Any]]:
        """The text and what is bound in it; one row more than the page tells whether another follows."""
        names = ", ".join(column.quoted for column in self.question.columns)
        where = " AND ".join([*map(self._condition, self.question.filters), *self._beyond()]) or "true"
        order = ", ".join([*map(_ordered, self.question.order), ROW])
        text = f"SELECT {names}, {ROW} FROM {self._table()} WHERE {where} ORDER BY {order} LIMIT $most"  # noqa: S608
        self.bound["most"] = self.question.page_size + 1
        return text, self.bound

    def _table(self) -> str:
        return f"read_parquet($path, {ROW} = true)"

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

    def _beyond(self) -> Iterator[str]:
        """The condition that a row comes after the anchor; empty values come last in both directions."""
        if self.anchor is None:
            return
        self.bound["anchor"] = self.anchor
        equal: list[str] = []
        ways: list[str] = []
        for term in self.question.order:
            value = self._at_anchor(term)
            sign, name = "<" if term.descending else ">", term.column.quoted
            after = f"({name} {sign} {value} OR ({name} IS NULL AND {value} IS NOT NULL))"
            ways.append(" AND ".join([*equal, after]))
            equal.append(f"{name} IS NOT DISTINCT FROM {value}")
        ways.append(" AND ".join([*equal, f"{ROW} > $anchor"]))
        yield "(" + " OR ".join(f"({way})" for way in ways) + ")"

    def _at_anchor(self, term: Term) -> str:
        return f"(SELECT {term.column.quoted} FROM {self._table()} WHERE {ROW} = $anchor)"  # noqa: S608


def _ordered(term: Term) -> str:
    return f"{term.column.quoted} {'DESC' if term.descending else 'ASC'} NULLS LAST"
