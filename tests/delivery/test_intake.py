"""Tables as departments have them: encodings, delimiters, Excel, JSON, Parquet (art. 23)."""

import io
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from delivery.columns import Column
from delivery.errors import BadArchive, BadRows, Drift, Unreadable
from delivery.supply import archives, intake

COLUMNS = (
    Column(name="code", title="编码", type="string", length=20),
    Column(name="name", title="名称", type="string", length=20),
    Column(name="sum", title="金额", type="decimal", length=18, scale=2),
    Column(name="day", title="日期", type="date"),
    Column(name="live", title="存续", type="boolean"),
)
TEXT = "code,name,sum,day,live\n450100,南宁市,1.50,2026-01-02,true\n450200,柳州市,,2026-01-03,否\n"
MIDNIGHT = datetime.fromisoformat("2026-01-02T00:00:00")
ROWS = [
    ("450100", "南宁市", "1.50", date(2026, 1, 2), True),
    ("450200", "柳州市", None, date(2026, 1, 3), False),
]


def read(content: bytes, folder: Path, columns=COLUMNS) -> list[tuple]:
    path, made = folder / "given", folder / "made.parquet"
    path.write_bytes(content)
    intake.convert(path, columns, folder, made)
    told = duckdb.sql(f"SELECT * FROM '{made}'").fetchall()
    return [tuple(str(v) if n == 2 and v is not None else v for n, v in enumerate(row)) for row in told]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_it_reads_every_encoding(tmp_path, encoding):
    assert read(TEXT.encode(encoding), tmp_path) == ROWS


def test_it_reads_gb18030_that_begins_like_utf_8(tmp_path):
    long = (
        TEXT.split("\n", maxsplit=1)[0]
        + "\n"
        + "1,a,1,2026-01-01,true\n" * 60_000
        + "2,柳州,1,2026-01-01,true\n"
    )
    assert read(long.encode("gb18030"), tmp_path)[-1][1] == "柳州"


@pytest.mark.parametrize("mark", ["\t", ";", "|"])
def test_it_finds_the_delimiter(tmp_path, mark):
    assert read(TEXT.replace(",", mark).encode(), tmp_path) == ROWS


def test_it_takes_titles_for_names(tmp_path):
    text = TEXT.replace("code,name,sum,day,live", "编码,名称,金额,日期,存续")
    assert read(text.encode("gb18030"), tmp_path) == ROWS


def test_it_reads_line_breaks_within_quotes(tmp_path):
    text = 'code,"name",sum,day,live\r\n1,"a\r\n""b""",1,2026-01-01,true\r\n'
    assert read(text.encode(), tmp_path)[0][1] == 'a\r\n"b"'


def workbook(*rows: tuple) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def test_it_reads_excel(tmp_path):
    content = workbook(
        ("编码", "名称", "金额", "日期", "存续"),
        ("450100", "南宁市", 1.5, MIDNIGHT, True),
        (450200, "柳州市", None, date(2026, 1, 3), "否"),
    )
    assert read(content, tmp_path) == ROWS


def test_it_refuses_numbers_that_excel_has_rounded(tmp_path):
    content = workbook(("code", "name", "sum", "day", "live"), (450100199001011234, "甲", 1, None, None))
    with pytest.raises(Unreadable, match="1"):
        read(content, tmp_path)


@pytest.mark.parametrize("lines", [True, False])
def test_it_reads_json(tmp_path, lines):
    rows = [
        {"code": "450100", "name": "南宁市", "sum": 1.50, "day": "2026-01-02", "live": True},
        {"code": "450200", "name": "柳州市", "day": "2026-01-03", "live": False},
    ]
    text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, indent=2)
    assert read(text.encode(), tmp_path) == ROWS


def test_it_keeps_every_digit_of_json(tmp_path):
    text = (
        '[{"code": 12345678901234567890, "name": "a", "sum": 1234567890123456.12, "day": null, "live": null}]'
    )
    assert read(text.encode(), tmp_path)[0][:3] == ("12345678901234567890", "a", "1234567890123456.12")


@pytest.mark.parametrize(
    "text",
    ["[{]", "[1]", '{"code": 1', '[{"code": 1}', "[{}]x" * 3, '[{"code": {}, "name": []}]', "[" * 100_000],
)
def test_it_refuses_json_that_holds_no_rows(tmp_path, text):
    with pytest.raises((BadRows, Drift)):
        read(text.encode(), tmp_path)


def test_it_tells_the_drift_of_json(tmp_path):
    with pytest.raises(Drift) as refused:
        read(b'[{"code": 1, "nom": 2}]', tmp_path)
    assert {error.field for error in refused.value.errors if error.code == "unknown"} == {"nom"}


def parquet(folder: Path, select: str) -> bytes:
    duckdb.sql(select).write_parquet(str(folder / "other.parquet"))
    return (folder / "other.parquet").read_bytes()


def test_it_reads_parquet_of_other_types(tmp_path):
    content = parquet(
        tmp_path,
        "SELECT 450100 AS code, '南宁市' AS 名称, 1.5::DOUBLE AS sum, DATE '2026-01-02' AS day, true AS live",
    )
    assert read(content, tmp_path) == ROWS[:1]


def test_it_refuses_lists_in_parquet(tmp_path):
    content = parquet(tmp_path, "SELECT 1 AS code, [1] AS name, 1 AS sum, NULL AS day, true AS live")
    with pytest.raises(BadRows) as refused:
        read(content, tmp_path)
    assert [error.field for error in refused.value.errors] == ["name"]


@pytest.mark.parametrize("cut", [4, 40, -1])
def test_it_says_that_parquet_cannot_be_read(tmp_path, cut):
    content = parquet(tmp_path, "SELECT 1 AS code, 'a' AS name, 1 AS sum, NULL AS day, true AS live")
    with pytest.raises(Unreadable):
        read(content[:cut], tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG", b"\x81"]
)
def test_it_refuses_what_is_no_table(tmp_path, content):
    with pytest.raises((BadRows, Drift)):
        read(content, tmp_path)


def test_it_refuses_a_workbook_that_is_a_bomb(tmp_path, settings, monkeypatch):
    settings.ARCHIVE_RATIO = 1
    monkeypatch.setattr(archives, "SMALL", 1000)
    rows = [("code", "name", "sum", "day", "live")] + [("1" * 15, "a", 1, None, None)] * 1000
    with pytest.raises(BadArchive):
        read(workbook(*rows), tmp_path)
