"""Both doors do the same: every step, person and state, through a page and through REST (art. 28, 29)."""

from typing import Any

import pytest
import time_machine
from django.db import transaction

from audit.trail import Entry
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, Rest, duties
from tests.sharing.requests import ASKED, FIELDS, World

STEPS: dict[str, tuple[str, dict[str, Any]]] = {
    "submit": ("alice", {}),
    "amend": ("alice", ASKED | {"fields": FIELDS[:1]}),
    "approve": ("betty boris", {"opinion": "符合要求"}),
    "refuse": ("betty boris", {"ground": "purpose", "basis": "未说明用途"}),
    "agree": ("bob", {"fields": FIELDS[:2], "conditions": "仅用于核验", "basis": "注册资本无须核验"}),
    "decline": ("bob", {"ground": "law", "basis": "《统计法》第九条"}),
    "reply": ("betty boris", {}),
    "withdraw": ("alice", {"reason": "不再需要"}),
}
ENDED_BY = {State.REFUSED: (State.CONFORMANCE_REVIEW, "refuse"), State.WITHDRAWN: (State.REPLY, "withdraw")}
REACHED = {
    State.DRAFT: [],
    State.CONFORMANCE_REVIEW: [State.CONFORMANCE_REVIEW],
    State.REFUSED: [State.CONFORMANCE_REVIEW],
    State.PROVIDER_REVIEW: [State.CONFORMANCE_REVIEW, State.PROVIDER_REVIEW],
}
OURS = "alice rita"
ALL = "alice rita hank bob stella betty boris sue audrey"
TRAIL = "act", "article", "person", "organization", "post", "before", "after", "particulars", "tells"


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def brought_to(world: World, state: str) -> ShareRequest:
    if state not in ENDED_BY:
        return world.bring_to(state)
    last, step = ENDED_BY[state]
    who, particulars = STEPS[step]
    return world.step(world.bring_to(last), step, who.split()[0], **particulars)


def lawful(request: ShareRequest, step: str, who: str) -> int:
    """What the Measures say of this attempt: 0 it is done, else the status of the refusal."""
    if who not in (OURS if request.state == State.DRAFT else ALL).split():
        return 404
    declared = ShareRequest.step(step)
    reached = REACHED.get(request.state, [State.CONFORMANCE_REVIEW, State.PROVIDER_REVIEW, State.REPLY])
    held = STEPS[step][0] == "alice" or set(declared.sources) & set(reached)
    if who not in STEPS[step][0].split() or not held:
        return 403
    return 0 if request.state in declared.sources else 409


def attempt(door: Any, request: ShareRequest, step: str) -> tuple[Any, ...]:
    """What the attempt answers, and what it leaves: state, duties, trail. Nothing of it stays."""
    with transaction.atomic():
        answer = door.take(request, step, **STEPS[step][1])
        after = ShareRequest.objects.get(pk=request.pk)
        trail = list(Entry.objects.of_case(request.number).order_by("id").values_list(*TRAIL))
        transaction.set_rollback(True)
    status = 0 if answer.status_code == door.done else answer.status_code
    return status, after.state, after.version, duties(after), trail


@pytest.mark.article("28", "29(1)", "29(2)", "29(3)", "29(4)")
@pytest.mark.parametrize("state", State.values)
def test_it_is_the_same_through_both_doors_for_every_step_and_person(world, state):
    request = brought_to(world, state)
    people = vars(world.cast).items()
    for who, user in [(who, user) for who, user in people if hasattr(user, "username")]:
        doors = [made(user) for made in DOORS.values()]
        for step in STEPS:
            by_page, by_rest = (attempt(door, request, step) for door in doors)
            assert by_page == by_rest, (state, step, who)
            assert by_page[0] == lawful(request, step, who), (state, step, who)
            assert (by_page[2] > request.version) == (by_page[0] == 0), (state, step, who)


def test_it_walks_every_step_that_there_is():
    assert {step.name for step in ShareRequest.steps()} == set(STEPS)


@pytest.mark.parametrize("seen", [1, 3, 999_999_999])
def test_it_tells_a_stale_reader_the_same_through_both_doors(world, seen):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    for door in (made(world.cast.betty) for made in DOORS.values()):
        answer = door.take(request, "approve", seen=seen)
        assert answer.status_code == 409
        assert "已有人办理" in answer.content.decode() or "stale" in answer.content.decode()
    assert ShareRequest.objects.get().version == request.version


def test_it_answers_strangers_as_if_there_were_no_case(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    stranger = Rest(world.cast.charlie)
    real = stranger.take(request, "approve").json()
    request.number = "GX-SR-2026-999999"
    assert real == stranger.take(request, "approve").json()
