"""Any list as an Excel file: the rows and columns that the page shows, written row by row (art. 42).

Text stays text: what Excel could read as a formula carries its own quote mark, also after editing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from audit.trail import record
from organizations.actors import of_request
from procedure.lists import FORMAT, XLSX, words_of
from workdays import clock

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 50_000
AT_ONCE = 2_000
LONGEST_TEXT = 32_767
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#E6ECF7", "font_color": "#14264A", "bottom": 1, "text_wrap": True},
    "text": {"text_wrap": True},
    "quoted": {"text_wrap": True, "quote_prefix": True},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left"},
    "number": {},
    "note": {"italic": True},
}


@dataclass(frozen=True)
class Column:
    """One column: its heading, what stands in it for a row, and its width in characters."""

    label: str | Promise
    value: Callable[[Any], Any]
    width: float = 16


def is_wanted(request: HttpRequest) -> bool:
    """Whether the address asks for the list as a spreadsheet."""
    return XLSX in request.GET.getlist(FORMAT)


def answer(
    request: HttpRequest, name: str, title: str | Promise, columns: Sequence[Column], rows: Iterable[Any]
) -> HttpResponse:
    """The list as a file to keep; that it was taken stands in the trail."""
    file, many = written(title, columns, rows)
    with translation.override(settings.LANGUAGE_CODE):
        told = {"list": str(title), "query": words_of(request).urlencode(), "rows": many}
    with transaction.atomic():
        record("list.export", actor=of_request(request).snapshot(), subject=name, particulars=told)
    return handed_over(file, title)


def written(title: str | Promise, columns: Sequence[Column], rows: Iterable[Any]) -> tuple[IO[bytes], int]:
    """The workbook, and how many rows it holds."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    many = write(file, str(title), columns, rows)
    file.seek(0)
    return file, many


def handed_over(file: IO[bytes], title: str | Promise) -> HttpResponse:
    """The answer that carries the workbook, named for the list and the day."""
    named = f"{title}-{clock.today().isoformat()}.{XLSX}"
    response: Any = FileResponse(file, as_attachment=True, filename=named, content_type=CONTENT_TYPE)
    return cast("HttpResponse", response)


def write(file: IO[bytes], title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:
    """Write the workbook and say how many rows it holds; what is beyond the limit is told in words."""
    book = Workbook(file, OPTIONS)
    look = {name: book.add_format({"valign": "top"} | made) for name, made in LOOKS.items()}
    sheet = book.add_worksheet(_sheet_name(title))
    _lay_out(sheet, title, columns, look)
    many, more = 0, False
    for row in _some(rows):
        if many == MOST_ROWS:
            more = True
            break
        many += 1
        for place, column in enumerate(columns):
            _put(sheet, many, place, column.value(row), look)
    if more:
        sheet.write_string(many + 1, 0, _too_many(), look["note"])
    sheet.autofilter(0, 0, max(many, 1), len(columns) - 1)
    book.close()
    return many


def _too_many() -> str:
    sentence = _("This file ends after %(most)s rows; the list is longer. Narrow it with its filters.")
    return sentence % {"most": f"{MOST_ROWS:,}"}


def _some(rows: Iterable[Any]) -> Iterator[Any]:
    """One row more than is written at most, read in parts."""
    if isinstance(rows, QuerySet):
        return rows[: MOST_ROWS + 1].iterator(chunk_size=AT_ONCE)
    return iter(rows)


def _lay_out(sheet: Any, title: str, columns: Sequence[Column], look: dict[str, Any]) -> None:
    """The head, which stays in sight, and how the sheet goes to paper: A4 across, the head on each page."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.label), look["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{title.replace('&', '&&')}&R{clock.today().isoformat()}")
    sheet.set_footer("&C&P / &N")


def _put(sheet: Any, line: int, place: int, value: Any, look: dict[str, Any]) -> None:
    """One value as what it is: a moment in Asia/Shanghai, a day, a number, or text."""
    match value:
        case None | "":
            return
        case datetime():
            local = value.astimezone(clock.SHANGHAI).replace(tzinfo=None)
            sheet.write_datetime(line, place, local, look["moment"])
        case date():
            sheet.write_datetime(line, place, value, look["day"])
        case int() | float() if not isinstance(value, bool):
            sheet.write_number(line, place, value, look["number"])
        case _:
            text = str(value)[:LONGEST_TEXT]
            look_of_text = look["quoted" if text.startswith(FORMULA_STARTS) else "text"]
            sheet.write_string(line, place, text, look_of_text)


def _sheet_name(title: str) -> str:
    """Excel's rules for the name of a sheet."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\").strip("'")[:31] or "1"
