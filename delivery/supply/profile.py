"""What a load holds, in figures: kept with each version, in two passes over the Parquet file (art. 38-40).

The shape of `Version.profile`; what is not known is left out:

    {"rows": 2000,
     "columns": {
       "regcap": {"type": "decimal", "nulls": 12, "distinct": 14, "exact": true,
                  "min": "10.0000", "max": "5000.0000",                 of numbers, days and moments
                  "shortest": 1, "longest": 9,                          characters, of texts
                  "top": [["50.0000", 300], ["100.0000", 290]],         at most 20 different values in all
                  "bins": [["10", "509", 1200], ["509", "1008", 90]]}}, lower and upper end, rows in between
     "key": {"fields": ["uniscid"], "nulls": 0, "duplicates": 0},       rows without, rows beside the first
     "drift": {"version": 3, "rows": [1990, 2000],                      before, now
               "nulls": {"regcap": [12, 340]}, "distinct": {"regstate": [4, 5]},
               "added": ["changed"], "removed": [], "retyped": ["regcap"]}}

`distinct` is an estimate unless `exact`. A field that is sensitive has neither values nor bins: `min`, `max`,
`top` and `bins` are left out, and only counts and lengths remain.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from catalog.vocabulary import FieldType
from delivery.columns import Column, quoted
from delivery.engine import literal
from delivery.supply import workbench
from delivery.watching import UNWATCHED, Watch

MOST_TOP = 20
BINS = 12
LONGEST_SHOWN = 60
TEXTS = frozenset({FieldType.STRING, FieldType.TEXT})
MEASURED = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME})
MARGIN = 2  # an estimate this much above the limit may still be a number within it

Profile = dict[str, Any]


def of(
    made: Path,
    columns: Sequence[Column],
    *,
    shown: Collection[str],
    key: Sequence[str] = (),
    before: tuple[int, Profile] | None = None,
    watch: Watch = UNWATCHED,
) -> Profile:
    """The profile of a Parquet file. `shown` names the fields whose values may stand in it."""
    with workbench.opened(made.parent) as session, watch.over(session):
        profile = _counted(session, made, columns, key)
        open_columns = [column for column in columns if column.name in shown]
        _add_values(session, made, open_columns, profile["columns"])
    for column in columns:
        told = profile["columns"][column.name]
        ends = told.pop("ends")
        told.update(_spoken_ends(ends) if column.name in shown else {})
    return profile | ({"drift": drift(*before, profile)} if before else {})


def _counted(session: Any, made: Path, columns: Sequence[Column], key: Sequence[str]) -> Profile:
    """The first pass: counts, ends and lengths of every column, and how the key holds."""
    asked = ["count(*)", *_key_counts(key)]
    for column in columns:
        asked += _figures(column)
    found = iter(_row(session, asked, made))
    profile: Profile = {"rows": next(found), "columns": {}}
    if key:
        distinct, without = next(found), next(found)
        lacking = profile["rows"] - without
        profile["key"] = {"fields": list(key), "nulls": without, "duplicates": lacking - distinct}
    for column in columns:
        profile["columns"][column.name] = _of_column(column, profile["rows"], found)
    return profile


def _key_counts(key: Sequence[str]) -> list[str]:
    if not key:
        return []
    names = [quoted(name) for name in key]
    none = " OR ".join(f"{name} IS NULL" for name in names)
    whole = names[0] if len(names) == 1 else f"({', '.join(names)})"
    return [f"count(DISTINCT {whole}) FILTER (NOT ({none}))", f"count(*) FILTER ({none})"]


def _figures(column: Column) -> list[str]:
    name = column.quoted
    lengths = [f"min(length({name}))", f"max(length({name}))"] if column.type in TEXTS else []
    ends = [f"min({name})", f"max({name})"] if column.type in MEASURED else ["NULL", "NULL"]
    return [f"count({name})", f"approx_count_distinct({name})", *ends, *lengths]


def _of_column(column: Column, rows: int, found: Iterator[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"type": column.type, "nulls": rows - next(found), "distinct": next(found)}
    told["exact"] = False
    told["ends"] = (next(found), next(found))
    if column.type in TEXTS:
        told |= {"shortest": next(found) or 0, "longest": next(found) or 0}
    return told


def _add_values(
    session: Any, made: Path, columns: Sequence[Column], told: Mapping[str, dict[str, Any]]
) -> None:
    """The second pass: values of the columns that have few, bins of the others that can be measured."""
    few = [c for c in columns if told[c.name]["distinct"] <= MOST_TOP * MARGIN]
    wide = [c for c in columns if c not in few and c.type in MEASURED and told[c.name]["ends"][0] is not None]
    edges = {c.name: _edges(c.decimals, *told[c.name]["ends"]) for c in wide}
    asked = [f"histogram({c.quoted})" for c in few]
    asked += [f"histogram({c.quoted}, {_list(edges[c.name], c)})" for c in wide]
    if not asked:
        return
    found = iter(_row(session, asked, made))
    for column in few:
        told[column.name] |= _top(next(found) or {})
    for column in wide:
        told[column.name]["bins"] = _bins(next(found) or {}, edges[column.name], told[column.name]["ends"][0])


def _row(session: Any, asked: Sequence[str], made: Path) -> Sequence[Any]:
    sql = f"SELECT {', '.join(asked)} FROM read_parquet($path)"  # noqa: S608 - our own names
    row: Sequence[Any] = session.execute(sql, {"path": str(made)}).fetchone()
    return row


def _top(values: Mapping[Any, int]) -> dict[str, Any]:
    told: dict[str, Any] = {"distinct": len(values), "exact": True}
    if len(values) <= MOST_TOP:
        ordered = sorted(values.items(), key=lambda pair: (-pair[1], str(pair[0])))
        told["top"] = [[_spoken(value), count] for value, count in ordered]
    return told


def _edges(decimals: int, low: Any, high: Any) -> list[Any]:
    """The upper ends of equal steps between the ends; days and moments step in whole seconds or days."""
    if isinstance(low, datetime):
        step = (high - low) / BINS
        return [low + step * n for n in range(1, BINS)] + [high]
    if isinstance(low, date):
        days = max((high - low).days, 1)
        ends = {low + timedelta(days=days * n // BINS) for n in range(1, BINS + 1)}
        return sorted(ends)
    if isinstance(low, Decimal):
        unit = Decimal(1).scaleb(-decimals)
        return sorted({(low + (high - low) * n / BINS).quantize(unit) for n in range(1, BINS)} | {high})
    return sorted({low + (high - low) * n // BINS for n in range(1, BINS + 1)})


def _list(edges: Sequence[Any], column: Column) -> str:
    told = ", ".join(f"CAST({literal(_spoken(edge))} AS {column.sql_type})" for edge in edges)
    return f"[{told}]"


def _bins(found: Mapping[Any, int], edges: Sequence[Any], low: Any) -> list[list[Any]]:
    """DuckDB tells each bin, in order; the ends come back as it likes, so that only the counts are used."""
    counts = [count for _end, count in sorted(found.items())]
    starts = [low, *edges[:-1]]
    return [
        [_spoken(start), _spoken(end), count]
        for start, end, count in zip(starts, edges, counts, strict=False)
    ]


def _spoken_ends(ends: tuple[Any, Any]) -> dict[str, str]:
    low, high = ends
    return {} if low is None else {"min": _spoken(low), "max": _spoken(high)}


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return (value.isoformat(" ") if isinstance(value, datetime) else str(value))[:LONGEST_SHOWN]


def drift(number: int, before: Profile, now: Profile) -> dict[str, Any]:
    """What has changed against the version of that number."""
    was, columns = before.get("columns", {}), now["columns"]
    both = [name for name in columns if name in was]
    told: dict[str, Any] = {
        "version": number,
        "rows": [before.get("rows", 0), now["rows"]],
        "added": [name for name in columns if name not in was],
        "removed": [name for name in was if name not in columns],
        "retyped": [name for name in both if was[name]["type"] != columns[name]["type"]],
    }
    for figure in ("nulls", "distinct"):
        pairs = {name: [was[name][figure], columns[name][figure]] for name in both}
        told[figure] = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return told
