"""From a file to Parquet: header against fields, every value against its type, nothing guessed (art. 23)."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from catalog.vocabulary import FieldType
from delivery.columns import Column, quoted
from delivery.engine import literal
from delivery.errors import OtherEncoding, Unreadable, ragged
from delivery.supply import rejects, workbench
from delivery.supply.headers import drift, header_of, matched
from delivery.watching import UNWATCHED, Watch
from workdays.clock import SHANGHAI

ROW_GROUP = 20_480
PARQUET = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
REJECTED = "guishu: a value does not fit"
WHOLE = r"[+-]?[0-9]{1,19}"
DECIMAL = r"[+-]?[0-9]+(\.[0-9]*)?|[+-]?\.[0-9]+"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = DAY + r"[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
SHAPES = {
    FieldType.INTEGER: WHOLE,
    FieldType.DECIMAL: DECIMAL,
    FieldType.DATE: DAY,
    FieldType.DATETIME: MOMENT,
}
TRUTH = "CASE lower(trim({c})) WHEN '是' THEN 'true' WHEN '否' THEN 'false' ELSE trim({c}) END"
TEXTS = frozenset({FieldType.STRING, FieldType.TEXT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A table to read: what DuckDB reads it with, and in which place each field stands."""

    relation: str
    path: Path
    places: Mapping[str, str]

    @property
    def folder(self) -> Path:
        return self.path.parent


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], path: Path) -> Path:
    """Rows as the CSV file that `convert` reads; Drift when a row has other names than the first."""
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        for row in rows:
            if set(row) != set(names):
                raise drift(list(row), names)
            lines.writerow([plain(row[name]) for name in names])
    return path


def plain(value: Any) -> Any:
    """Moments as the wall clock of Asia/Shanghai, decimals in digits; everything else as it writes itself."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(SHANGHAI).replace(tzinfo=None)
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def given_csv(path: Path, columns: Sequence[Column]) -> Given:
    """A CSV file in UTF-8, its header checked. Raises Drift and Unreadable."""
    try:
        header, delimiter = header_of(path, columns)
    except UnicodeDecodeError:
        raise OtherEncoding(ragged(1)) from None
    places = {name: f"c{place}" for place, name in enumerate(matched(header, columns))}
    declared = ", ".join(f"{place}: 'VARCHAR'" for place in places.values())
    relation = (
        f"read_csv($path, columns = {{{declared}}}, header = true, auto_detect = false, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', nullstr = '', max_line_size = 10000000)"
    )
    return Given(relation=relation, path=path, places=places)


def given_parquet(path: Path, columns: Sequence[Column]) -> Given:
    """A Parquet file, whose values are read as text and checked like any others."""
    with workbench.opened(path.parent) as session:
        try:
            told = session.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)})
            types = {row[0]: row[1] for row in told.fetchall()}
        except duckdb.Error:
            raise Unreadable(rejects.NO_PARQUET) from None
    names = matched(list(types), columns)
    if wrong := [n for n, kind in zip(names, types.values(), strict=True) if rejects.is_nested(kind)]:
        raise rejects.of_nested(wrong)
    places = [_as_text(name, kind) for name, kind in types.items()]
    return Given(relation="read_parquet($path)", path=path, places=dict(zip(names, places, strict=True)))


def _as_text(name: str, kind: str) -> str:
    """A moment with a zone as the wall clock of Asia/Shanghai; a floating number without an exponent."""
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST(timezone('Asia/Shanghai', {quoted(name)}) AS VARCHAR)"
    return f"CAST({quoted(name)} AS VARCHAR)"


def convert(given: Given, columns: Sequence[Column], made: Path, watch: Watch = UNWATCHED) -> int:
    """Write the Parquet file; the number of its rows. Raises BadRows, which quotes no value.

    One pass when all values fit; only a table that is refused is read once more, to say where.
    """
    text = f"COPY ({_selected(given, columns)}) TO {literal(str(made))} {PARQUET}"
    with workbench.opened(given.folder, made.parent) as session, watch.over(session):
        try:
            told = session.execute(text, {"path": str(given.path)}).fetchall()
        except duckdb.InvalidInputException as failed:
            if REJECTED not in str(failed):
                raise unreadable(failed) from None
        except duckdb.ConversionException as failed:
            raise unreadable(failed) from None
        else:
            return int(told[0][0])
        raise rejects.found(session, given, columns, {c.name: fits(c, given.places[c.name]) for c in columns})


def unreadable(failed: Exception) -> Unreadable:
    """Where DuckDB stopped, without the words in which it quotes the line; OtherEncoding for bad UTF-8."""
    if re.search(r"unicode|utf-?8", str(failed), re.IGNORECASE):
        return OtherEncoding(ragged(0))
    line = re.search(r"Line: (\d+)", str(failed))
    return Unreadable(ragged(int(line.group(1)) if line else 0))


def _selected(given: Given, columns: Sequence[Column]) -> str:
    """Each column checked and cast in one expression, which stops the statement at the first misfit."""
    chosen = (f"{_checked(c, given.places[c.name])} AS {c.quoted}" for c in columns)
    return f"SELECT {', '.join(chosen)} FROM {given.relation}"  # noqa: S608 - our own names


def _checked(column: Column, place: str) -> str:
    """The cheap question first: is the value written as DuckDB itself writes it? Most are."""
    if column.type in TEXTS and not column.length:
        return place
    quick = f"WHEN {_plainly(column, place)} THEN {_quick_cast(column, place)}"
    return (
        f"CASE {quick} WHEN {place} IS NULL THEN NULL WHEN coalesce({fits(column, place)}, false) "
        f"THEN {_cast(column, place)} ELSE error({literal(REJECTED)}) END"
    )


def _plainly(column: Column, place: str) -> str:
    """SQL that is true only of values that fit, though not of all that do."""
    written = f"CAST({_quick_cast(column, place)} AS VARCHAR)"
    if column.type == FieldType.BOOLEAN:
        return f"{place} IN ('true', 'false')"
    if column.type == FieldType.DECIMAL:
        return f"starts_with({written}, {place})"
    if column.type in TEXTS:
        return f"strlen({place}) <= {column.length}"  # bytes, never fewer than characters
    return f"{written} = {place}"


def _quick_cast(column: Column, place: str) -> str:
    if column.type in TEXTS:
        return place
    return f"TRY_CAST({place} AS {column.sql_type})"


def fits(column: Column, place: str) -> str:
    """SQL that asks whether the text in this place is a value of the column, neither rounded nor cut."""
    if column.type in TEXTS:
        return f"length({place}) <= {column.length}" if column.length else "true"
    wanted = [f"TRY_CAST({_text(column, place)} AS {column.sql_type}) IS NOT NULL"]
    if shape := SHAPES.get(FieldType(column.type)):
        wanted.append(f"regexp_full_match(trim({place}), {literal(shape)})")
    if column.type == FieldType.DECIMAL:
        wanted.append(f"length(rtrim(split_part(trim({place}), '.', 2), '0')) <= {column.decimals}")
    return " AND ".join(wanted)


def _cast(column: Column, place: str) -> str:
    return f"TRY_CAST({_text(column, place)} AS {column.sql_type})"


def _text(column: Column, place: str) -> str:
    if column.type == FieldType.BOOLEAN:
        return TRUTH.format(c=place)
    return place if column.type in TEXTS else f"trim({place})"
