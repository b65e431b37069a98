"""The supervision board and the grants as lists: saved filters, and Excel as on the page (art. 9)."""

from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook

from delivery.models import Grant
from sharing.law import State
from tests.procedure.doors import Pages, Rest

BOARD, GRANTS = "/supervision/board/", "/delivery/grants/"
MONDAY, LATE = "2026-11-23T09:00:00+08:00", "2026-12-09T09:00:00+08:00"


@pytest.fixture
def late(world):
    """Two duties of the Bureau and one of the market authority, overdue."""
    with time_machine.travel(MONDAY, tick=False):
        for state in (State.CONFORMANCE_REVIEW, State.REPLY, State.PROVIDER_REVIEW):
            world.bring_to(state)
    with time_machine.travel(LATE, tick=False):
        yield


def taken(pages: Pages, address: str) -> list[Any]:
    answer = pages.client.get(address)
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.article("9")
def test_it_takes_the_board_along_as_it_is_shown(world, late):
    head, *rows = taken(Pages(world.cast.sue), f"{BOARD}?format=xlsx")
    assert head == ("单位", "环节", "办法期限逾期", "其他期限已过", "最早期限")
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (world.cast.bureau.name, 1, 0),
        (world.cast.bureau.name, 1, 0),
        (world.cast.market.name, 1, 0),
    ]


@pytest.mark.article("9")
def test_it_takes_the_work_items_behind_a_figure(world, late):
    head, *rows = taken(Pages(world.cast.sue), f"{BOARD}?organization=GX-MARKET&format=xlsx")
    assert (head[0], len(rows), rows[0][2]) == ("编号", 1, world.cast.market.name)


def test_it_saves_a_filter_of_the_board(world, late):
    pages = Pages(world.cast.sue)
    sent = {"name": "市场", "query": "organization=GX-MARKET", "is_default": "on"}
    assert pages.client.post("/lists/board/filters/", sent).status_code == 302
    assert pages.client.get(BOARD)["Location"] == f"{BOARD}?organization=GX-MARKET"
    assert "市场" in pages.client.get(f"{BOARD}?all=1").content.decode()


def test_it_gives_the_board_to_supervisors_only(world, late):
    assert Pages(world.cast.alice).client.get(f"{BOARD}?format=xlsx").status_code == 403


@pytest.fixture
def grants(world):
    """One in force, one that was over long ago."""
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(2):
            world.bring_to(State.GRANTED)
        first, second = Grant.objects.order_by("pk")
        Grant.objects.filter(pk=second.pk).update(status="ended", system="旧系统")
        yield first, Grant.objects.get(pk=second.pk)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("standing=in_force", [0]),
        ("standing=over", [1]),
        ("q=旧系统", [1]),
        ("q=企业登记", [0, 1]),
        ("", [0, 1]),
    ],
)
def test_it_narrows_grants_alike_on_the_page_in_excel_and_over_rest(world, grants, query, shown):
    numbers = [grants[place].number for place in shown]
    pages, rest = Pages(world.cast.alice), Rest(world.cast.alice)
    page = pages.client.get(f"{GRANTS}?{query}").content.decode()
    assert [one.number for one in grants if one.number in page] == numbers
    sheet = taken(pages, f"{GRANTS}?{query}&format=xlsx")
    assert sorted(row[0] for row in sheet[1:]) == numbers
    told = rest.client.get(f"/api/v1/delivery/grants/?{query}").json()["results"]
    assert sorted(one["number"] for one in told) == numbers


@pytest.mark.parametrize("query", ["standing=x", f"q={'x' * 101}", "side=x"])
def test_it_refuses_a_wrong_filter_over_rest(world, grants, query):
    assert Rest(world.cast.alice).client.get(f"/api/v1/delivery/grants/?{query}").status_code in {400, 422}
