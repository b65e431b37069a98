"""The first sheet of an Excel file as CSV: values as they are stored, nothing rounded unseen (art. 23)."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from delivery.errors import Unreadable, filled
from delivery.supply import archives
from delivery.watching import Watch

EXACT_DIGITS = 15
NO_WORKBOOK = _("The file is no Excel workbook (.xlsx) that can be read. Save it again as .xlsx, or as CSV.")
BROKEN = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    IndexError,
)
ROUNDED = _(
    "Row %s has a number of more than 15 digits, which Excel stores rounded. Format the column as text, enter"
    " such numbers again and save."
)


def as_csv(path: Path, made: Path, watch: Watch) -> Path:
    """Write the first sheet as CSV; empty rows at the end are no rows. Raises Unreadable."""
    archives.check_unpacks_sanely(path)
    with path.open("rb") as content, made.open("w", encoding="utf-8", newline="") as file:
        try:
            book = openpyxl.load_workbook(content, read_only=True, data_only=True)
            csv.writer(file).writerows(_lines(watch.each(_rows(book))))
        except BROKEN:
            raise Unreadable(NO_WORKBOOK) from None
    return made


def _rows(book: Any) -> Iterator[tuple[Any, ...]]:
    if not book.worksheets:
        raise Unreadable(NO_WORKBOOK)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its size may be a lie
    yield from sheet.iter_rows(values_only=True)


def _lines(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
    """As many values in each line as the header has; an empty row waits until one follows that is not."""
    width, waiting = 0, 0
    for number, row in enumerate(rows):
        told = [_told(value, number) for value in row]
        while told and told[-1] == "":
            told.pop()
        width = width or len(told)
        if not told:
            waiting += 1
            continue
        yield from ([""] * width for _empty in range(waiting))
        waiting = 0
        yield told + [""] * (width - len(told))


def _told(value: Any, row: int) -> Any:
    """The value as text of a table; a moment at midnight is a day."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() if abs(value) >= 10**EXACT_DIGITS:
            raise Unreadable(filled(ROUNDED, row))
        case float():
            return _number(value, row)
        case _:
            return str(value)


def _number(value: float, row: int) -> str:
    if abs(value) >= 10**EXACT_DIGITS:
        raise Unreadable(filled(ROUNDED, row))
    return str(int(value)) if value.is_integer() else format(value, f".{EXACT_DIGITS}g")
