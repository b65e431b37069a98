"""What a department brings, CSV, Excel, JSON or Parquet, told apart by content, made readable (art. 23)."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from delivery.columns import Column
from delivery.errors import OtherEncoding, Unreadable
from delivery.models import Stage
from delivery.supply import json_rows, spreadsheets, tabular
from delivery.supply.encodings import in_utf_8
from delivery.watching import UNWATCHED, Watch

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = b"PK\x03\x04"
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
OLD = _("This is a workbook of the old kind (.xls). Save it as .xlsx or CSV.")
EMPTY = _("The file is empty.")
NO_TABLE = _("This is no table: bring CSV, Excel (.xlsx), JSON or Parquet.")


def convert(path: Path, columns: Sequence[Column], folder: Path, made: Path, watch: Watch = UNWATCHED) -> int:
    """The file as Parquet; the number of its rows. Read twice only when its encoding is another after all."""
    for thorough in (False, True):
        try:
            given = read(path, columns, folder, watch, thorough=thorough)
            watch.stage(Stage.CONVERTING)
            return tabular.convert(given, columns, made, watch)
        except OtherEncoding:
            if thorough:
                raise
    raise AssertionError


def read(
    path: Path,
    columns: Sequence[Column],
    folder: Path,
    watch: Watch = UNWATCHED,
    *,
    thorough: bool = False,
) -> tabular.Given:
    """The table in the file, whatever its name. Raises Drift when fields differ, or Unreadable."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return tabular.given_parquet(path, columns)
    if head.startswith(ZIPPED):
        return tabular.given_csv(spreadsheets.as_csv(path, folder / "sheet.csv", watch), columns)
    text = in_utf_8(_text(path, head), folder / "text", thorough=thorough)
    if _is_json(text):
        return tabular.given_csv(json_rows.as_csv(text, folder / "rows.csv", columns, watch), columns)
    return tabular.given_csv(text, columns)


def _head(path: Path) -> bytes:
    with path.open("rb") as content:
        return content.read(64)


def _text(path: Path, head: bytes) -> Path:
    if not head:
        raise Unreadable(EMPTY)
    if head.startswith(OLD_EXCEL):
        raise Unreadable(OLD)
    if head.startswith(NOT_TABLES):
        raise Unreadable(NO_TABLE)
    return path


def _is_json(path: Path) -> bool:
    with path.open(encoding="utf-8-sig") as text:
        return text.read(256).lstrip().startswith(("[", "{"))
