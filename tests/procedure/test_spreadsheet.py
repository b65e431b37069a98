"""Any list as an Excel file: the same rows and filters, text that stays text, an entry in the trail."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from audit.trail import Entry
from procedure import spreadsheet
from procedure.models import Case
from procedure.spreadsheet import CONTENT_TYPE, Column, write
from sharing.law import State
from tests.procedure.doors import Pages

ADDRESSES = ["/work/", "/sharing/requests/", "/catalog/", "/delivery/grants/"]


def taken(client, address: str) -> list[tuple]:
    """The rows of the file behind this address, the head first."""
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, CONTENT_TYPE)
    return rows_of(BytesIO(b"".join(response.streaming_content)))


def rows_of(file) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in load_workbook(file).active.iter_rows()]


def written(values: list, columns: int = 1) -> BytesIO:
    file = BytesIO()
    write(file, "表", [Column("甲", lambda row: row)] * columns, values)
    return file


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_writes_every_list(world, address):
    world.bring_to(State.GRANTED)
    world.bring_to(State.PROVIDER_REVIEW)
    side = "side=provider&" if "grants" in address else ""
    rows = taken(Pages(world.cast.bob).client, f"{address}?{side}format=xlsx")
    assert len(rows) >= 2
    assert any("企业登记基本信息" in row for row in rows[1:])


def test_it_writes_the_rows_on_the_screen_under_the_same_filters(world):
    numbers = [world.bring_to(State.CONFORMANCE_REVIEW).number for _ in range(3)]
    client = Pages(world.cast.betty).client
    head, *rows = taken(client, "/work/?format=xlsx")
    assert head[:3] == ("编号", "事项", "环节")
    assert [row[0] for row in rows] == numbers
    assert [row[0] for row in taken(client, f"/work/?q={numbers[1]}&format=xlsx")[1:]] == [numbers[1]]


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_it_shows_a_stranger_nothing(world, address):
    world.bring_to(State.CONFORMANCE_REVIEW)
    assert len(taken(Pages(world.cast.charlie).client, f"{address}?format=xlsx")) == 1


def test_it_keeps_a_filter_of_the_same_name_in_the_catalogue(world):
    client = Pages(world.cast.bob).client
    assert len(taken(client, "/catalog/?format=table&format=xlsx")) == 2
    assert len(taken(client, "/catalog/?format=api&format=xlsx")) == 1


@pytest.mark.article("42")
def test_it_stands_in_the_trail(world):
    world.bring_to(State.CONFORMANCE_REVIEW)
    taken(Pages(world.cast.betty, "en").client, "/work/?when=soon&format=xlsx")
    entry = Entry.objects.get(act="list.export")
    assert (entry.person, entry.organization, entry.subject) == ("betty", "GX-BUREAU", "inbox")
    assert entry.particulars == {"list": "我的待办", "query": "when=soon", "rows": 1}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(1)", "http://example.org"]
)
def test_it_never_writes_a_formula(world, text):
    Case.objects.filter(pk=world.bring_to(State.CONFORMANCE_REVIEW).pk).update(title=text)
    client = Pages(world.cast.betty).client
    file = BytesIO(b"".join(client.get("/work/?format=xlsx").streaming_content))
    cell = load_workbook(file).active["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert cell.quotePrefix is (not text.startswith("http"))
    assert b"<f>" not in ZipFile(file).read("xl/worksheets/sheet1.xml")


def test_it_writes_each_value_as_what_it_is():
    values = [date(2026, 11, 23), datetime(2026, 11, 23, 16, 30, tzinfo=UTC), 3, 2.5, True, None, "", "字"]
    cells = [row[0] for row in rows_of(written(values))][1:]
    assert cells[0].isoformat() == "2026-11-23T00:00:00"
    assert cells[1].isoformat() == "2026-11-24T00:30:00"
    assert cells[2:] == [3, 2.5, "True", None, None, "字"]


def test_it_survives_characters_that_are_no_text_and_texts_too_long():
    cells = rows_of(written(["a\x0bb", "长" * 40_000, "𡆀"]))
    assert len(cells[2][0]) == spreadsheet.LONGEST_TEXT
    assert cells[3][0] == "𡆀"


def test_it_freezes_the_head_and_repeats_it_on_paper():
    sheet = load_workbook(written([1])).active
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_it_ends_at_the_limit_with_a_sentence(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    assert [row[0] for row in rows_of(written([1, 2]))] == ["甲", 1, 2]
    cells = [row[0] for row in rows_of(written([1, 2, 3]))]
    assert cells[:3] == ["甲", 1, 2]
    assert "只收录前 2 行" in cells[3]


def test_it_takes_as_many_queries_for_many_rows_as_for_few(world, django_assert_max_num_queries):
    for _ in range(4):
        world.bring_to(State.PROVIDER_REVIEW)
    client = Pages(world.cast.bob).client
    with django_assert_max_num_queries(16):
        assert len(taken(client, "/sharing/requests/?format=xlsx")) == 5
