"""Many at once: one suspension, one decision, and no read that ends after the step was taken (art. 45)."""

from functools import partial

import pytest

from delivery.models import Grant, Hold, Subscription, Suspension
from delivery.stops.errors import AlreadyHeld
from delivery.stops.openings import suspend
from delivery.subscription.subscribing import accept
from organizations.kinds import PostKind
from procedure.errors import Stale, WrongState
from tests.cast import seated
from tests.delivery.factories import build_world, trail
from tests.delivery.stops import MISUSE, actor, status, step, suspended
from tests.procedure.threads import at_once

MANY = 12
NAMES = ("resume", "terminate", "withdraw", "resume")


@pytest.fixture
def world(committed_db, storage):
    return build_world()


def test_it_is_suspended_once_by_many(world):
    grant = world.grant()
    for number in range(MANY):
        object.__setattr__(
            world.cast, f"r{number}", seated(f"r{number}", world.cast.market, PostKind.REVIEWER)
        )
    acts = [partial(suspend, actor(world, f"r{n}"), grant=grant, **MISUSE) for n in range(MANY)]
    results = at_once(acts)
    assert sum(isinstance(result, AlreadyHeld) for result in results) == MANY - 1
    assert (Suspension.objects.count(), Hold.objects.count(), status(grant)) == (1, 1, "suspended")


def test_it_is_decided_once(world):
    grant = world.grant()
    case = step(world, suspended(world, grant), "respond", "alice", position="说明")
    object.__setattr__(world.cast, "second", seated("second", world.cast.bureau, PostKind.REVIEWER))
    acts = [
        partial(step, world, case, name, who, decision="理由")
        for name, who in (
            ("resume", "betty"),
            ("terminate", "boris"),
            ("withdraw", "bob"),
            ("resume", "second"),
        )
    ]
    results = at_once(acts)
    assert sum(isinstance(result, Stale | WrongState) for result in results) == 3
    after = Suspension.objects.get()
    assert status(grant) == ("ended" if after.state == "terminated" else "active")
    assert not Hold.objects.is_open().exists()


@pytest.mark.article("42", "45")
def test_it_writes_no_read_after_the_step(world):
    grant = world.grant("serial")
    readers = [partial(world.get, "alice") for _ in range(MANY)]
    results = at_once([*readers, partial(suspended, world, grant)])
    answers = results[:-1]
    assert isinstance(results[-1], Suspension)
    assert {answer.status_code for answer in answers} <= {200, 403}
    assert world.get("alice").status_code == 403
    assert len(trail("delivery.read")) == sum(answer.status_code == 200 for answer in answers)


def test_it_is_accepted_by_many_at_once_without_a_second_subscription(world):
    grant = world.grant(accepted=False)
    acts = [
        partial(accept, Grant.objects.get(pk=grant.pk), actor=actor(world, who), version="2026-1")
        for who in ("alice", "rita") * 4
    ]
    assert all(isinstance(result, Subscription) for result in at_once(acts))
    assert Subscription.objects.count() == 1


def test_it_suspends_all_grants_of_a_user_and_of_an_entry_at_once_without_a_deadlock(world):
    grants = [world.grant(), world.grant(), world.grant(holder=world.cast.edu)]
    acts = [
        partial(suspended, world, grants[0], scope="entry"),
        partial(suspended, world, grants[1], scope="user"),
        partial(suspended, world, grants[2]),
    ]
    results = at_once(acts)
    assert all(isinstance(result, Suspension | AlreadyHeld) for result in results)
    assert all(Hold.objects.is_open().filter(grant=grant).count() <= 1 for grant in grants)
