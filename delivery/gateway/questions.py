"""Reads a question to the gateway: fields, typed filters, order and page, within the granted columns only."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from delivery.columns import Column
from delivery.errors import BadQuestion, NotGranted
from delivery.values import OPERATORS, parsed

RESERVED = frozenset({"fields", "ordering", "cursor", "page_size", "grant"})
EXPORT_RESERVED = frozenset({"fields", "ordering", "grant", "bom"})
COUNT_RESERVED = frozenset({"group", "measures", "ordering", "page_size", "page", "grant"})
MOST_FILTERS = 30
MOST_TERMS = 3
PAGE, LARGEST_PAGE = 100, 1000


class Parameters(Protocol):
    """What `request.GET` offers."""

    def get(self, key: str, default: Any = None) -> Any: ...

    def lists(self) -> Iterable[tuple[str, list[Any]]]: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one granted column; `values` are typed, and never text for SQL."""

    column: Column
    operator: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One column of the order."""

    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked for, all of it within the grant."""

    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: tuple[Term, ...] = ()
    page_size: int = PAGE
    cursor: str = ""


def read(parameters: Parameters, granted: Sequence[Column]) -> Question:
    """The question put. Raises BadQuestion; NotGranted for any field beyond `granted`."""
    known = {column.name: column for column in granted}
    return Question(
        columns=_columns(parameters.get("fields"), known),
        filters=tuple(filters(parameters, known)),
        order=tuple(_order(parameters.get("ordering"), known)),
        page_size=page_size_of(parameters.get("page_size")),
        cursor=str(parameters.get("cursor") or ""),
    )


def _columns(asked: str | None, known: Mapping[str, Column]) -> tuple[Column, ...]:
    """All granted columns, or those asked for, each once, in the order asked."""
    if asked is None:
        return tuple(known.values())
    return tuple(known_field(name, "fields", known) for name in dict.fromkeys(asked.split(",")))


def known_field(name: str, parameter: str, known: Mapping[str, Column]) -> Column:
    """The granted column of that name; one outside the grant and one that does not exist fail alike."""
    column = known.get(name.strip())
    if column is None:
        raise NotGranted(parameter, list(known))
    return column


def for_export(parameters: Parameters, granted: Sequence[Column]) -> Question:
    """The question of an export: fields, filters and order, without pages."""
    known = {column.name: column for column in granted}
    return Question(
        columns=_columns(parameters.get("fields"), known),
        filters=tuple(filters(parameters, known, EXPORT_RESERVED)),
        order=tuple(_order(parameters.get("ordering"), known)),
    )


def filters(
    parameters: Parameters, known: Mapping[str, Column], reserved: frozenset[str] = RESERVED
) -> Iterator[Filter]:
    """The typed filters; whatever is not reserved names a granted field."""
    asked = [(name, value) for name, values in parameters.lists() if name not in reserved for value in values]
    if len(asked) > MOST_FILTERS:
        raise BadQuestion("filters", "too_many", _("Use at most 30 filters."))
    for name, value in asked:
        column, operator = _target(name, known)
        yield Filter(column, operator, parsed(column, operator, value, name))


def _target(name: str, known: Mapping[str, Column]) -> tuple[Column, str]:
    """`<field>` or `<field>__<operator>`; a field's own name goes before an operator."""
    if name in known:
        return known[name], "eq"
    field, divider, operator = name.rpartition("__")
    column = known_field(field if divider else name, "filters", known)
    if operator not in OPERATORS[column.type]:
        allowed = ", ".join(OPERATORS[column.type])
        raise BadQuestion("filters", "unknown_operator", _("This field takes the operators %s.") % allowed)
    return column, operator


def _order(asked: str | None, known: Mapping[str, Column]) -> Iterator[Term]:
    names = asked.split(",") if asked else []
    if len(names) > MOST_TERMS:
        raise BadQuestion("ordering", "too_many", _("Order by at most 3 fields."))
    for name in names:
        bare = name.strip()
        yield Term(known_field(bare.removeprefix("-"), "ordering", known), bare.startswith("-"))


def page_size_of(asked: str | None) -> int:
    """How many rows a page has. Raises BadQuestion."""
    if asked is None:
        return PAGE
    if not re.fullmatch(r"[0-9]{1,4}", asked) or not 1 <= int(asked) <= LARGEST_PAGE:
        raise BadQuestion("page_size", "bad_page_size", _("Ask for 1 to 1000 rows a page."))
    return int(asked)
