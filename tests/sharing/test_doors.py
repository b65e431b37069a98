"""Both doors do the same: every step, person and state of every route, by page and REST (art. 28-31, 36)."""

from typing import Any

import pytest
import time_machine
from django.db import transaction

from audit.trail import Entry
from organizations.models import User
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, Rest, duties
from tests.sharing.scenes import LAWFUL, ROADS, lawful, refusal, scene

TRAIL = "act", "article", "person", "organization", "post", "before", "after", "particulars", "tells"
CLOCKED = [step for step, (by, _) in LAWFUL.items() if by == "clock"]
STEPS = [step for step in LAWFUL if step not in CLOCKED]
SCENES = [(route, state) for route, road in ROADS.items() for state in road.states.split()]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def attempt(door: Any, request: ShareRequest, step: str, told: dict[str, Any]) -> tuple[Any, ...]:
    """What the attempt answers, and what it leaves: state, duties, trail. Nothing of it stays."""
    with transaction.atomic():
        answer = door.take(request, step, **told)
        after = ShareRequest.objects.get(pk=request.pk)
        trail = list(Entry.objects.of_case(request.number).order_by("id").values_list(*TRAIL))
        left = duties(after)
        transaction.set_rollback(True)
    status = 0 if answer.status_code == door.done else answer.status_code
    return status, after.state, after.version, left, trail


def doors_for(state: str, expected: int, turn: int) -> list[str]:
    """Both for what is lawful, and for everything in one stage; other refusals are met at one of them."""
    both = state == State.CONFORMANCE_REVIEW or expected == 0
    return list(DOORS) if both else [list(DOORS)[turn % 2]]


@pytest.mark.article("28", "29(1)", "29(2)", "29(3)", "29(4)")
@pytest.mark.parametrize("state", ROADS["region"].states.split())
def test_it_is_the_same_through_both_doors_for_every_step_and_person(world, state):
    found = scene(world, "region", state)
    for who in found.road.tries.split():
        made = {name: door(User.objects.get(username=who)) for name, door in DOORS.items()}
        for turn, step in enumerate(STEPS):
            expected, here = lawful(found, step, who), (state, step, who)
            doors = [made[name] for name in doors_for(state, expected, turn)]
            results = [attempt(door, found.request, step, found.told(step)) for door in doors]
            assert results[0] == results[-1], here
            assert results[0][0] == expected, here
            assert (results[0][2] > found.request.version) == (expected == 0), here


@pytest.mark.article("30(1)", "30(2)", "30(3)", "30(4)", "31", "35", "36", "6(1)")
@pytest.mark.parametrize(("route", "state"), [(r, s) for r, s in SCENES if r != "region"])
def test_it_is_the_same_on_every_route_for_what_is_lawful_and_refused_for_the_rest(world, route, state):
    found = scene(world, route, state)
    for who in found.road.tries.split():
        for step in LAWFUL:
            expected, here = lawful(found, step, who), (route, state, step, who)
            if expected:
                assert refusal(found, step, who) == expected, here
                continue
            doors = [door(User.objects.get(username=who)) for door in DOORS.values()]
            results = [attempt(door, found.request, step, found.told(step)) for door in doors]
            assert results[0] == results[1], here
            assert (results[0][0], results[0][2] > found.request.version) == (0, True), here


def test_it_walks_every_step_and_every_state_that_there_is():
    assert {step.name for step in ShareRequest.steps()} == set(LAWFUL)
    assert {state for _, state in SCENES} == set(State.values)


@pytest.mark.parametrize("step", CLOCKED)
def test_it_has_no_address_for_programs_where_the_clock_acts(world, step):
    found = scene(world, "region", "draft")
    assert Rest(world.cast.alice).take(found.request, step).status_code == 404
    assert ShareRequest.objects.get().version == found.request.version


def test_it_never_takes_a_step_of_the_clock_for_a_person(world):
    found, people = scene(world, "region", "draft"), vars(world.cast).values()
    for user in [user for user in people if isinstance(user, User)]:
        for door in (made(user) for made in DOORS.values()):
            assert door.take(found.request, "lapse").status_code in {403, 404}
    assert ShareRequest.objects.get().state == State.DRAFT


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
