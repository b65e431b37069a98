"""Queries of the ORM whose text is made once in each process; only their values change (art. 42).

A read of shared data asks the same questions each time; putting them into words costs more than answering.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import get_related_populators


class Prepared:
    """A query built from keys and days. A list of keys is bound as many times as it has members."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.texts: dict[tuple[int, ...], Text] = {}

    def rows(self, *values: Any) -> list[Any]:
        """The instances that the query answers, with what it selects beside them."""
        shape = tuple(len(value) if isinstance(value, list) else -1 for value in values)
        if shape not in self.texts:
            self.texts[shape] = Text(self.build, values, shape)
        return list(self.texts[shape].answered(values))


class Text:
    """The compiled text for one shape of values, and where each value stands in it."""

    def __init__(
        self, build: Callable[..., QuerySet[Any]], values: Sequence[Any], shape: tuple[int, ...]
    ) -> None:
        marks = [
            _mark(value, place, many) for place, (value, many) in enumerate(zip(values, shape, strict=True))
        ]
        self.compiler = build(*marks).query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql, bound = self.compiler.as_sql()
        self.places = [_place(parameter, marks) for parameter in bound]
        found = self.compiler.klass_info
        assert found is not None
        self.model, chosen = found["model"], found["select_fields"]
        self.span = slice(chosen[0], chosen[-1] + 1)
        self.names = [self.compiler.select[place][0].target.attname for place in chosen]
        self.beside = self.compiler.annotation_col_map or {}
        self.related = get_related_populators(found, self.compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg] # the stubs are of a later Django

    def answered(self, values: Sequence[Any]) -> Iterator[Any]:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.sql, [_value(place, values) for place in self.places])
            found = cursor.fetchall()
        for row in self.compiler.results_iter([found]):
            instance = self.model.from_db(DEFAULT_DB_ALIAS, self.names, row[self.span])
            for populator in self.related:
                populator.populate(row, instance)
            for name, place in self.beside.items():
                setattr(instance, name, row[place])
            yield instance


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
