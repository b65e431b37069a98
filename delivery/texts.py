"""Values as text, made by DuckDB itself: what a row is in JSON, in CSV and in a table (art. 42).

The texts are those of `delivery.values.delivered`: ISO dates, moments with their offset, decimals as text.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from catalog.vocabulary import FieldType
from delivery.columns import Column
from delivery.engine import literal
from workdays.clock import SHANGHAI

FIRST, LAST = datetime(1900, 1, 1), datetime(1992, 1, 1)  # noqa: DTZ001 - wall clock
WEEK = timedelta(days=7)
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


def as_json(columns: Sequence[Column]) -> str:
    """One row as a JSON object, with the names in the order given."""
    pairs = ", ".join(f"{literal(column.name)}, {told(column)}" for column in columns)
    return f"CAST(json_object({pairs}) AS VARCHAR)"


def told(column: Column) -> str:
    """The value as JSON tells it, before it is put between quotation marks."""
    name = column.quoted
    match column.type:
        case FieldType.DATETIME:
            return f"{_clock(name, 'T')} || {_offset(name)}"
        case FieldType.DECIMAL | FieldType.DATE:
            return f"CAST({name} AS VARCHAR)"
        case _:
            return name


def in_cell(column: Column) -> str:
    """The value as one cell of a CSV file; moments are the wall clock of Asia/Shanghai.

    Text that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    name = column.quoted
    match column.type:
        case FieldType.STRING | FieldType.TEXT:
            signs = ", ".join(f"chr({ord(sign)})" for sign in DANGEROUS)
            return f"CASE WHEN left({name}, 1) IN ({signs}) THEN chr(39) || {name} ELSE {name} END"
        case FieldType.DATETIME:
            return _clock(name, " ")
        case _:
            return name


def _clock(name: str, between: str) -> str:
    """Date and time; the fraction only where there is one."""
    whole = f"strftime({name}, '%Y-%m-%d{between}%H:%M:%S')"
    exact = f"{whole} || strftime({name}, '.%f')"
    return f"CASE WHEN microsecond({name}) % 1000000 = 0 THEN {whole} ELSE {exact} END"


def _offset(name: str) -> str:
    """The offset of Asia/Shanghai at that wall clock, as the time zone's own history says."""
    *earlier, (_since, last) = offsets()
    ways = "".join(
        f" WHEN {name} < TIMESTAMP '{until.isoformat(sep=' ')}' THEN '{text}'"
        for (_begun, text), until in zip(earlier, [since for since, _text in offsets()[1:]], strict=True)
    )
    return f"CASE WHEN {name} >= TIMESTAMP '{_since.isoformat(sep=' ')}' THEN '{last}'{ways} END"


@cache
def offsets() -> tuple[tuple[datetime, str], ...]:
    """From which wall clock on which offset holds, found in the time zone; the last one holds to this day."""
    return tuple(_offsets())


def _offsets() -> Iterator[tuple[datetime, str]]:
    at, known = FIRST, ""
    while at < LAST:
        text = _offset_at(at)
        if text != known:
            begins = _turn(at - WEEK, at, text) if known else FIRST
            yield begins, text
        at, known = at + WEEK, text


def _turn(before: datetime, after: datetime, text: str) -> datetime:
    """The second, between two wall clocks, from which the later offset holds."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        before, after = (before, middle) if _offset_at(middle) == text else (middle, after)
    return after


def _offset_at(wall: datetime) -> str:
    return wall.replace(tzinfo=SHANGHAI).isoformat()[len(wall.isoformat()) :]
