"""Rows under a grant: field mask, filters and order are pushed down into the Parquet file (art. 42, 44).

Only granted columns ever stand in a statement; every value is a parameter. A page costs the same wherever it
lies: the cursor is a row's number, and the row's own values bound the next page. DuckDB writes the JSON.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

from delivery import engine, files, texts
from delivery.columns import Column
from delivery.gateway import cursors
from delivery.gateway.conditions import ROW, Statement
from delivery.gateway.questions import Question
from delivery.models import Grant, Resource


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some rows as they are delivered, and the cursor of the next page, empty on the last.

    `text` is the rows as compact JSON in UTF-8: what is counted and digested.
    """

    columns: tuple[Column, ...]
    text: bytes
    many: int
    cursor: str = field(repr=False)

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        """The rows as values, for a page."""
        return list(json.loads(self.text))

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


def granted(grant: Grant, resource: Resource) -> tuple[Column, ...]:
    """The columns of the table that the grant names, in the order of the table."""
    allowed = frozenset(grant.fields)
    return tuple(Column(**column) for column in resource.columns if column["name"] in allowed)


def rows(grant: Grant, resource: Resource, question: Question) -> Page:
    """The page that the question asks for; the caller has checked the grant and writes the trail.

    Raises BadQuestion for a cursor that is not this question's, TooSlow and TryAgain.
    """
    bound_to = f"{grant.number} {resource.code} {resource.digest}"
    path = files.local(resource.file)
    found = engine.ask(str(path.parent), *_statement(str(path), question, cursors.row_of(question, bound_to)))
    if not question.order:
        found.sort(key=itemgetter(1))
    shown = found[: question.page_size]
    more = len(found) > len(shown)
    return Page(
        columns=question.columns,
        text=f"[{','.join(text for text, _row in shown)}]".encode(),
        many=len(shown),
        cursor=cursors.after(shown[-1][1], question, bound_to) if more else "",
    )


def _statement(path: str, question: Question, anchor: int | None) -> tuple[str, dict[str, Any]]:
    """The text and what is bound in it; one row more than the page tells whether another follows.

    Without filter or order the place in the file alone says which rows: only their row groups are read, and
    putting a hundred rows in order is left to us, for DuckDB reads more slowly when it has to sort.
    """
    made, most = Statement(path, question.filters, question.order), question.page_size + 1
    selected = f"SELECT {texts.as_json(question.columns)}, {ROW} FROM {made.table} WHERE"  # noqa: S608
    if not question.filters and not question.order:
        first = 0 if anchor is None else anchor + 1
        return f"{selected} {made.span(first, first + most - 1)}", made.bound
    where, order = made.where(*made.beyond(anchor)), made.ordered()
    made.bound["most"] = most
    return f"{selected} {where} ORDER BY {order} LIMIT $most", made.bound
