"""The supervision board: whom an actor supervises, what judges and what does not, and urging (art. 9, 10)."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import sentences
from audit.trail import Entry
from organizations.models import PostKind
from procedure.board.overdue import Board, NotASupervisor
from procedure.models import WorkItem
from procedure.reminders import Urging
from procedure.sweep import sweep
from sharing.law import State
from tests.cast import seated
from tests.procedure.doors import Pages, Rest

BOARD = "/supervision/board/"
API = "/api/v1/work-items/board/"
MOST_QUERIES = 10
MONDAY, LATE = "2026-11-23T09:00:00+08:00", "2026-12-09T09:00:00+08:00"


@pytest.fixture
def items(world) -> list[WorkItem]:
    """Five overdue duties: two with the Bureau, one each with market, Nanning's market bureau and Liuzhou."""
    cast = world.cast
    with time_machine.travel(MONDAY, tick=False):
        for state in (State.CONFORMANCE_REVIEW, State.REPLY, *[State.PROVIDER_REVIEW] * 3):
            world.bring_to(state)
    found = list(WorkItem.objects.is_open().select_related("case").order_by("pk"))
    for item, holder in zip(found[3:], (cast.nanning_market, cast.liuzhou), strict=True):
        item.holder = holder
        item.save(update_fields=["holder"])
    return found


@pytest.fixture(autouse=True)
def late(db):
    with time_machine.travel(LATE, tick=False):
        yield


def board(world: Any, who: str, **query: str) -> Board:
    return Board(world.actor(who), query)


def codes(found: Board) -> set[str]:
    return {row.code for row in found.rows()}


@pytest.mark.article("9")
@pytest.mark.parametrize("who", ["sue", "betty"])
def test_it_shows_the_bureau_the_whole_region(world, items, who):
    found = board(world, who)
    assert found.figures() == {"overdue": 5, "apart": 0, "organizations": 4}
    assert codes(found) == {"GX-BUREAU", "GX-MARKET", "450100-MARKET", "450200-AUTH"}


@pytest.mark.article("10")
def test_it_shows_a_city_authority_its_city(world, items):
    assert codes(board(world, "nina")) == {"450100-MARKET"}
    assert codes(board(world, "lily")) == {"450200-AUTH"}


def test_it_shows_a_departments_supervisor_the_own_house(world, items):
    world.cast.market.refresh_from_db()
    object.__setattr__(world.cast, "mia", seated("mia", world.cast.market, PostKind.SUPERVISOR))
    assert codes(board(world, "mia")) == {"GX-MARKET"}


@pytest.mark.parametrize("who", ["alice", "bob", "stella", "audrey", "charlie", "cindy", "adam"])
def test_it_is_closed_to_everybody_else(world, items, who):
    with pytest.raises(NotASupervisor):
        board(world, who)
    user = getattr(world.cast, who)
    assert Pages(user).client.get(BOARD).status_code == 403
    assert Rest(user).client.get(API).json()["code"] == "not_a_supervisor"
    assert Rest(user).post(f"/api/v1/work-items/{items[2].pk}/urge/", {"sentence": "请办"}).status_code == 403


@pytest.mark.article("47")
def test_it_counts_apart_what_the_measures_do_not_set(world, items):
    WorkItem.objects.filter(pk=items[2].pk).update(source="ours")
    WorkItem.objects.filter(pk=items[3].pk).update(source="city")
    found = board(world, "sue")
    assert found.figures() == {"overdue": 3, "apart": 2, "organizations": 2}
    assert {row.code: (row.overdue, row.apart) for row in found.rows()}["GX-MARKET"] == (0, 1)
    assert codes(board(world, "sue", source="measures")) == {"GX-BUREAU", "450200-AUTH"}
    assert codes(board(world, "sue", source="others")) == {"GX-MARKET", "450100-MARKET"}


def test_it_shows_nothing_that_is_not_overdue_or_not_submitted(world, items):
    with time_machine.travel(LATE, tick=False):
        world.bring_to(State.PROVIDER_REVIEW)
    WorkItem.objects.filter(pk=items[0].pk).update(expires_by="withdraw")
    items[1].case.__class__.objects.filter(pk=items[1].case_id).update(submitted=None)
    assert board(world, "sue").figures()["overdue"] == 3


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"organization": "GX-BUREAU"}, 2),
        ({"organization": "GX-BUREAU", "stage": "reply"}, 1),
        ({"stage": "provider_review"}, 3),
        ({"level": "2"}, 5),
        ({"level": "1"}, 2),
        ({"organization": "nobody"}, 0),
    ],
)
def test_it_drills_down_to_the_duties_at_both_doors(world, items, query, count):
    sweep()
    assert board(world, "sue", **query).items().count() == count
    answer = Rest(world.cast.sue).client.get(f"{API}items/", query).json()["results"]
    assert len(answer) == count
    page = Pages(world.cast.sue).client.get(BOARD, query).content.decode()
    assert page.count("/urge/") == (count if {"organization", "stage"} & set(query) else 0)


def test_it_tells_programs_what_the_page_shows(world, items):
    answer = Rest(world.cast.sue).client.get(API).json()
    assert (answer["overdue"], answer["overdue_apart"], answer["organizations"]) == (5, 0, 4)
    assert answer["rows"][0] == {
        "organization": "450100-MARKET",
        "organization_name": "南宁市市场监督管理局",
        "kind": "share_request",
        "stage": "provider_review",
        "stage_label": "提供部门审核",
        "overdue": 1,
        "overdue_apart": 0,
        "oldest_due": "2026-11-30",
    }


@pytest.mark.parametrize("query", ["level=9", "source=mine", "organization=" + "x" * 41])
def test_it_tells_programs_of_wrong_filters_and_shrugs_on_the_page(world, items, query):
    answer = Rest(world.cast.sue).client.get(f"{API}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])
    assert Pages(world.cast.sue).client.get(f"{BOARD}?{query}").status_code == 200


def test_it_takes_few_queries_however_much_is_overdue(world, items):
    client = Pages(world.cast.sue).client
    client.get(BOARD)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(BOARD, {"stage": "provider_review"}).status_code == 200
    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"] for query in queries)


@pytest.mark.parametrize("door", ["pages", "rest"])
def test_it_urges_the_holder_with_a_sentence_once_a_day(world, items, door):
    item, sue = items[2], world.cast.sue
    act = {
        "pages": lambda: Pages(sue).client.post(f"{BOARD}{item.pk}/urge/", {"sentence": "请于今日办结。"}),
        "rest": lambda: Rest(sue).post(f"/api/v1/work-items/{item.pk}/urge/", {"sentence": "请于今日办结。"}),
    }[door]
    assert [act().status_code for _ in range(2)] == ([302, 302] if door == "pages" else [200, 409])
    entry = Entry.objects.get(act="work_item.urge")
    assert (entry.person, entry.post, entry.tells) == ("sue", "supervisor", ["GX-MARKET"])
    assert (entry.article, entry.particulars["posts_told"]) == ("29(3)", ["reviewer"])
    assert sentences.tell(entry).endswith("催办广西壮族自治区市场监督管理局：请于今日办结。")
    with time_machine.travel("2026-12-10T09:00:00+08:00", tick=False):
        act()
    assert Urging.objects.count() == 2


def test_it_shows_a_wrong_urging_again_and_keeps_what_was_typed(world, items):
    client = Pages(world.cast.sue).client
    assert client.get(f"{BOARD}{items[2].pk}/urge/").status_code == 200
    answer = client.post(f"{BOARD}{items[2].pk}/urge/", {"sentence": "长" * 501})
    assert (answer.status_code, Urging.objects.count()) == (422, 0)
    assert "长" * 501 in answer.content.decode()


@pytest.mark.parametrize("place", [2, 4])
def test_it_hides_from_a_city_what_it_does_not_supervise(world, items, place):
    answer = Rest(world.cast.nina).post(f"/api/v1/work-items/{items[place].pk}/urge/", {"sentence": "请办"})
    assert answer.status_code == 404
    assert Pages(world.cast.nina).client.get(f"{BOARD}{items[place].pk}/urge/").status_code == 404


def test_it_urges_nobody_whose_duty_is_done(world, items):
    request = world.draft().__class__.objects.get(pk=items[2].case_id)
    world.step(request, "decline", "bob", ground="law", basis="《统计法》第九条")
    answer = Rest(world.cast.sue).post(f"/api/v1/work-items/{items[2].pk}/urge/", {"sentence": "请办"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already_done")


def test_it_answers_a_repeat_with_the_same_key_alike(world, items):
    program, path = Rest(world.cast.sue), f"/api/v1/work-items/{items[2].pk}/urge/"
    answers = [program.post(path, {"sentence": "请办"}, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Urging.objects.count() == 1
