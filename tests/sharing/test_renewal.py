"""Renewal: filed in time it keeps the old grant until the decision; late it does not (art. 29, 44)."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from delivery.errors import GrantOver
from delivery.models import Grant, GrantStatus
from organizations.actors import CLOCK
from procedure.engine import take
from sharing.law import State, is_in_time
from tests.sharing.reads import read
from tests.sharing.requests import FIELDS
from tests.sharing.road import REFUSE, asked, walk

ENDS = date(2026, 12, 31)
IN_TIME = "2026-12-16T10:00:00+08:00"
AFTER = "2027-01-04T10:00:00+08:00"  # the old term is over, the decision is not made
ALL = {"fields": FIELDS, "conditions": "", "basis": ""}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        yield clock


@pytest.fixture
def grant(world) -> Grant:
    """A grant to alice's organization until the end of the year."""
    moves = ("submit", "alice", {}), ("approve", "betty", {}), ("agree", "bob", ALL), ("reply", "boris", {})
    request = walk(world, world.draft(until=ENDS), *moves)
    return request.grants.get()


def renewal(world, grant):
    """Submitted; nobody has decided yet."""
    return walk(world, asked(world, "alice", renews=grant), ("submit", "alice", {}))


def rows(world, resource, grant) -> int:
    return len(read(world.actor("alice"), resource.code, QueryDict(f"grant={grant.number}")).page.results)


@pytest.mark.parametrize(("day", "in_time"), [(date(2026, 12, 17), True), (date(2026, 12, 18), False)])
def test_it_is_in_time_ten_working_days_before_the_end(day, in_time):
    assert is_in_time(ENDS, day) is in_time


@pytest.mark.article("29(1)", "44")
def test_it_really_reads_under_the_old_grant_until_the_decision(world, resource, grant, monday):
    monday.move_to(IN_TIME)
    renewal(world, grant)
    monday.move_to(AFTER)
    assert rows(world, resource, grant) == 3
    assert grant in Grant.objects.in_force(date(2027, 1, 4))


@pytest.mark.article("44")
def test_it_does_not_keep_the_old_grant_when_it_is_late(world, resource, grant, monday):
    monday.move_to("2026-12-21T10:00:00+08:00")
    renewal(world, grant)
    assert rows(world, resource, grant) == 3
    monday.move_to(AFTER)
    with pytest.raises(GrantOver):
        rows(world, resource, grant)


@pytest.mark.article("29(4)")
def test_it_puts_the_new_grant_in_the_place_of_the_old_one(world, resource, grant, monday):
    monday.move_to(IN_TIME)
    request = renewal(world, grant)
    monday.move_to(AFTER)
    request = walk(world, request, ("approve", "betty", {}), ("agree", "bob", ALL), ("reply", "boris", {}))
    new, old = request.grants.get(), Grant.objects.get(pk=grant.pk)
    assert (old.status, old.ends, old.renewal) == (GrantStatus.ENDED, ENDS, None)
    assert (new.starts, new.is_in_force(date(2027, 1, 4))) == (date(2027, 1, 4), True)
    assert len(read(world.actor("alice"), resource.code, QueryDict()).page.results) == 3
    with pytest.raises(GrantOver):
        rows(world, resource, grant)


def test_it_ends_the_old_grant_on_the_day_of_the_new_one(world, grant, monday):
    monday.move_to(IN_TIME)
    moves = ("approve", "betty", {}), ("agree", "bob", ALL), ("reply", "boris", {})
    walk(world, renewal(world, grant), *moves)
    assert Grant.objects.get(pk=grant.pk).ends == date(2026, 12, 16)


DECLINE = ("decline", "bob", {"ground": "law", "basis": "《统计法》第九条"})
AWAY = {
    "refused": [("refuse", "betty", REFUSE)],
    "declined": [("approve", "betty", {}), DECLINE, ("reply", "betty", {})],
    "withdrawn": [("withdraw", "alice", {"reason": "不再需要"})],
}


@pytest.mark.parametrize("how", AWAY)
def test_it_releases_the_old_grant_when_there_is_no_new_one(world, resource, grant, monday, how):
    monday.move_to(IN_TIME)
    request = walk(world, renewal(world, grant), *AWAY[how])
    assert request.closed is not None
    assert rows(world, resource, grant) == 3
    monday.move_to(AFTER)
    with pytest.raises(GrantOver):
        rows(world, resource, grant)


def test_it_releases_the_old_grant_when_the_renewal_lapses(world, grant, monday):
    monday.move_to(IN_TIME)
    back = ("return_for_correction", "betty", {"missing": "依据", "again_because": ""})
    request = take(walk(world, renewal(world, grant), back), "lapse", actor=CLOCK, seen=None)
    assert request.state == State.LAPSED
    assert Grant.objects.get(pk=grant.pk).renewal is None


def test_it_leaves_the_old_grant_to_the_renewal_that_keeps_it(world, grant, monday):
    monday.move_to(IN_TIME)
    kept_by = renewal(world, grant)
    walk(world, asked(world, "alice", renews=grant), ("withdraw", "alice", {"reason": "重复"}))
    assert Grant.objects.get(pk=grant.pk).renewal_id == kept_by.pk
