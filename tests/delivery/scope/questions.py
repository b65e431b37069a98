"""Questions at random within a grant, what plain Python answers them, and the same spoilt by one name."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.delivery.scope.tables import MARK, SHANGHAI, Field, Table

Row = dict[str, Any]
RESERVED = {
    "rows": {"fields", "ordering", "cursor", "page_size", "grant"},
    "export": {"fields", "ordering", "grant", "bom"},
    "counts": {"group", "measures", "ordering", "page_size", "page", "grant"},
}
OPERATORS = {"eq", "ne", "gt", "gte", "lt", "lte", "in", "contains"}
TESTS: dict[str, Callable[[Any, Sequence[Any]], bool]] = {
    "eq": lambda value, given: value == given[0],
    "ne": lambda value, given: value != given[0],
    "gt": lambda value, given: value > given[0],
    "gte": lambda value, given: value >= given[0],
    "lt": lambda value, given: value < given[0],
    "lte": lambda value, given: value <= given[0],
    "in": lambda value, given: value in given,
    "contains": lambda value, given: given[0] in value,
}


@dataclass
class Asked:
    """A question, all of it granted."""

    way: str
    granted: list[Field]
    shown: list[Field] | None = None
    filters: list[tuple[Field, str, list[Any]]] = field(default_factory=list)
    order: list[tuple[Field, bool]] = field(default_factory=list)
    groups: list[Field] = field(default_factory=list)
    measures: list[tuple[str, Field | None]] = field(default_factory=list)
    page_size: int = 100
    page: int = 1

    @property
    def of_page(self) -> slice:
        """Which of all rows or groups stand on the page."""
        return slice((self.page - 1) * self.page_size, self.page * self.page_size)

    @property
    def columns(self) -> list[Field]:
        return self.granted if self.shown is None else self.shown

    @property
    def kind(self) -> str:
        return "export" if self.way.startswith("export") else self.way

    def parameters(self, dice: random.Random) -> list[tuple[str, str]]:
        """As they stand in the address."""
        told = [(self._filter(dice, f, how), worded(dice, given)) for f, how, given in self.filters]
        if self.kind == "counts":
            lists = {
                "group": ",".join(one.name for one in self.groups),
                "measures": ",".join(f"{kind}:{one.name}" if one else kind for kind, one in self.measures),
            }
        else:
            lists = {
                "fields": ",".join(one.name for one in self.shown or ()),
                "ordering": ",".join("-" * down + one.name for one, down in self.order),
            }
        sized = [("bom", "1")] if self.kind == "export" else [("page_size", str(self.page_size))]
        sized += [("page", str(self.page))] if self.page > 1 else []
        return told + sized + [(name, text) for name, text in lists.items() if text]

    def _filter(self, dice: random.Random, one: Field, how: str) -> str:
        """`<field>` alone means eq, unless the address has that word for something else."""
        bare = how == "eq" and one.name not in RESERVED[self.kind] and dice.random() < 0.5
        return one.name if bare else f"{one.name}__{how}"

    def rows(self, table: Table) -> list[Row]:
        """The rows that the filters leave, in the order asked for."""
        found = [
            row for row in table.rows if all(holds(row[f.name], how, given) for f, how, given in self.filters)
        ]
        for one, down in reversed(self.order):
            there = [row for row in found if row[one.name] is not None]
            there.sort(key=lambda row, name=one.name: row[name], reverse=down)
            found = there + [row for row in found if row[one.name] is None]
        return found

    def counts(self, table: Table) -> list[Row]:
        """Groups in the order of their values, empty ones last, each with its figures."""
        found: dict[Any, list[Row]] = {} if self.groups else {(): []}
        for row in self.rows(table):
            found.setdefault(tuple(row[one.name] for one in self.groups), []).append(row)
        in_order = sorted(
            found.items(), key=lambda group: [(v is None, v if v is not None else 0) for v in group[0]]
        )
        return [
            {one.name: told(value) for one, value in zip(self.groups, key, strict=True)}
            | {f"{kind}:{one.name}" if one else kind: figure(kind, one, rows) for kind, one in self.measures}
            for key, rows in in_order
        ]


def holds(value: Any, how: str, given: Sequence[Any]) -> bool:
    return how == "ne" if value is None else TESTS[how](value, given)


def figure(kind: str, one: Field | None, rows: list[Row]) -> Any:
    if one is None:
        return len(rows)
    values = [row[one.name] for row in rows if row[one.name] is not None]
    match kind:
        case "distinct":
            return len(set(values))
        case "sum":
            return str(told(sum(values))) if values else None
    return told(min(values) if kind == "min" else max(values)) if values else None


def told(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def worded(dice: random.Random, given: Sequence[Any]) -> str:
    """Values as a filter writes them."""

    def word(value: Any) -> str:
        if isinstance(value, bool):
            return dice.choice(["true", "1", "TRUE"] if value else ["false", "0"])
        text = told(value) if not isinstance(value, datetime) or dice.random() < 0.5 else value.isoformat()
        return str(text)

    return ",".join(map(word, given))


def drawn(dice: random.Random, way: str, table: Table, granted: list[Field]) -> Asked:
    """A question within the granted fields."""
    asked = Asked(way, granted, page_size=dice.choice([1, 2, 5, 20, 100, 1000]))
    names = {one.name for one in granted}
    for _filter in range(dice.choice([0, 0, 1, 1, 2])):
        one, how, given = _filter_on(dice, dice.choice(granted), table)
        if f"{one.name}__{how}" not in names:  # that would mean the field of that name
            asked.filters.append((one, how, given))
    if asked.kind == "counts":
        asked.page = dice.choice([1, 1, 2, 3])
        asked.groups = dice.sample(granted, min(len(granted), dice.choice([0, 1, 1, 2])))
        asked.measures = list(
            dict.fromkeys(_measure(dice, granted) for _measure_ in range(dice.randint(1, 3)))
        )
        return asked
    if dice.random() < 0.5:
        asked.shown = dice.sample(granted, dice.randint(1, len(granted)))
    asked.order = [
        (one, dice.random() < 0.5) for one in dice.sample(granted, min(len(granted), dice.randrange(3)))
    ]
    return asked


def _filter_on(dice: random.Random, one: Field, table: Table) -> tuple[Field, str, list[Any]]:
    known = [row[one.name] for row in table.rows if row[one.name] is not None] or [SAMPLES[one.type]]
    known = [value for value in known if not (isinstance(value, str) and "," in value)]
    hows = ["eq", "ne"] if one.type == "boolean" else ["eq", "ne", "gt", "gte", "lt", "lte", "in", "in"]
    how = dice.choice(hows + ["contains"] * (one.type in {"string", "text"}))
    given = [dice.choice(known) for _value in range(dice.randint(1, 4) if how == "in" else 1)]
    return one, how, [given[0][2:9]] if how == "contains" else given


SAMPLES: dict[str, Any] = {
    "string": f"{MARK}?", "text": f"{MARK}?", "integer": 7, "decimal": Decimal("1.5"),
    "date": date(2026, 1, 1), "datetime": datetime(2026, 1, 1, 8, 30), "boolean": True,  # noqa: DTZ001
}  # fmt: skip


def _measure(dice: random.Random, granted: list[Field]) -> tuple[str, Field | None]:
    one = dice.choice(granted)
    kinds = ["distinct"]
    kinds += ["min", "max"] if one.type in {"integer", "decimal", "date", "datetime"} else []
    kinds += ["sum"] if one.type in {"integer", "decimal"} else []
    kind = dice.choice(["count", *kinds])
    return (kind, None) if kind == "count" else (kind, one)


TRICKS = ("{}", "{}", "{}", "{}", '"{}"', "{}--", "{}'", "t.{}", "{};", "*", "file_row_number", "法定代表人",
          "COLUMNS('.*')", "{} ", "nothing_at_all", "{}\u200b", "row", "$path", "rowid")  # fmt: skip


def wrong_name(dice: random.Random, table: Table, granted: list[Field]) -> str:
    """A name that is not granted: of another field, of none, or a granted one in other letters."""
    names = {one.name for one in granted}
    while True:
        other = dice.choice(table.fields).name
        name = dice.choice(TRICKS).format(dice.choice([other, other.swapcase()]))
        if name.strip() not in names and "," not in name:
            return name


def spoilt(dice: random.Random, asked: Asked, table: Table) -> tuple[list[tuple[str, str]], str]:
    """The parameters with one name that is not granted, and the parameter that is to blame."""
    told, name = asked.parameters(dice), wrong_name(dice, table, asked.granted)
    places = {"counts": ["group", "measures", "filters"]}.get(asked.kind, ["fields", "ordering", "filters"])
    place = dice.choice(places)
    if place == "filters":
        name += dice.choice(["", "__eq", "__gte", "__regex", "__"])
        if _means_something(name, asked):
            place = places[0]
            name = "nothing_at_all"
        else:
            return [*told, (name, dice.choice(["1", f"{MARK}-1", "'", "x,y"]))], place
    before = {
        "measures": dice.choice(["distinct:", "min:", "sum:", "max:"]),
        "ordering": dice.choice(["", "-"]),
    }
    listed = dict(told).get(place)
    told = [(one, text) for one, text in told if one != place]
    words = [*(listed.split(",") if listed else []), before.get(place, "") + name]
    dice.shuffle(words)
    return [*told, (place, ",".join(words))], place


def _means_something(name: str, asked: Asked) -> bool:
    names = {one.name for one in asked.granted}
    before, _mark, _operator = name.rpartition("__")
    return name in RESERVED[asked.kind] or name in names or before.strip() in names
