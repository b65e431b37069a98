"""From CSV to Parquet: header against fields, every value against its type, nothing guessed (art. 23)."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import FieldType
from delivery.columns import Column
from delivery.engine import MEMORY, literal
from delivery.errors import BadRows, Drift
from refusals.tree import FieldError, Refusal
from workdays.clock import SHANGHAI

ROW_GROUP = 20_480
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


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], path: Path) -> Path:
    """Rows as the CSV file that `convert` reads; Drift when a row has other names than the first."""
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(names)
        for row in rows:
            if set(row) != set(names):
                raise _drift(list(row), names)
            lines.writerow([_plain(row[name]) for name in names])
    return path


def _plain(value: Any) -> Any:
    """Moments as the wall clock of Asia/Shanghai; everything else as it writes itself."""
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(SHANGHAI).replace(tzinfo=None)
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def convert(source: Path, columns: Sequence[Column], made: Path) -> int:
    """Write the Parquet file; the number of its rows. Raises Drift and BadRows, which quote no value."""
    header = header_of(source)
    names = [column.name for column in columns]
    if sorted(header) != sorted(names):
        raise _drift(header, names)
    with duckdb.connect(":memory:", config={"memory_limit": MEMORY, "threads": 1}) as session:
        _stage(session, source, len(header))
        places = {name: f"c{place}" for place, name in enumerate(header)}
        _check(session, columns, places)
        chosen = ", ".join(f"{_cast(c, places[c.name])} AS {c.quoted}" for c in columns)
        session.execute(
            f"COPY (SELECT {chosen} FROM staged ORDER BY line) TO {literal(str(made))} "  # noqa: S608 - our own names
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        return int(session.execute("SELECT count(*) FROM staged").fetchall()[0][0])


def header_of(source: Path) -> list[str]:
    """The names in the first line; a byte order mark is not part of them."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file), [])]
    except (UnicodeDecodeError, csv.Error):
        raise _unreadable(1) from None


def _stage(session: Any, source: Path, width: int) -> None:
    """All values as text, each row with the number of its record."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
    read = (
        f"read_csv($path, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', max_line_size = 10000000)"
    )
    try:
        session.execute(
            f"CREATE TABLE staged AS SELECT *, row_number() OVER () AS line FROM {read}",  # noqa: S608 - our own names
            {"path": str(source)},
        )
    except duckdb.Error as failed:
        line = re.search(r"Line: (\d+)", str(failed))
        raise _unreadable(int(line.group(1)) if line else 0) from None


def _check(session: Any, columns: Sequence[Column], places: Mapping[str, str]) -> None:
    """Every value that is there must fit; BadRows names the fields, the first record and how many."""
    named = [(column, places[column.name]) for column in columns]
    bad = [f"{place} IS NOT NULL AND NOT coalesce({fits(column, place)}, false)" for column, place in named]
    asked = ", ".join(f"count(*) FILTER ({b}), min(line) FILTER ({b})" for b in bad)
    told = session.execute(f"SELECT {asked} FROM staged").fetchone()  # noqa: S608 - our own names
    errors = list(_errors(columns, told))
    if errors:
        raise BadRows(errors)


def _errors(columns: Sequence[Column], told: Sequence[Any]) -> Iterator[FieldError]:
    sentence = _("%(count)s values are no %(type)s that fits this field, the first in row %(row)s.")
    for column, count, row in zip(columns, told[::2], told[1::2], strict=True):
        if count:
            yield FieldError(
                column.name,
                "bad_values",
                sentence % {"count": count, "row": row, "type": FieldType(column.type).label},
            )


def fits(column: Column, place: str) -> str:
    """SQL that asks whether the text in this place is a value of the column, neither rounded nor cut."""
    if column.type in {FieldType.STRING, FieldType.TEXT}:
        return f"length({place}) <= {column.length}" if column.length else "true"
    wanted = [f"TRY_CAST({_text(column, place)} AS {column.sql_type}) IS NOT NULL"]
    if shape := SHAPES.get(FieldType(column.type)):
        wanted.append(f"regexp_full_match(trim({place}), {literal(shape)})")
    if column.type == FieldType.DECIMAL:
        wanted.append(f"length(rtrim(split_part(trim({place}), '.', 2), '0')) <= {column.decimals}")
    return " AND ".join(wanted)


def _cast(column: Column, place: str) -> str:
    return f"CAST({_text(column, place)} AS {column.sql_type})"


def _text(column: Column, place: str) -> str:
    if column.type == FieldType.BOOLEAN:
        return TRUTH.format(c=place)
    return place if column.type in {FieldType.STRING, FieldType.TEXT} else f"trim({place})"


def _drift(given: Sequence[str], wanted: Sequence[str]) -> Refusal:
    """What the file lacks, what the entry does not know, and what comes twice."""
    twice = {name for name in given if given.count(name) > 1}
    unknown = sorted({name for name in given if name not in wanted} | twice)
    return Drift([name for name in wanted if name not in given], unknown)


def _unreadable(line: int) -> Refusal:
    sentence = _("The file is no CSV in UTF-8 with as many values in each line as in the first; see line %s.")
    return BadRows([FieldError("", "unreadable", sentence % line)])
