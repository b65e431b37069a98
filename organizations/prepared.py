"""Queries of the ORM whose text is made once in each process; only their values change (art. 42).

A read of shared data asks the same questions each time; putting them into words costs more than answering.
Outside a transaction PostgreSQL keeps their plans too, for each connection that lets it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

FORGOTTEN = frozenset({"26000", "42P05", "0A000"})
"""What PostgreSQL says when a pooler changed the connection behind us, or a table changed its columns."""
_known: WeakKeyDictionary[Any, dict[str, bool]] = WeakKeyDictionary()


class Prepared:
    """A query built from keys and days. A list of keys is bound as many times as it has members."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.texts: dict[tuple[int, ...], Text] = {}

    def rows(self, *values: Any) -> list[Any]:
        """The instances that the query answers, with what it selects beside them."""
        return list(self._text(values).answered(values))

    def bound(self, *values: Any) -> tuple[str, list[Any]]:
        """The query as SQL and what is bound in it, to stand within another statement."""
        text = self._text(values)
        return text.plan.sql, text.bound(values)

    def _text(self, values: Sequence[Any]) -> "Text":
        shape = tuple(len(value) if isinstance(value, list) else -1 for value in values)
        if shape not in self.texts:
            self.texts[shape] = Text(self.build, values, shape)
        return self.texts[shape]


class Text:
    """The compiled text for one shape of values, and where each value stands in it."""

    def __init__(
        self, build: Callable[..., QuerySet[Any]], values: Sequence[Any], shape: tuple[int, ...]
    ) -> None:
        marks = [
            _mark(value, place, many) for place, (value, many) in enumerate(zip(values, shape, strict=True))
        ]
        self.compiler = build(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        sql, bound = self.compiler.as_sql()
        self.plan = Plan(sql, len(bound))
        self.places = [_place(parameter, marks) for parameter in bound]
        found = self.compiler.klass_info
        assert found is not None
        self.model, chosen = found["model"], found["select_fields"]
        self.span = slice(chosen[0], chosen[-1] + 1)
        self.names = [self.compiler.select[place][0].target.attname for place in chosen]
        self.beside = self.compiler.annotation_col_map or {}
        self.related = get_related_populators(found, self.compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg] # the stubs are of a later Django
        self.converters = self.compiler.get_converters([chosen[0] for chosen in self.compiler.select])

    def bound(self, values: Sequence[Any]) -> list[Any]:
        return [_value(place, values) for place in self.places]

    def answered(self, values: Sequence[Any]) -> Iterator[Any]:
        found = self.plan.rows(self.bound(values))
        for row in self.compiler.apply_converters(found, self.converters):
            instance = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.span])
            for populator in self.related:
                populator.populate(row, instance)
            for name, place in self.beside.items():
                setattr(instance, name, row[place])
            yield instance


class Plan:
    """A text that each connection prepares once, where it may; inside a transaction it is sent as it is."""

    def __init__(self, sql: str, many: int) -> None:
        name = f"guishu_{sha256(sql.encode()).hexdigest()[:24]}"
        self.name, self.sql = name, sql
        self.prepare = f"PREPARE {name} AS {sql % tuple(f'${n + 1}' for n in range(many))}"
        self.execute = f"EXECUTE {name} ({', '.join(['%s'] * many)})" if many else f"EXECUTE {name}"

    def rows(self, values: Sequence[Any]) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            if connection.in_atomic_block or not self._executed(cursor, values):
                cursor.execute(self.sql, values)
            return list(cursor.fetchall())

    def _executed(self, cursor: Any, values: Sequence[Any]) -> bool:
        """Whether the connection answered by its plan. One that once forgot it is not asked again."""
        kept = _known.setdefault(cursor.connection, {})
        try:
            if self.name not in kept:
                cursor.execute(self.prepare)
                kept[self.name] = True
            if kept[self.name]:
                cursor.execute(self.execute, values)
        except DatabaseError as failed:
            if getattr(failed.__cause__, "pgcode", "") not in FORGOTTEN:
                raise
            kept[self.name] = False
        return kept[self.name]


def _mark(value: Any, place: int, many: int) -> Any:
    """Something that stands for a value and for nothing else; the ORM puts a set of keys in its own order."""
    if isinstance(value, list):
        return [-(1_000_000 * (place + 1) + number) for number in range(many)]
    return (
        date(1000 + place, 1, 1)
        if isinstance(value, date)
        else f"\x7f{place}\x7f"
        if isinstance(value, str)
        else -(place + 1)
    )


def _place(parameter: Any, marks: Sequence[Any]) -> tuple[int | None, Any]:
    for place, mark in enumerate(marks):
        if isinstance(mark, list) and parameter in mark:
            return place, mark.index(parameter)
        if type(mark) is type(parameter) and mark == parameter:
            return place, None
    return None, parameter


def _value(place: tuple[int | None, Any], values: Sequence[Any]) -> Any:
    which, member = place
    if which is None:
        return member
    return values[which] if member is None else values[which][member]
