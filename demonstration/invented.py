"""Invented rows behind further entries: plausible by name and type, true of nobody (art. 3, 23).

Computed, the same in every run. Whatever could be taken for a person's or a body's number starts with DEM.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from catalog.vocabulary import FieldType, Format
from demonstration.catalogue import EntrySpec, FieldSpec
from demonstration.tables import CITIES, STEMS, SURNAMES
from workdays.clock import SHANGHAI

Row = dict[str, object]
MANY_TABLES = 64
SINCE = date(2025, 1, 6)
NUMBERED = ("号", "码", "编号", "代码", "证件")
ANSWERS = ("合格", "在办", "已办结", "有效")


def chosen(specs: Iterable[EntrySpec], taken: Iterable[tuple[str, str]]) -> list[EntrySpec]:
    """Entries in table form, without fields that hold files, of a name that no other entry has."""
    known, given = list(specs), set(taken)
    names = [spec.name for spec in known]
    found = (
        spec
        for spec in known
        if spec.format == Format.TABLE
        and (spec.provider, spec.name) not in given
        and names.count(spec.name) == 1
        and all(field.type != FieldType.BINARY for field in spec.fields)
    )
    return list(found)[:MANY_TABLES]


def tables(specs: Iterable[EntrySpec]) -> dict[tuple[str, str], Callable[[], Iterator[Row]]]:
    """For each entry what yields its rows."""
    return {(spec.provider, spec.name): partial(rows, spec) for spec in specs}


def rows(spec: EntrySpec) -> Iterator[Row]:
    """Between 30 and 150 rows, as many as the name of the entry says by chance."""
    chance = random.Random(f"{spec.provider} {spec.name}")  # noqa: S311 - invented data, nothing to guard
    for serial in range(1, chance.randint(30, 150)):
        city = chance.choices(CITIES, weights=[weight for *_, weight, _ in CITIES])[0]
        yield {field.name: value_of(field, serial, city, chance) for field in spec.fields}


def value_of(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> object:
    """A value of the field's type; now and then none."""
    if serial > 1 and chance.random() < 0.02:
        return None
    return MAKERS[field.type](field, serial, city, chance)


def _text(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> str:
    longest = field.length or 60
    if "区划" in field.title or field.name.endswith(("city_code", "division")):
        return str(city[0])[:longest]
    if "市" in field.title or "地区" in field.title or "行政区" in field.title:
        return str(city[1])[:longest]
    if "姓名" in field.title or "代表人" in field.title or "负责人" in field.title:
        return f"{chance.choice(SURNAMES)}某{chance.choice(STEMS)}"[:longest]
    if field.title.endswith(NUMBERED):
        return f"DEM{serial:0{max(1, min(longest, 12) - 3)}d}"[:longest]
    if longest <= 10:
        return chance.choice(ANSWERS)[:longest]
    return f"{city[1][:-1]}示例{field.title}{serial % 9 + 1}"[:longest]


def _whole(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> int:
    return chance.randint(1, 10 ** min(field.length or 4, 4) - 1)


def _decimal(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> Decimal:
    scale = field.scale or 0
    whole = max(1, min((field.length or 8) - scale, 5))
    return Decimal(chance.randint(0, 10 ** (whole + scale) - 1)).scaleb(-scale)


def _day(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> date:
    return SINCE + timedelta(days=chance.randint(0, 600))


def _moment(field: FieldSpec, serial: int, city: tuple[Any, ...], chance: random.Random) -> datetime:
    opening = datetime(SINCE.year, SINCE.month, SINCE.day, 8, 30, tzinfo=SHANGHAI)
    return opening + timedelta(minutes=chance.randint(0, 600 * 24 * 60))


MAKERS: dict[FieldType, Callable[[FieldSpec, int, tuple[Any, ...], random.Random], object]] = {
    FieldType.STRING: _text,
    FieldType.TEXT: _text,
    FieldType.INTEGER: _whole,
    FieldType.DECIMAL: _decimal,
    FieldType.DATE: _day,
    FieldType.DATETIME: _moment,
    FieldType.BOOLEAN: lambda _field, _serial, _city, chance: chance.random() < 0.7,
}
