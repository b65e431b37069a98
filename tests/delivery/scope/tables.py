"""Tables at random behind an entry: names that are words of ours, every type, values with a mark."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from catalog.particulars import FieldParticulars
from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from organizations.models import Organization
from tests.catalog.factories import publish_entry

TYPES = ("string", "text", "integer", "decimal", "date", "datetime", "boolean")
ODD = (
    "fields", "Ordering", "cursor", "page_size", "grant", "bom", "group", "measures", "page", "count",
    "SELECT", "null", "true", "path", "v1", "most", "anchor", "results", "next", "rowid",
    "file_name", "filename",
)  # fmt: skip
"""Words of the address, of SQL and of the answers, each of which may be a field's name."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
MARK = "GEHEIM"
SIGNS = ("=", "+", "@", "＝", "", "", "", "", "", "")
ENDS = ("", "'", '"', "；", "%", "桂林", '"x"', "\\", "--", "<b>")


@dataclass(frozen=True)
class Field:
    """A field of the table, and the mark that stands in each of its texts and nowhere else."""

    name: str
    title: str
    type: str
    mark: str
    scale: int = 4


@dataclass(frozen=True)
class Table:
    """What is mounted: fields and rows as they were given, moments as the wall clock of Shanghai."""

    resource: Resource
    fields: tuple[Field, ...]
    rows: tuple[dict[str, Any], ...]

    def named(self, names: list[str]) -> list[Field]:
        """The fields of these names that the table has, in the order of the table."""
        return [field for field in self.fields if field.name in names]


def mounted(dice: random.Random, provider: Organization) -> Table:
    """A table of its own, behind an entry of its own."""
    fields = tuple(_fields(dice))
    rows = tuple(
        {f.name: _value(dice, f) for f in fields} for _row in range(dice.choice([0, 1, 7, 30, 30, 45]))
    )
    stated = tuple(
        FieldParticulars(
            name=field.name, title=field.title, type=field.type, share_type="conditional", open_type="closed",
            **({"length": 20, "scale": field.scale} if field.type == "decimal" else {}),
        )
        for field in fields
    )  # fmt: skip
    entry = publish_entry(provider, fields=stated, name=f"随机数据“{dice.randrange(10**6)}”")
    given = [{name: _with_zone(value) for name, value in row.items()} for row in rows]
    return Table(mount(entry, given, OPERATOR), fields, rows)


def _fields(dice: random.Random) -> Iterator[Field]:
    names = dice.sample(ODD, 3) + [f"{dice.choice('abXY')}_{dice.randrange(16**7):07x}" for _name in range(5)]
    names += [f"{names[3]}__{dice.choice(['gte', 'in', 'contains', 'x'])}", f"{names[4]}__{names[5]}"]
    names += ["Zz" + "9" * 62]
    dice.shuffle(names)
    for place, name in enumerate(names[: dice.randint(5, len(names))]):
        mark = f"{MARK}{dice.randrange(16**6):06x}"
        title = f"{dice.choice(['名称', '“代码”', '<i>', 'a,b', name])}{place}{dice.choice(ENDS)}"
        yield Field(name, title, dice.choice(TYPES), mark, dice.choice([0, 2, 4]))


def _value(dice: random.Random, field: Field) -> Any:
    """Few different values, every seventh missing."""
    if dice.random() < 1 / 7:
        return None
    some = dice.randrange(9)
    if field.type in {"string", "text"}:
        return f"{SIGNS[some]}{field.mark}-{some}{ENDS[some]}"
    day = datetime(1988, 1, 1, 9, 30, 15, some % 2 * 120) + timedelta(days=some * 97)  # noqa: DTZ001
    values = {
        "integer": (some - 4) * dice.choice([1, 1, 10**6, 10**15]),
        "decimal": (Decimal((some - 4) * 12_345) / 10_000).quantize(Decimal(1).scaleb(-field.scale)),
        "date": date(1988, 6, 1) + timedelta(days=some * 1_000),
        "datetime": day,
        "boolean": some % 2 == 0,
    }
    return values[field.type]


def _with_zone(value: Any) -> Any:
    return value.replace(tzinfo=SHANGHAI) if isinstance(value, datetime) else value
