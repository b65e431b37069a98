"""What a taker holds in hand: answers of each form read back, and all that must not be in them."""

import csv
import io
import json
import logging
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

from tests.delivery.scope.questions import Row, told
from tests.delivery.scope.tables import MARK, Field, Table

DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def read_back(form: str, content: bytes, folder: Path) -> tuple[list[str], list[Row]]:
    """Columns and rows of an export."""
    match form:
        case "csv":
            head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            return head, [dict(zip(head, line or [""], strict=True)) for line in lines]
        case "jsonl":
            rows = [json.loads(line) for line in content.decode().splitlines()]
            return list(rows[0]) if rows else [], rows
        case "parquet":
            path = folder / "taken.parquet"
            path.write_bytes(content)
            found = duckdb.read_parquet(str(path))
            return found.columns, [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    head, *rest = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return list(head), [dict(zip(head, row, strict=True)) for row in rest]


def expected(form: str, value: Any) -> Any:
    """A value as the form has it."""
    match form:
        case "parquet":
            return value
        case "jsonl":
            return told(value)
        case "xlsx":
            return value if isinstance(value, bool) else in_cells(value)
    return _in_csv(value)


def in_cells(value: Any) -> Any:
    """A value as a cell of Excel has it."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int) and abs(value) >= 10**15 else value


def _in_csv(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(DANGEROUS) else value
    return str(in_cells(value))


def bytes_in(form: str, content: bytes) -> bytes:
    """All bytes that a curious eye finds, archives opened."""
    if form != "xlsx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def kept_back(table: Table, granted: Iterable[Field]) -> list[str]:
    """Marks and names of the fields that are not granted, where the name is no word of ours."""
    others = [one for one in table.fields if one not in granted]
    ours = [one.name for one in table.fields if one in granted]
    names = [one.name for one in others if "_" in one.name[1:2]]
    return [one.mark for one in others] + [
        name for name in names if not any(name in own or name.startswith(f"{own}__") for own in ours)
    ]


class Ears(logging.Handler):
    """Hears every line of the log, SQL left out, and remembers those with a value of a row."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s %(args)s"))
        self.lines, self.told = 0, []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("django.db"):
            return
        self.lines += 1
        line = self.format(record)
        if MARK in line:
            self.told.append(line)
