"""The log of exchanges outside: entered by the Bureau, shown in a table, REST and Excel (art. 36)."""

from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, Pages, Rest
from tests.sharing.scenes import scene

LETTERS = [
    {"on": "2026-11-20", "direction": "sent", "document": "桂数函〔2026〕1号", "summary": "申请共享。"},
    {"on": "2026-11-23", "direction": "received", "document": "=1+1", "summary": "同意\n三个信息项"},
]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def logged(world) -> ShareRequest:
    """A case outside with both letters in its log."""
    request = scene(world, "external", "outside").request
    for letter, door in zip(LETTERS, DOORS.values(), strict=True):
        request.refresh_from_db(fields=["version"])
        assert door(world.cast.betty).take(request, "record_exchange", **letter).status_code in {200, 302}
    return ShareRequest.objects.get(pk=request.pk)


@pytest.mark.article("36")
def test_it_is_entered_at_both_doors_and_read_at_both(world, logged):
    assert [one["document"] for one in logged.exchanges] == [letter["document"] for letter in LETTERS]
    said = Rest(world.cast.alice).read(logged).json()["particulars"]["exchanges"]
    assert said == logged.exchanges
    page = Pages(world.cast.alice).read(logged).content.decode()
    assert [one["document"] in page for one in LETTERS] == [True, True]


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("zh-hans", ("日期", "收发方向", "文号", "内容摘要")),
        ("en", ("Date", "Direction", "Document number", "Content in short")),
    ],
)
def test_it_is_taken_as_a_spreadsheet(world, logged, language, head):
    address = f"/sharing/requests/{logged.number}/exchanges/"
    answer = Pages(world.cast.alice, language).client.get(address)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert (rows[0], len(rows)) == (head, 3)
    assert (rows[1][0].date().isoformat(), rows[1][2], rows[2][2]) == (
        "2026-11-20",
        "桂数函〔2026〕1号",
        "=1+1",
    )
    assert sheet["C3"].data_type == "s"


@pytest.mark.parametrize("who", ["charlie", "nina"])
def test_it_is_nobodys_who_may_not_see_the_case(world, logged, who):
    address = f"/sharing/requests/{logged.number}/exchanges/"
    assert Pages(getattr(world.cast, who)).client.get(address).status_code == 404


def test_it_is_no_file_where_there_is_no_log(world):
    request = world.bring_to("conformance_review")
    assert (
        Pages(world.cast.alice).client.get(f"/sharing/requests/{request.number}/exchanges/").status_code
        == 404
    )


WRONG = [
    {"on": "2026-11-24"},
    {"on": "x"},
    {"direction": "lost"},
    {"document": ""},
    {"document": "x" * 101},
    {"summary": ""},
    {"summary": "x" * 501},
]


@pytest.mark.parametrize("wrong", WRONG, ids=[str(sorted(w))[:30] + str(n) for n, w in enumerate(WRONG)])
def test_it_refuses_a_bad_entry_at_both_doors(world, wrong):
    request = scene(world, "external", "outside").request
    for door in DOORS.values():
        answer = door(world.cast.betty).take(request, "record_exchange", **(LETTERS[0] | wrong))
        assert answer.status_code == 422
