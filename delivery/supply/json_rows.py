"""JSON as CSV: an array of objects or one object a line, each number digit by digit (art. 23)."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext_lazy as _

from delivery.columns import Column
from delivery.errors import Unreadable, filled
from delivery.supply.headers import drift, matched
from delivery.watching import Watch

CHUNK = 1 << 16
LONGEST_ROW = 1 << 22
BLANK = " \t\r\n"
NO_ROWS = _(
    "The file is no JSON array of objects and not one JSON object a line; reading stopped after row %s."
)
NESTED = _("Row %s holds a list or an object in a field. Give each field one plain value.")
reader = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def as_csv(path: Path, made: Path, columns: Sequence[Column], watch: Watch) -> Path:
    """Write the objects as CSV under the names of the fields; a key left out of a row is an empty value."""
    names = [column.name for column in columns]
    seen: set[str] = set()
    with path.open(encoding="utf-8-sig") as file, made.open("w", encoding="utf-8", newline="") as csv_file:
        lines = csv.writer(csv_file)
        lines.writerow(names)
        for number, row in enumerate(watch.each(objects(file)), start=1):
            fields = _fields(row, columns)
            seen.update(fields)
            lines.writerow([_told(fields.get(name), number) for name in names])
    if absent := [name for name in names if name not in seen]:
        raise drift([name for name in names if name not in absent], names)
    return made


def _fields(row: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    if row.keys() <= {column.name for column in columns}:
        return dict(row)
    lacking = [column.name for column in columns if column.name not in row and column.title not in row]
    found = matched([*row, *lacking], columns)
    return dict(zip(found, row.values(), strict=False))


def _told(value: Any, row: int) -> Any:
    if isinstance(value, dict | list):
        raise Unreadable(filled(NESTED, row))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def objects(file: TextIO) -> Iterator[dict[str, Any]]:
    """The objects one after the other, never more of the file in hand than one of them needs."""
    text, number = file.read(CHUNK).lstrip(BLANK), 0
    in_array = text.startswith("[")
    text = text[1:] if in_array else text
    while text := _next(text, file, in_array and number > 0):
        if in_array and text.startswith("]"):
            return
        row, text = _taken(text, file, number)
        number += 1
        yield row
    if in_array:
        raise Unreadable(filled(NO_ROWS, number))


def _next(text: str, file: TextIO, comma: bool) -> str:
    """The text from the next object on, past blanks and the comma between two."""
    text = _filled(text, file)
    if comma and text.startswith(","):
        text = _filled(text[1:], file)
        if text.startswith("]"):
            raise Unreadable(filled(NO_ROWS, "—"))
    return text


def _filled(text: str, file: TextIO) -> str:
    text = text.lstrip(BLANK)
    while not text and (more := file.read(CHUNK)):
        text = more.lstrip(BLANK)
    return text


def _taken(text: str, file: TextIO, number: int) -> tuple[dict[str, Any], str]:
    """One object and the text behind it; more is read while the object is not whole."""
    while True:
        try:
            row, end = reader.raw_decode(text)
        except (json.JSONDecodeError, RecursionError):
            more = file.read(max(CHUNK, len(text)))
            if not more or len(text) > LONGEST_ROW:
                raise Unreadable(filled(NO_ROWS, number)) from None
            text += more
            continue
        if not isinstance(row, dict):
            raise Unreadable(filled(NO_ROWS, number))
        return row, text[end:]
