"""A step whose connection dies is done or not done, never half: case, duties and trail agree (art. 5, 42)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from audit.trail import Entry
from delivery.models import Grant
from procedure.engine import take
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import Rest, duties
from tests.sharing.requests import World, build_world

WRITTEN = ["sharing_sharerequest", "procedure_case", "procedure_workitem", "audit_entry", "audit_pending"]


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


@contextmanager
def held(table: str) -> Iterator[None]:
    """The owner lets nobody write to the table: whoever must, waits in the middle of his step."""
    owner = connections["default"].copy()
    owner.settings_dict |= {
        "USER": settings.DATABASE_OWNER["USER"],
        "PASSWORD": settings.DATABASE_OWNER["PASSWORD"],
    }
    owner.set_autocommit(False)
    with owner.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    try:
        yield
    finally:
        owner.close()


def end_who_waits() -> None:
    """Terminate the backend that waits for a lock in this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [who_waits()])


def who_waits() -> int:
    """The backend that waits for a lock in this database, as soon as there is one."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(waiting, [connection.settings_dict["NAME"]])
            if found := cursor.fetchone():
                return int(found[0])
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def cut_off(act: Callable[[], Any], table: str, strike: Callable[[], None] = end_who_waits) -> Any:
    """What the act raised or returned when it was struck while it waited to write to the table."""
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(act())
        except Exception as raised:  # noqa: BLE001 - the test judges what was raised
            result.append(raised)
        finally:
            connection.close()

    with held(table):
        acting = Thread(target=run, daemon=True)
        acting.start()
        strike()
        acting.join(30)
    return result[0]


def standing(request: ShareRequest) -> tuple[Any, ...]:
    now = ShareRequest.objects.get(pk=request.pk)
    trail = list(Entry.objects.of_case(request.number).order_by("id").values_list("act", "after"))
    return now.state, now.version, now.answer, duties(now), trail, Grant.objects.count()


@pytest.mark.parametrize("table", WRITTEN)
def test_it_leaves_the_case_as_it_was_when_a_step_is_cut_off(world, table):
    request = world.bring_to(State.PROVIDER_REVIEW)
    before = standing(request)
    told = {"ground": "law", "basis": "《统计法》第九条"}
    act = lambda: take(request, "decline", actor=world.actor("bob"), seen=request.version, **told)  # noqa: E731
    assert isinstance(cut_off(act, table), OperationalError)
    assert standing(request) == before
    after = world.step(request, "decline", "bob", **told)
    assert (after.state, after.version) == (State.REPLY, request.version + 1)


@pytest.mark.parametrize("table", ["delivery_grant", "procedure_numberseries", "audit_pending"])
def test_it_leaves_no_grant_and_no_number_when_a_reply_is_cut_off(world, table):
    request = world.bring_to(State.REPLY)
    before = standing(request)
    act = lambda: take(request, "reply", actor=world.actor("betty"), seen=request.version)  # noqa: E731
    assert isinstance(cut_off(act, table), OperationalError)
    assert standing(request) == before
    world.step(request, "reply", "betty")
    assert Grant.objects.get().number.endswith("-000001")


def test_it_asks_the_program_to_try_again(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    before = standing(request)
    door = Rest(world.cast.betty)
    answer = cut_off(lambda: door.take(request, "approve", headers={"Idempotency-Key": "k"}), "audit_pending")
    assert (answer.status_code, answer.json()["code"]) == (503, "try_again")
    assert int(answer["Retry-After"]) > 0
    assert standing(request) == before
    assert door.take(request, "approve", headers={"Idempotency-Key": "k"}).status_code == 200
