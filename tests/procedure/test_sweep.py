"""The sweep: what is due to be said, and the clock's steps; late or often, the same outcome (art. 9, 10)."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from structlog.contextvars import get_contextvars

from audit.trail import Entry
from procedure.milestones import complete
from procedure.models import WorkItem
from procedure.reminders import Escalation
from procedure.sweep import Swept, sweep
from procedure.tasks import sweep as sweep_task
from sharing.law import State
from sharing.models import ShareRequest

MONDAY = "2026-11-23"
LATE = "2026-12-09"
FEW = 8


def at(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


def expiring(world: Any, step: str = "reply", on: str = "2026-11-25") -> ShareRequest:
    """A request whose open duty ends on that day by a step of the clock."""
    with at(MONDAY):
        request = world.bring_to(State.REPLY)
    WorkItem.objects.is_open().filter(case=request.pk).update(
        expires_by=step, expires_on=date.fromisoformat(on)
    )
    return request


def state_of(request: ShareRequest) -> str:
    return ShareRequest.objects.get(pk=request.pk).state


def test_it_takes_the_step_of_the_clock_on_the_day_it_is_due(world):
    request = expiring(world)
    with at("2026-11-24"):
        assert sweep().taken == 0
    with at("2026-11-25"):
        assert sweep().taken == 1
    assert state_of(request) == State.GRANTED
    entry = Entry.objects.of_case(request.number).latest("id")
    assert (entry.act, entry.post, entry.person) == ("share_request.reply", "clock", "")


def test_it_takes_a_step_once_however_late_and_often(world):
    expiring(world)
    with at(LATE):
        assert [sweep().taken for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("step", ["withdraw", "publish", "approve"])
def test_it_names_a_case_that_cannot_move_and_goes_on_with_the_others(world, caplog, step):
    stuck = expiring(world, step=step, on="2026-11-24")
    others = [expiring(world), expiring(world)]
    with at(LATE):
        swept = sweep()
    assert (swept.taken, swept.failed) == (2, 1)
    assert [state_of(other) for other in others] == [State.GRANTED] * 2
    assert state_of(stuck) == State.REPLY
    assert "The clock could not take its step" in caplog.text


def test_it_writes_the_number_of_the_stuck_case_into_the_log(world, monkeypatch):
    bound = []
    monkeypatch.setattr("procedure.sweep.logger.exception", lambda _: bound.append(get_contextvars()["case"]))
    stuck = expiring(world, step="publish")
    with at(LATE):
        sweep()
    assert bound == [stuck.number]


def test_it_undoes_a_step_that_leaves_its_own_duty_open(world, monkeypatch):
    request = expiring(world)
    monkeypatch.setattr("procedure.terms.close_items", lambda *_: None)
    with at(LATE):
        assert sweep().failed == 1
    assert state_of(request) == State.REPLY


def test_it_moves_only_the_case_it_is_asked_about(world):
    first, second = expiring(world), expiring(world)
    with at(LATE):
        assert sweep(first) == Swept(told=0, taken=1)
    assert (state_of(first), state_of(second)) == (State.GRANTED, State.REPLY)


def test_it_reads_a_few_statements_when_nothing_is_due(world):
    with at(MONDAY):
        world.bring_to(State.PROVIDER_REVIEW)
        sweep()
        with CaptureQueriesContext(connection) as queries:
            assert sweep() == Swept()
    assert len(queries) <= FEW, "\n".join(query["sql"] for query in queries)


def test_it_runs_as_a_task(world):
    with at(MONDAY):
        request = world.bring_to(State.PROVIDER_REVIEW)
    with at(LATE):
        sweep_task()
    assert Escalation.objects.filter(item__case=request.pk).count() == 2


def test_it_completes_the_dates_of_duties_from_before(world):
    with at(MONDAY):
        request = world.bring_to(State.PROVIDER_REVIEW)
        items = WorkItem.objects.is_open().filter(case=request.pk)
        items.update(escalate_further_on=None, expires_by="withdraw", expires_on=None)
        assert (complete(), complete()) == (2, 0)
    item = items.get()
    assert item.escalate_further_on == date(2026, 12, 2)
    assert item.expires_on == item.due + timedelta(days=1)


def test_it_waits_with_a_date_beyond_the_calendar(world):
    with at(MONDAY):
        request = world.bring_to(State.PROVIDER_REVIEW)
        items = WorkItem.objects.is_open().filter(case=request.pk)
        items.update(due=date(2027, 12, 31), escalate_on=date(2028, 1, 1), escalate_further_on=None)
        assert complete() == 0
    with at("2027-12-31"):
        assert sweep().told == 1
    assert list(Escalation.objects.values_list("level", flat=True)) == [0]
