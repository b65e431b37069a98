"""The auditor's trail as a list: Excel beside the other copies, and filters that he saves (art. 42)."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from audit.trail import Entry, Snapshot, record
from procedure import spreadsheet
from procedure.trail import lists as trail_list
from sharing.law import State
from tests.cast import seated
from tests.procedure.doors import Pages, Rest

TRAIL = "/trail/"


def file_of(client, query: str) -> BytesIO:
    return BytesIO(b"".join(client.get(f"{TRAIL}?{query}&format=xlsx").streaming_content))


def rows_of(client, query: str) -> list[tuple]:
    return list(load_workbook(file_of(client, query)).active.iter_rows(values_only=True))


@pytest.fixture
def client(world):
    world.bring_to(State.CONFORMANCE_REVIEW)
    return Pages(world.cast.audrey).client


@pytest.mark.article("42")
def test_it_writes_the_entries_on_the_screen_newest_first(client):
    shown = client.get(f"{TRAIL}?act=share_request.").context["entries"]
    head, *rows = rows_of(client, "act=share_request.")
    assert [row[0] for row in rows] == [entry.pk for entry in shown]
    assert len(head) == len(rows[0]) == 19
    assert rows[0][3] == "share_request.submit"
    assert rows[0][2].tzinfo is None  # a moment of Excel, in Asia/Shanghai


@pytest.mark.article("42")
def test_it_stands_in_the_trail_that_a_copy_was_taken(client):
    rows_of(client, "act=share_request.submit&before=9999999")
    entry = Entry.objects.get(act="audit.export")
    assert entry.particulars == {"rows": 1, "format": "xlsx", "query": "act=share_request.submit"}
    assert (entry.person, entry.post) == ("audrey", "auditor")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_it_never_writes_a_formula(client, text):
    record("a.b", actor=Snapshot("x", text), particulars={"=1": "=2"})
    file = file_of(client, "act=a.b")
    cell = load_workbook(file).active["G2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert b"<f>" not in ZipFile(file).read("xl/worksheets/sheet1.xml")


def test_it_says_in_words_that_the_trail_goes_on(client, monkeypatch):
    for module in (spreadsheet, trail_list):
        monkeypatch.setattr(module, "MOST_ROWS", 1)
    cells = [row[0] for row in rows_of(client, "act=share_request.")]
    assert len(cells) == 3
    assert "只收录前 1 行" in cells[2]
    assert "Excel 最多收录最新的 1 条记录" in client.get(TRAIL).content.decode()


def test_it_keeps_to_what_an_auditor_may_read(world, client):
    other = Pages(seated("hannah", world.cast.hr, "auditor")).client
    acts = {row[7] for row in rows_of(other, "act=share_request.")[1:]}
    assert acts == {"GX-HR"}
    assert Pages(world.cast.alice).client.get(f"{TRAIL}?format=xlsx").status_code == 403
    assert not Entry.objects.filter(act="audit.export", person="alice").exists()


def test_it_refuses_filters_that_it_cannot_read(client):
    assert client.get(f"{TRAIL}?since=soon&format=xlsx").status_code == 422


def test_it_takes_a_saved_filter_by_itself(client):
    query = "person=alice&act=share_request."
    sent = {"name": "小李的申请", "query": f"{query}&before=9", "is_default": "on"}
    assert client.post("/lists/trail/filters/", sent)["Location"] == f"{TRAIL}?{query}"
    assert client.get(TRAIL)["Location"] == f"{TRAIL}?{query}"
    assert "小李的申请" in client.get(f"{TRAIL}?all=1").content.decode()


def test_it_lets_programs_save_a_filter_of_the_trail(world, client):
    said = {"list": "trail", "name": "导出", "query": "act=audit.export&before=9"}
    kept = Rest(world.cast.audrey).post("/api/v1/saved-filters/", said).json()
    assert kept["address"] == f"{TRAIL}?act=audit.export"


def test_it_offers_older_entries_under_the_same_filter(client):
    for _ in range(51):
        record("a.b", actor=Snapshot.clock())
    page = client.get(f"{TRAIL}?act=a.b")
    older = client.get(f"{TRAIL}?{page.context['older']}")
    assert (len(older.context["entries"]), older.context["words"]) == (1, "act=a.b")
    assert "before=" not in older.context["shelf"].sheet
