"""Exports of a table under a grant: CSV, JSON lines, Parquet, Excel, made while they are sent (art. 42, 44).

In CSV and Excel, text that a spreadsheet could take for a formula gets an apostrophe or is marked as text;
numbers stay numbers. JSON lines and Parquet hold every value as it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from xlsxwriter import Workbook

from catalog.vocabulary import FieldType
from delivery import engine, files
from delivery.columns import Column, quoted
from delivery.errors import BadQuestion
from delivery.gateway.conditions import Statement
from delivery.gateway.questions import Question
from delivery.models import Resource
from delivery.pipes import PIECE, Pipe
from delivery.texts import DANGEROUS, in_cell, told
from procedure.spreadsheet import OPTIONS

BOM = b"\xef\xbb\xbf"
MOST_IN_EXCEL = 200_000
AT_ONCE = 2_000


class Form(TextChoices):
    """The forms of an export."""

    CSV = "csv", "CSV"
    JSONL = "jsonl", _("JSON lines")
    PARQUET = "parquet", "Parquet"
    XLSX = "xlsx", "Excel"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/x-ndjson",
    Form.PARQUET: "application/vnd.apache.parquet",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COPIED: dict[Form, str] = {
    Form.CSV: "FORMAT csv, HEADER",
    Form.JSONL: "FORMAT json",
    Form.PARQUET: "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480",
}


@dataclass
class Making:
    """The bytes of an export, and how many rows they hold once they have ended."""

    pieces: Iterator[bytes]
    rows: Callable[[], int | None]


def make(resource: Resource, question: Question, form: Form, *, bom: bool) -> Making:
    """Begin the export; nothing is read before the first piece is asked for. Raises TryAgain, BadQuestion."""
    path = files.local(resource.file)
    if form == Form.XLSX:
        return _in_excel(path, resource, question)
    query, bound = _query(path, question, form)
    pipe = Pipe(str(path.parent), query, bound, COPIED[form], _purpose(question))
    head = BOM if bom and form == Form.CSV else b""
    return Making(_headed(head, iter(pipe)), lambda: pipe.rows)


def _purpose(question: Question) -> str:
    """An order takes memory, the order of the file does not."""
    return engine.SORTED if question.order else engine.EXPORTS


def _headed(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from pieces


def _query(path: Path, question: Question, form: Form) -> tuple[str, dict[str, Any]]:
    made = Statement(str(path), question.filters, question.order)
    value = {Form.CSV: in_cell, Form.JSONL: told}.get(form, lambda column: column.quoted)
    names = ", ".join(f"{value(c)} AS {quoted(_head(c, form))}" for c in question.columns)
    order = f" ORDER BY {made.ordered()}" if question.order else ""
    return f"SELECT {names} FROM {made.table} WHERE {made.where()}{order}", made.bound  # noqa: S608


def _head(column: Column, form: Form) -> str:
    """The name in the first line, as harmless as a cell."""
    unsafe = form == Form.CSV and column.name.startswith(DANGEROUS)
    return f"'{column.name}" if unsafe else column.name


def many(resource: Resource, question: Question) -> int:
    """How many rows the export will have."""
    path = files.local(resource.file)
    made = Statement(str(path), question.filters)
    text = f"SELECT count(*) FROM {made.table} WHERE {made.where()}"  # noqa: S608 - granted columns only
    return int(engine.ask(str(path.parent), text, made.bound, purpose=engine.COUNTS)[0][0])


def _in_excel(path: Path, resource: Resource, question: Question) -> Making:
    rows = many(resource, question)
    if rows > MOST_IN_EXCEL:
        sentence = _("Excel takes at most 200,000 rows here. Narrow the export with filters, or take CSV.")
        raise BadQuestion("form", "too_many_rows", sentence)
    return Making(_workbook(path, question), lambda: rows)


def _workbook(path: Path, question: Question) -> Iterator[bytes]:
    with TemporaryFile(dir=engine.SPILL_FOLDER) as file:
        _write(file, path, question)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(file: IO[bytes], path: Path, question: Question) -> None:
    """Row by row, the titles in the first line; never more than some thousand rows in memory."""
    query, bound = _query(path, question, Form.XLSX)
    book = Workbook(file, OPTIONS)
    sheet, writers = book.add_worksheet(), [_writer(column, book) for column in question.columns]
    for place, column in enumerate(question.columns):
        sheet.write_string(0, place, column.name)
    sheet.freeze_panes(1, 0)
    with engine.asking(str(path.parent), engine.EXPORT_SECONDS, _purpose(question)) as session:
        session.execute(query, bound)
        line = 0
        while found := session.fetchmany(AT_ONCE):
            for row in found:
                line += 1
                _put(sheet, line, row, writers)
    book.close()


Writer = Callable[[Any, int, int, Any], object]


def _put(sheet: Any, line: int, row: Sequence[Any], writers: Sequence[Writer]) -> None:
    for place, (value, write) in enumerate(zip(row, writers, strict=True)):
        if value is not None:
            write(sheet, line, place, value)


def _writer(column: Column, book: Any) -> Writer:
    """How a value of the column is put into its cell: dates as dates, decimals as the text they are."""
    match column.type:
        case FieldType.INTEGER:
            return _whole
        case FieldType.BOOLEAN:
            return lambda sheet, line, place, value: sheet.write_boolean(line, place, value)
        case FieldType.DATE | FieldType.DATETIME:
            return lambda sheet, line, place, value: sheet.write_string(
                line, place, value.isoformat(*BETWEEN[column.type])
            )
        case FieldType.DECIMAL:
            return lambda sheet, line, place, value: sheet.write_string(line, place, format(value, "f"))
    marked = book.add_format({"quote_prefix": True})
    return lambda sheet, line, place, value: sheet.write_string(
        line, place, value[:32_767], *([marked] if value.startswith(DANGEROUS) else [])
    )


BETWEEN: dict[str, tuple[str, ...]] = {FieldType.DATE: (), FieldType.DATETIME: (" ",)}
EXACT = 10**15
"""Excel keeps fifteen digits; longer whole numbers are put down as text."""


def _whole(sheet: Any, line: int, place: int, value: int) -> None:
    if abs(value) < EXACT:
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value))
