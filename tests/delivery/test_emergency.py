"""An emergency stop: leave is asked in the same step, given in a day or lapsed, over after five (art. 45)."""

from datetime import date

import pytest
import time_machine

from delivery.models import EmergencyStop
from delivery.stops.holds import _finders, keeps_stopped
from delivery.stops.tasks import end_carried_stops
from delivery.subscription.subscribing import accept
from procedure.errors import NotYours
from procedure.sweep import sweep
from tests.delivery.factories import trail
from tests.delivery.stops import actor, holders, status, step, stopped, suspended


def at(moment):
    return time_machine.travel(f"{moment}+08:00")


@pytest.fixture
def finder():
    """A case of another room that takes the data away (27, 41), while the list has a member."""
    open_cases: list[int] = [1]
    keeps_stopped(lambda _grants: bool(open_cases))
    yield open_cases
    _finders.pop()


@pytest.mark.article("45")
def test_it_stops_all_users_and_asks_for_leave_in_one_step(world):
    grants = [world.grant(), world.grant(holder=world.cast.edu)]
    case = stopped(world)
    assert {status(grant) for grant in grants} == {"suspended"}
    assert holders(case) == [
        ("confirmation", "GX-BUREAU", "reviewer", 1, "45"),
        ("stop", "GX-MARKET", "reviewer", 5, "45"),
    ]
    (entry,) = trail("emergency_stop.stop")
    assert entry.tells == ["GX-BUREAU", "GX-EDU", "GX-HR", "GX-MARKET"]


@pytest.mark.article("45")
def test_it_lapses_when_nobody_gives_leave_in_time(world):
    grant = world.grant()
    case = stopped(world)
    with at("2026-11-25T23:59:00"):
        assert sweep().taken == 0
        assert status(grant) == "suspended"
    with at("2026-11-26T00:01:00"):
        assert sweep().taken == 1
        assert world.get("alice").status_code == 200
    assert EmergencyStop.objects.get(pk=case.pk).state == "lapsed"
    assert trail("emergency_stop.lapse")[0].post == "clock"


@pytest.mark.article("45")
def test_it_lasts_five_working_days_with_leave(world):
    grant = world.grant()
    case = step(world, stopped(world), "confirm", "betty")
    assert (case.state, [item.due for item in case.open_items()]) == ("stopped", [date(2026, 12, 1)])
    with at("2026-12-01T23:59:00"):
        assert (sweep().taken, status(grant)) == (0, "suspended")
    with at("2026-12-02T00:01:00"):
        assert (sweep().taken, status(grant)) == (1, "active")
    assert EmergencyStop.objects.get(pk=case.pk).state == "ended"


def test_it_resumes_when_leave_is_refused(world):
    grant = world.grant()
    case = step(world, stopped(world), "refuse", "betty", decision="未见紧急情形。")
    assert (case.state, status(grant)) == ("refused", "active")


@pytest.mark.parametrize("first", [None, "confirm"])
def test_it_is_ended_by_the_provider_at_any_time(world, first):
    grant, case = world.grant(), stopped(world)
    case = step(world, case, first, "betty") if first else case
    case = step(world, case, "resume", "bob", decision="漏洞已堵。")
    assert (case.state, status(grant), case.open_items()) == ("ended", "active", [])


@pytest.mark.article("45")
def test_it_leaves_the_grants_of_a_suspension_suspended(world):
    grant, other = world.grant(), world.grant(holder=world.cast.edu)
    step(world, stopped(world), "confirm", "betty")
    suspended(world, grant)
    with at("2026-12-02T00:01:00"):
        sweep()
    assert [status(grant), status(other)] == ["suspended", "active"]


@pytest.mark.article("45", "27", "41")
def test_it_goes_on_while_a_case_of_another_room_is_open(world, finder):
    grant = world.grant()
    case = step(world, stopped(world), "confirm", "betty")
    with at("2026-12-02T00:01:00"):
        sweep()
        assert EmergencyStop.objects.get(pk=case.pk).state == "carried"
        assert (end_carried_stops(), status(grant)) == (0, "suspended")
        finder.clear()
        assert (end_carried_stops(), status(grant)) == (1, "active")
    assert EmergencyStop.objects.get(pk=case.pk).state == "ended"


def test_it_stops_one_grant_when_one_is_named(world):
    grant, other = world.grant(), world.grant(holder=world.cast.edu)
    case = stopped(world, grant)
    assert [status(grant), status(other)] == ["suspended", "active"]
    assert case.requester == world.cast.hr


def test_it_shows_each_user_its_own_grants(world):
    grants = {"alice": world.grant(), "charlie": world.grant(holder=world.cast.edu)}
    case = stopped(world)
    for who, grant in grants.items():
        assert EmergencyStop.objects.visible_to(actor(world, who)).get() == case
        assert case.particulars_for(actor(world, who))["grants"] == [grant.number]
    assert len(case.particulars_for(actor(world, "betty"))["grants"]) == 2
    assert not EmergencyStop.objects.visible_to(actor(world, "nora")).exists()


@pytest.mark.parametrize("who", ["alice", "hank", "betty", "charlie"])
def test_it_is_for_reviewers_of_the_provider_only(world, who):
    grant = world.grant()
    with pytest.raises(NotYours):
        stopped(world, who=who)
    assert status(grant) == "active"


@pytest.mark.article("45")
def test_it_holds_a_grant_that_comes_later(world):
    world.grant()
    case = stopped(world)
    later = world.grant(holder=world.cast.edu, accepted=False)
    accept(later, actor=actor(world, "charlie"), version="2026-1")
    assert status(later) == "suspended"
    step(world, case, "resume", "bob", decision="漏洞已堵。")
    assert status(later) == "active"
