"""Counts under a grant: groups, counts and sums of granted fields, in small pages (art. 42, 44)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import FieldType
from delivery import engine, files
from delivery.columns import Column
from delivery.engine import literal
from delivery.errors import BadQuestion
from delivery.gateway import reading
from delivery.gateway.admission import admit, denials_noted, knock
from delivery.gateway.conditions import Statement
from delivery.gateway.questions import (
    COUNT_RESERVED,
    Filter,
    Parameters,
    Question,
    filters,
    known_field,
    page_size_of,
)
from delivery.models import Grant, Resource
from delivery.modes import Way
from delivery.texts import told
from organizations.actors import Actor

MOST_GROUPS, MOST_MEASURES, LAST_PAGE = 3, 8, 1_000
IN_ORDER = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME)
NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL)
TYPES: dict[str, tuple[str, ...]] = {
    "distinct": tuple(FieldType.values),
    "min": IN_ORDER,
    "max": IN_ORDER,
    "sum": NUMBERS,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is worked out for each group: `count` of its rows, or something of one column."""

    kind: str
    column: Column | None = None

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.column.name}" if self.column else self.kind

    @property
    def sql(self) -> str:
        """As JSON tells it: dates and decimals as text, sums of whole numbers as numbers."""
        if self.column is None:
            return "count(*)"
        quoted = self.column.quoted
        match self.kind:
            case "distinct":
                return f"count(DISTINCT {quoted})"
            case "sum":
                return f"CAST(sum({quoted}) AS VARCHAR)"
            case _:
                return told(self.column).replace(quoted, f"{self.kind}({quoted})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What is to be counted, all of it within the grant."""

    groups: tuple[Column, ...]
    measures: tuple[Measure, ...]
    filters: tuple[Filter, ...]
    page: int
    page_size: int

    @property
    def question(self) -> Question:
        """As the trail tells it: every column that the answer says something of."""
        measured = [measure.column for measure in self.measures if measure.column]
        columns = {column.name: column for column in [*self.groups, *measured]}
        return Question(columns=tuple(columns.values()), filters=self.filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The groups of one page as JSON text, and whether more follow."""

    resource: Resource
    grant: Grant
    counting: Counting
    text: bytes
    many: int
    more: bool

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text).hexdigest()


def read(parameters: Parameters, granted: Sequence[Column]) -> Counting:
    """What is to be counted. Raises BadQuestion; NotGranted for any field beyond `granted`."""
    known = {column.name: column for column in granted}
    groups = [name for name in (parameters.get("group") or "").split(",") if name]
    if len(groups) > MOST_GROUPS:
        raise BadQuestion("group", "too_many", _("Group by at most 3 fields."))
    return Counting(
        groups=tuple(known_field(name, "group", known) for name in dict.fromkeys(groups)),
        measures=tuple(_measures(parameters.get("measures") or "count", known)),
        filters=tuple(filters(parameters, known, COUNT_RESERVED)),
        page=_page(parameters.get("page")),
        page_size=page_size_of(parameters.get("page_size")),
    )


def _measures(asked: str, known: Mapping[str, Column]) -> Iterator[Measure]:
    words = list(dict.fromkeys(asked.split(",")))
    if len(words) > MOST_MEASURES:
        raise BadQuestion("measures", "too_many", _("Ask for at most 8 figures."))
    for word in words:
        kind, _colon, name = word.partition(":")
        if word == "count":
            yield Measure("count")
        elif kind in TYPES:
            yield _measure(kind, known_field(name, "measures", known))
        else:
            known_kinds = _("Figures are count, distinct:FIELD, min:FIELD, max:FIELD and sum:FIELD.")
            raise BadQuestion("measures", "unknown_measure", known_kinds)


def _measure(kind: str, column: Column) -> Measure:
    if column.type not in TYPES[kind]:
        sentence = _("Sums are made of numbers, smallest and largest of numbers and dates.")
        raise BadQuestion("measures", "wrong_type", sentence)
    return Measure(kind, column)


def _page(asked: str | None) -> int:
    if asked is None:
        return 1
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:5]) <= LAST_PAGE):
        raise BadQuestion("page", "bad_page", _("Ask for page 1 to 1000; narrow the question for more."))
    return int(asked)


def count(actor: Actor, code: str, parameters: Parameters) -> Counted:
    """Count; the trail is written before the figures are handed over. Raises as `reading.read`."""
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = admit(attempt, grants, parameters.get("grant"), Way.COUNTS)
        counting = read(parameters, reading.table_of(admission))
        found = _counted(admission.grant, admission.resource, counting)
        told_of = {"rows": found.many, "bytes": len(found.text), "digest": found.digest}
        told_of |= {
            "group": [c.name for c in counting.groups],
            "measures": [m.name for m in counting.measures],
        }
        reading.note("delivery.count", admission, counting.question, told_of)
    return found


def _counted(grant: Grant, resource: Resource, counting: Counting) -> Counted:
    path = files.local(resource.file)
    text, bound = _statement(str(path), counting)
    found = engine.ask(str(path.parent), text, bound, purpose=engine.COUNTS)
    shown = [row for (row,) in found[: counting.page_size]]
    return Counted(
        resource=resource,
        grant=grant,
        counting=counting,
        text=f"[{','.join(shown)}]".encode(),
        many=len(shown),
        more=len(found) > len(shown),
    )


def _statement(path: str, counting: Counting) -> tuple[str, dict[str, Any]]:
    """One JSON object for each group, the groups in their own order."""
    made = Statement(path, counting.filters)
    keys = [column.quoted for column in counting.groups]
    pairs = [f"{literal(column.name)}, {told(column)}" for column in counting.groups]
    pairs += [f"{literal(measure.name)}, {measure.sql}" for measure in counting.measures]
    grouped = (
        f" GROUP BY {', '.join(keys)} ORDER BY {', '.join(f'{key} NULLS LAST' for key in keys)}"
        if keys
        else ""
    )
    made.bound |= {"most": counting.page_size + 1, "skip": (counting.page - 1) * counting.page_size}
    text = (
        f"SELECT CAST(json_object({', '.join(pairs)}) AS VARCHAR) FROM {made.table} "  # noqa: S608 - granted columns only
        f"WHERE {made.where()}{grouped} LIMIT $most OFFSET $skip"
    )
    return text, made.bound
