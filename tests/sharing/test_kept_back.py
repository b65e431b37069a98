"""That a provider cannot supply: the side that asks sees the case as before, on every way in (29(4), 35)."""

import re
from difflib import unified_diff
from io import BytesIO

import pytest
import time_machine
from openpyxl import load_workbook

from procedure.models import WorkItem
from sharing.law import State
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED
from tests.sharing.road import asked, walk

NEED = {"entry": None, "need": "跨省就医备案人员名单", "fields": []}
CANNOT = ("cannot_supply", "stella", {"basis": "本局不采集此数据"})
LISTS = ["/sharing/requests/", "/mine/", "/work/"]
ASKERS = [("alice", "betty", "alice rita"), ("nora", "nina", "nora nick nina")]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.fixture(params=ASKERS, ids=["region", "city"])
def case(request, world):
    """Before the provider, which has to catalogue the data; and who may not know what it answers."""
    who, names, unknowing = request.param
    made = asked(world, who, **(ASKED | NEED))
    told = {"provider": world.cast.market}
    made = walk(world, made, ("submit", who, {}), ("name_provider", names, told))
    made.unknowing = unknowing.split()
    made.asker = who
    return made


def everything(user, case) -> list[str]:
    """All that the person can open of the case, with what changes by itself left out."""
    page, program = Pages(user).client, Rest(user).client
    root = f"/api/v1/sharing/requests/{case.number}/"
    places = [f"/cases/{case.number}/", f"/cases/{case.number}/trail/", *LISTS]
    read = [page.get(place) for place in places]
    read += [program.get(place) for place in (root, f"{root}timeline/", "/api/v1/sharing/requests/")]
    read += [page.get(f"/sharing/requests/?state={state}") for state in State.values]
    read += [page.get(f"/cases/{case.number}/steps/withdraw/")]
    return [f"{answer.status_code} {answer.headers.get('ETag')} {plain(answer)}" for answer in read]


def differing(was: str, now: str) -> list[str]:
    return list(unified_diff(was.split("\n"), now.split("\n"), n=0, lineterm=""))


def plain(answer) -> str:
    """Without the tokens against forgery, which are new in every answer."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode())


@pytest.mark.article("29(4)", "35")
def test_it_looks_to_the_side_that_asks_as_if_nothing_had_happened(world, case):
    before = {who: everything(getattr(world.cast, who), case) for who in case.unknowing}
    walk(world, case, CANNOT)
    for who in case.unknowing:
        now = everything(getattr(world.cast, who), case)
        changed = [line for was, text in zip(before[who], now, strict=True) for line in differing(was, text)]
        assert not changed, "\n".join(changed)


@pytest.mark.article("35")
def test_the_excel_list_says_what_the_page_says(world, case):
    walk(world, case, CANNOT)
    answer = Pages(getattr(world.cast, case.asker)).client.get("/sharing/requests/?format=xlsx")
    cells = [str(cell.value) for row in load_workbook(BytesIO(answer.getvalue())).active for cell in row]
    assert "编制目录" in " ".join(cells) or str(State.CATALOGUING.label) in cells
    assert str(State.REPLY.label) not in cells
    assert str(State.FINAL_REVIEW.label) not in cells


@pytest.mark.article("35")
def test_no_address_of_the_bureau_s_duty_answers_the_requester(world, case):
    walk(world, case, CANNOT)
    pk = WorkItem.objects.latest("pk").pk
    asker = getattr(world.cast, case.asker)
    page, rest = Pages(asker).client, Rest(asker)
    assert page.get(f"/work/{pk}/explanation/").status_code == 404
    assert page.post(f"/work/{pk}/claim/").status_code == 404
    assert rest.client.get(f"/api/v1/work-items/{pk}/explanation/").status_code == 404
    assert rest.post(f"/api/v1/work-items/{pk}/claim/").status_code == 404


@pytest.mark.article("28")
def test_the_requester_withdraws_in_the_version_that_he_sees_and_learns_nothing(world, case):
    walk(world, case, CANNOT)
    asker = Rest(getattr(world.cast, case.asker))
    seen = asker.read(case)
    answer = asker.take(case, "withdraw", seen=seen["ETag"], reason="不再需要")
    assert answer.status_code == 200, answer.content
    told = asker.client.get(f"/api/v1/sharing/requests/{case.number}/timeline/").content.decode()
    page = Pages(getattr(world.cast, case.asker)).read(case).content.decode()
    for text in (answer.content.decode(), told, page):
        assert "cannot_supply" not in text
        assert "no_data" not in text
        assert str(State.FINAL_REVIEW.label) not in text


@pytest.mark.article("35")
def test_provider_and_bureau_see_how_it_stands(world, case):
    moved = walk(world, case, CANNOT)
    for who in ("stella", "bob", "betty"):
        read = Rest(getattr(world.cast, who)).read(case).json()
        assert (read["state"], read["version"], read["particulars"]["ground"]) == (
            moved.state,
            moved.version,
            "no_data",
        )


@pytest.mark.article("29(4)")
def test_the_reply_tells_everything(world, case):
    moved = walk(world, case, CANNOT, ("reply", "betty", {}))
    read = Rest(getattr(world.cast, case.asker)).read(moved).json()
    assert (read["state"], read["particulars"]["ground"]) == ("refused", "no_data")
