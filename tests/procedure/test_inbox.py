"""The inbox: what an actor's posts owe by due date, figures, filters, what waits on others (art. 9, 11)."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from organizations.models import Post, StandIn
from procedure.inbox import Inbox
from procedure.models import WorkItem
from sharing.law import State
from tests.procedure.doors import Pages, Rest

MOST_QUERIES = 8
FRIDAY = "2026-11-20T09:00:00+08:00"
OPENED = ["2026-11-16", "2026-11-19", "2026-11-20", "2026-11-24"]


def at(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


@pytest.fixture
def monday(db):
    with at("2026-11-23"):
        yield


def inbox(world, who: str, query: str = "") -> Inbox:
    return Inbox(world.actor(who), QueryDict(query))


def dues(found: Inbox) -> list[date]:
    return [item.due for item in found.page("1")]


@pytest.fixture
def four(world) -> list[str]:
    """Four requests before the Bureau, due on 18, 23, 24 and 26 November."""
    numbers = []
    for day in OPENED:
        with at(day):
            numbers.append(world.bring_to(State.CONFORMANCE_REVIEW).number)
    return numbers


def test_it_lists_open_duties_by_due_date_with_figures(world, four, monday):
    found = inbox(world, "betty")
    assert dues(found) == [date(2026, 11, 18), date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)]
    figures = found.figures
    assert (figures.overdue, figures.today, figures.soon, figures.all, figures.fitting) == (1, 1, 2, 4, 4)
    assert figures.urgent == 2


def test_it_does_not_call_due_today_overdue_until_midnight(world, four):
    with time_machine.travel("2026-11-23T23:59:59+08:00", tick=False):
        assert inbox(world, "betty").figures.overdue == 1
    with time_machine.travel("2026-11-24T00:00:00+08:00", tick=False):
        assert inbox(world, "betty").figures.overdue == 2


@pytest.mark.parametrize(
    ("query", "fitting"),
    [
        ("when=overdue", 1),
        ("when=today", 1),
        ("when=soon", 2),
        ("when=never", 4),
        ("claimed=nobody", 4),
        ("claimed=me", 0),
        ("q=000003", 1),
        ("q=企业登记", 4),
        ("q=%25", 0),
        ("when=soon&q=000004", 1),
        ("q=" + "x" * 101, 4),
    ],
)
def test_it_narrows_the_list_by_filters_but_not_the_figures(world, four, monday, query, fitting):
    found = inbox(world, "betty", query)
    assert (found.figures.fitting, len(dues(found))) == (fitting, fitting)
    assert (found.figures.all, found.figures.overdue) == (4, 1)


def test_it_keeps_a_claimed_duty_before_colleagues(world, four, monday):
    WorkItem.objects.filter(case__number=four[0]).update(claimed_by=world.cast.boris)
    assert inbox(world, "boris", "claimed=me").figures.fitting == 1
    assert inbox(world, "betty", "claimed=me").figures.fitting == 0
    assert inbox(world, "betty", "claimed=nobody").figures.fitting == 3
    assert inbox(world, "betty").figures.all == 4


@pytest.mark.parametrize("who", ["alice", "bob", "hank", "sue", "audrey", "charlie", "cindy", "adam"])
def test_it_leaves_out_the_duties_of_other_posts(world, four, monday, who):
    assert inbox(world, who).figures.all == 0


def test_it_lists_what_waits_on_others_for_the_side_that_asks(world, four, monday):
    found, count = inbox(world, "alice").awaited(3)
    assert ([item.holder.code for item in found], count) == (["GX-BUREAU"] * 3, 4)
    assert inbox(world, "betty").awaited(3) == inbox(world, "bob").awaited(3) == ([], 0)


def test_it_gives_a_stand_in_the_duties_of_the_post(world, four, monday):
    post = Post.objects.get(user=world.cast.betty)
    StandIn.objects.create(
        post=post, user=world.cast.charlie, starts=date(2026, 11, 23), ends=date(2026, 11, 23)
    )
    assert inbox(world, "charlie").figures.all == 4
    with at("2026-11-24"):
        assert inbox(world, "charlie").figures.all == 0


def test_it_drops_a_duty_that_is_done(world, monday):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    world.step(case, "approve", "betty")
    assert inbox(world, "betty").figures.all == 0
    assert inbox(world, "bob").figures.all == 1


def test_it_turns_pages(world, four, monday, monkeypatch):
    monkeypatch.setattr("procedure.inbox.PAGE_SIZE", 3)
    found = inbox(world, "betty")
    assert [len(found.page(number).object_list) for number in ("1", "2", "99", "x", None)] == [3, 1, 1, 3, 3]


@pytest.mark.parametrize("who", ["betty", "alice", "charlie"])
def test_it_takes_few_queries_however_long_the_list(world, four, monday, who):
    client = Pages(getattr(world.cast, who)).client
    client.get("/work/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/work/").status_code == 200
    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"] for query in queries)


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "when=%F0%9F%98%80", "q=%27%22--", "claimed=" + "x" * 500]
)
def test_it_shrugs_at_wrong_filters_on_the_page(world, four, monday, query):
    assert Pages(world.cast.betty).client.get(f"/work/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("overdue=true", 1),
        ("overdue=false", 3),
        ("holder=GX-BUREAU", 4),
        ("holder=GX-HR", 0),
        ("stage=reply", 0),
        ("stage=conformance_review", 4),
        ("due_before=2026-11-24", 2),
        ("due_before=2026-11-24&overdue=true", 1),
    ],
)
def test_it_lets_programs_filter_the_same_list(world, four, monday, query, count):
    answer = Rest(world.cast.betty).client.get(f"/api/v1/work-items/?{query}")
    assert len(answer.json()["results"]) == count


@pytest.mark.parametrize("query", ["due_before=soon", "page_size=0", "cursor=x", "due_before=2026-02-30"])
def test_it_tells_programs_of_wrong_filters(world, monday, query):
    answer = Rest(world.cast.betty).client.get(f"/api/v1/work-items/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == query.split("=")[0]
