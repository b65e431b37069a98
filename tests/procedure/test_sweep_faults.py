"""Two sweeps at once, one that is killed, a day without any: one row for each item and level (art. 9, 10)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from itertools import count
from threading import Event, Thread

import pytest
import time_machine
from django.db import OperationalError, connection, transaction

from audit.models import Pending
from audit.trail import Entry
from procedure.models import Case, WorkItem
from procedure.reminders import Escalation
from procedure.sweep import sweep
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.test_faults import cut_off
from tests.procedure.threads import at_once
from tests.sharing.requests import World, build_world

MANY = 10_000
# So many duties of other cases, as the engine would have opened them.
FILL = """
WITH made AS (
    INSERT INTO procedure_case (number, kind, title, state, version, route, dispatch, requester_id,
        provider_id, filed_by_id, rules_id, opened, submitted)
    SELECT 'GX-SR-2020-' || n, kind, title, state, version, route, dispatch, requester_id, provider_id,
        filed_by_id, rules_id, opened, submitted
    FROM procedure_case, generate_series(1, %s) n WHERE id = %s RETURNING id
)
INSERT INTO procedure_workitem (case_id, stage, holder_id, post, article, days, unit, source, opened,
    received, due, remind_on, escalate_on, escalate_further_on, provisional, expires_by, closed_by_step)
SELECT made.id, stage, holder_id, post, article, days, unit, source, opened, received,
    due, remind_on, escalate_on, escalate_further_on, false, '', ''
FROM made, procedure_workitem WHERE case_id = %s AND closed IS NULL
"""


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


@contextmanager
def late() -> Iterator[None]:
    """Long after every due date of this module; the clock goes on."""
    with time_machine.travel("2026-12-09T09:00:00+08:00"):
        yield


def overdue(world: World, many: int = 3) -> ShareRequest:
    with time_machine.travel("2026-11-23T09:00:00+08:00"):
        request = world.bring_to(State.PROVIDER_REVIEW)
        sweep()
    connection.close()  # a session keeps the plans of its foreign-key checks from when the tables were empty
    with connection.cursor() as cursor:
        cursor.execute(FILL, [many - 1, request.pk, request.pk])
    connection.close()
    return request


def assert_said_once(items: int) -> None:
    """Both escalations of every item, each with its entry, and each entry pending for seal and notice."""
    rows = Escalation.objects.values_list("item", "level")
    assert Counter(rows) == {
        (pk, level): 1 for pk in WorkItem.objects.is_open().values_list("pk", flat=True) for level in (1, 2)
    }
    entries = set(Entry.objects.filter(act="work_item.escalate").values_list("pk", flat=True))
    assert (len(rows), len(entries)) == (2 * items, 2 * items)
    pending = Counter(Pending.objects.values_list("entry", flat=True))
    assert {pending[entry] for entry in entries} == {2}


def test_it_says_everything_once_when_many_sweep_at_once(world):
    overdue(world, 300)
    with late():
        results = at_once([sweep] * 4)
    assert sum(swept.told for swept in results) == 600
    assert_said_once(300)


def test_it_says_everything_once_when_chunks_of_many_sweeps_interleave(world, monkeypatch):
    monkeypatch.setattr("procedure.escalation.CHUNK", 7)
    overdue(world, 200)
    with late():
        results = at_once([sweep] * 4)
    assert [swept for swept in results if isinstance(swept, Exception)] == []
    assert_said_once(200)


@pytest.mark.parametrize("table", ["procedure_escalation", "audit_entry", "audit_pending"])
def test_it_says_what_is_missing_after_a_sweep_was_killed(world, table):
    overdue(world)
    with late():
        assert isinstance(cut_off(sweep, table), OperationalError)
        assert (Escalation.objects.count(), Entry.objects.filter(act="work_item.escalate").count()) == (0, 0)
        sweep()
    assert_said_once(3)


def test_it_keeps_the_chunks_that_were_written_before_it_was_killed(world, monkeypatch):
    monkeypatch.setattr("procedure.escalation.CHUNK", 4)
    overdue(world)
    chunks = count(1)

    def dies_at_the_second(execute, sql, values, many, context):
        if "INSERT INTO procedure_escalation" in sql and next(chunks) == 2:
            raise OperationalError("the server closed the connection")
        return execute(sql, values, many, context)

    with late():
        with connection.execute_wrapper(dies_at_the_second), pytest.raises(OperationalError):
            sweep()
        assert Escalation.objects.count() == 4
        sweep()
    assert_said_once(3)


def test_it_says_all_of_ten_thousand_after_a_day_without_sweeps(world):
    overdue(world, MANY)
    with late():
        assert sweep().told == 2 * MANY
        assert sweep().told == 0
    assert_said_once(MANY)


def test_it_leaves_a_case_that_somebody_moves_and_takes_it_next_time(world):
    with time_machine.travel("2026-11-23T09:00:00+08:00"):
        request = world.bring_to(State.REPLY)
    WorkItem.objects.is_open().update(expires_by="reply", expires_on=date(2026, 11, 26))
    locked, done = Event(), Event()
    person = Thread(target=partial(holds, request, locked, done), daemon=True)
    person.start()
    assert locked.wait(20)
    with late():
        assert (sweep().left, ShareRequest.objects.get().state) == (1, State.REPLY)
        done.set()
        person.join(20)
        assert (sweep().taken, ShareRequest.objects.get().state) == (1, State.GRANTED)


def holds(request: ShareRequest, locked: Event, done: Event) -> None:
    """A person in the middle of a step."""
    with transaction.atomic():
        Case.objects.select_for_update(no_key=True).get(pk=request.pk)
        locked.set()
        done.wait(20)
    connection.close()


def test_it_takes_a_step_once_when_many_sweep_at_once(world):
    with time_machine.travel("2026-11-23T09:00:00+08:00"):
        request = world.bring_to(State.REPLY)
    WorkItem.objects.is_open().update(expires_by="reply", expires_on=date(2026, 11, 26))
    with late():
        results = at_once([sweep] * 4)
    assert sum(swept.taken for swept in results) == 1
    assert sum(swept.failed for swept in results) == 0
    assert Entry.objects.of_case(request.number).filter(act="share_request.reply").count() == 1
