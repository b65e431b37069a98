"""How many statements a step may cost: each one holds the case's lock while it runs."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import unread
from procedure.engine import begin, take
from procedure.pages import find
from procedure.querysets import CaseQuerySet
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, FIELDS, ROAD
from workdays import calendar

MOST = 12
OTHERS = [
    ("amend", "alice", ASKED | {"fields": FIELDS[:1]}),
    ("refuse", "betty", {"ground": "purpose", "basis": "未写用途"}),
    ("return_for_correction", "betty", {"missing": "一、写明依据条款。", "again_because": ""}),
    ("decline", "bob", {"ground": "law", "basis": "《统计法》第九条"}),
    ("withdraw", "alice", {"reason": "不再需要"}),
]
MOST_READING = {
    "/cases/{}/": 18,
    "/api/v1/sharing/requests/{}/": 9,
    "/api/v1/sharing/requests/{}/timeline/": 9,
}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def statements(act: Callable[[], Any]) -> list[str]:
    """What Django logs, BEGIN, COMMIT and savepoints included; the calendar is in memory, as at work."""
    calendar.current()
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(
    ("step", "who", "particulars"), [*ROAD, *OTHERS], ids=[s for s, *_ in [*ROAD, *OTHERS]]
)
def test_it_takes_every_step_of_route_region_in_few_statements(world, step, who, particulars):
    actor = world.actor(who)
    case = find(world.before(step).number, actor)
    sent = statements(lambda: take(case, step, actor=actor, seen=case.version, **particulars))
    assert len(sent) <= MOST, "\n".join(sent)


def test_it_opens_a_case_in_few_statements(world):
    actor = world.actor("alice")
    sent = statements(lambda: begin(ShareRequest, actor=actor, entry=world.entry, **ASKED))
    assert len(sent) <= MOST, sent


def test_it_writes_nothing_for_a_refusal(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    program = Rest(world.cast.bob)
    sent = statements(lambda: program.take(case, "approve"))
    assert len([sql for sql in sent if sql.startswith(("INSERT", "UPDATE"))]) == 0, sent


@pytest.mark.parametrize("place", MOST_READING)
@pytest.mark.parametrize("state", [State.DRAFT, State.PROVIDER_REVIEW, State.GRANTED])
def test_it_reads_a_case_in_few_statements(world, place, state):
    case = world.bring_to(state)
    door = (Rest if "api" in place else Pages)(world.cast.alice).client
    sent = statements(lambda: door.get(place.format(case.number)))
    assert len(sent) <= MOST_READING[place], sent


@pytest.mark.parametrize("place", ["/sharing/requests/", "/api/v1/sharing/requests/", "/work/"])
def test_it_lists_many_cases_in_as_many_statements_as_one(world, place):
    door = (Rest if "api" in place else Pages)(world.cast.betty).client
    world.bring_to(State.CONFORMANCE_REVIEW)
    door.get(place)
    unread.forget([world.cast.betty.pk])
    one = statements(lambda: door.get(place))
    for _ in range(4):
        world.bring_to(State.CONFORMANCE_REVIEW)
    unread.forget([world.cast.betty.pk])  # counted anew: what the cache keeps may have run out meanwhile
    assert len(statements(lambda: door.get(place))) == len(one)


def test_it_finds_visible_cases_in_one_statement(world):
    world.bring_to(State.CONFORMANCE_REVIEW)
    rows = ShareRequest.objects.visible_to(world.actor("betty"))
    assert isinstance(rows, CaseQuerySet)
    assert len(statements(lambda: list(rows))) == 1
