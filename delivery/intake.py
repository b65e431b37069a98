"""What a department brings, CSV, Excel, JSON or Parquet, told apart by content and made readable (art. 23)."""

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from delivery import json_rows, spreadsheets, tabular
from delivery.columns import Column
from delivery.encodings import in_utf_8
from delivery.errors import Unreadable
from delivery.watching import UNWATCHED, Watch

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIPPED = b"PK\x03\x04"
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
OLD = _("This is a workbook of the old kind (.xls). Save it as .xlsx or CSV.")
EMPTY = _("The file is empty.")
NO_TABLE = _("This is no table: bring CSV, Excel (.xlsx), JSON or Parquet.")


def read(path: Path, columns: Sequence[Column], folder: Path, watch: Watch = UNWATCHED) -> tabular.Given:
    """The table in the file, whatever its name. Raises Drift when fields differ, or Unreadable."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return tabular.given_parquet(path, columns)
    if head.startswith(ZIPPED):
        return tabular.given_csv(spreadsheets.as_csv(path, folder / "sheet.csv", watch), columns)
    text = in_utf_8(_text(path, head), folder / "text")
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
