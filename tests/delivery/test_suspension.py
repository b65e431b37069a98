"""A provider suspends the supply, the user is heard, the authority decides (art. 45)."""

from datetime import date

import pytest
import time_machine

from audit.trail import Entry as TrailEntry
from delivery.models import Grant, GrantStatus, Hold, Suspension
from delivery.stops.errors import AlreadyHeld, NotHeard, NothingToStop
from organizations.actors import Actor
from procedure.engine import take
from procedure.errors import NotYours, OwnRequest
from tests.cast import seated
from tests.delivery.factories import trail
from tests.delivery.stops import actor, holders, status, step, suspended

REASONS = {"decision": "双方陈述清楚，已整改。"}


def code(answer):
    return answer.status_code, answer.json().get("code")


@pytest.mark.article("45")
def test_it_stops_the_supply_and_tells_the_authority_in_one_step(world):
    grant = world.grant()
    assert world.get("alice").status_code == 200
    case = suspended(world, grant)
    assert (case.number, case.state) == ("GX-SU-2026-000001", "authority_review")
    assert code(world.get("alice")) == (403, "grant_suspended")
    (entry,) = trail("suspension.suspend")
    assert (entry.tells, entry.article, entry.case) == (["GX-BUREAU", "GX-HR"], "45", case.number)
    assert "考勤系统" in entry.particulars["evidence"]


@pytest.mark.article("45")
def test_it_opens_the_review_and_the_hearing_beside_it(world):
    case = suspended(world, world.grant())
    assert holders(case) == [
        ("authority_review", "GX-BUREAU", "reviewer", 5, "45"),
        ("hearing", "GX-HR", "handler", 3, "45"),
    ]
    assert {item.stage: (item.due, item.source) for item in case.open_items()} == {
        "authority_review": (date(2026, 12, 1), "ours"),
        "hearing": (date(2026, 11, 27), "ours"),
    }


@pytest.mark.article("45")
def test_it_hears_the_user_and_lets_the_supply_go_on(world):
    grant = world.grant()
    case = step(world, suspended(world, grant), "respond", "alice", position="系误导入，已删除并通报。")
    assert holders(case) == [("authority_review", "GX-BUREAU", "reviewer", 5, "45")]
    case = step(world, case, "resume", "betty", **REASONS)
    assert (case.state, case.closed is not None, status(grant)) == ("resumed", True, "active")
    assert world.get("alice").status_code == 200
    assert Hold.objects.get().until is not None


@pytest.mark.article("45")
def test_it_terminates_once_the_user_was_heard(world):
    grant = world.grant()
    case = suspended(world, grant)
    with pytest.raises(NotHeard):
        step(world, case, "terminate", "betty", decision="屡次违规。")
    case = step(world, case, "respond", "alice", position="不认同。")
    case = step(world, case, "terminate", "betty", decision="屡次违规。")
    assert (case.state, status(grant)) == ("terminated", "ended")
    assert Grant.objects.get(pk=grant.pk).ends == date(2026, 11, 24)
    assert code(world.get("alice")) == (403, "grant_over")


def test_it_decides_without_a_statement_when_the_days_for_it_have_passed(world):
    case = suspended(world, world.grant())
    with time_machine.travel("2026-11-27T23:59:00+08:00"), pytest.raises(NotHeard):
        step(world, case, "terminate", "betty", decision="未作说明。")
    with time_machine.travel("2026-11-28T00:01:00+08:00"):
        assert step(world, case, "terminate", "betty", decision="未作说明。").state == "terminated"


@pytest.mark.article("45")
def test_it_resumes_on_conditions_that_are_accepted_anew(world):
    grant = world.grant(conditions="仅供核验")
    case = step(world, suspended(world, grant), "respond", "alice", position="已整改。")
    step(world, case, "resume", "betty", conditions="每月报送使用清单", **REASONS)
    assert status(grant) == GrantStatus.ACTIVE
    assert code(world.get("alice")) == (403, "duties_not_accepted")
    answer = world.client("alice").post(
        f"/api/v1/delivery/grants/{grant.number}/subscription/",
        {"version": "2026-1", "agreed": True},
        format="json",
    )
    assert answer.status_code == 201
    assert world.get("alice").status_code == 200
    assert Grant.objects.get(pk=grant.pk).conditions == "仅供核验\n每月报送使用清单"


def test_it_does_not_burden_a_user_that_was_not_heard(world):
    case = suspended(world, world.grant())
    with pytest.raises(NotHeard):
        step(world, case, "resume", "betty", conditions="每月报送", **REASONS)
    assert step(world, case, "resume", "betty", **REASONS).state == "resumed"


def test_it_is_taken_back_by_the_provider(world):
    grant = world.grant()
    case = step(world, suspended(world, grant), "withdraw", "bob", decision="查明系误报。")
    assert (case.state, status(grant)) == ("withdrawn", "active")


def test_it_reaches_all_grants_of_the_user_when_it_says_so(world):
    first, second, other = world.grant(), world.grant(), world.grant(holder=world.cast.edu)
    suspended(world, first, scope="user")
    assert [status(grant) for grant in (first, second, other)] == ["suspended", "suspended", "active"]


def test_it_opens_a_case_for_each_user_of_the_entry(world):
    first, other = world.grant(), world.grant(holder=world.cast.edu)
    case = suspended(world, first, scope="entry")
    assert [status(grant) for grant in (first, other)] == ["suspended", "suspended"]
    (second,) = Suspension.objects.exclude(pk=case.pk)
    assert (second.requester.code, second.origin_id) == ("GX-EDU", case.pk)
    step(world, second, "resume", "betty", **REASONS)
    assert [status(grant) for grant in (first, other)] == ["suspended", "active"]


def test_it_is_no_twice(world):
    grant = world.grant()
    case = suspended(world, grant)
    with pytest.raises(AlreadyHeld, match=case.number):
        suspended(world, grant)
    Grant.objects.filter(pk=grant.pk).update(status=GrantStatus.ENDED)
    with pytest.raises(NothingToStop):
        suspended(world, grant)
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize("who", ["alice", "rita", "hank", "stella", "charlie", "betty", "sue"])
def test_it_is_for_reviewers_of_the_provider_only(world, who):
    grant = world.grant()
    with pytest.raises(NotYours):
        suspended(world, grant, who)
    assert status(grant) == "active"
    assert not TrailEntry.objects.filter(act="suspension.suspend").exists()


@pytest.mark.parametrize(
    ("name", "who"),
    [("resume", "bob"), ("resume", "alice"), ("terminate", "bob"), ("withdraw", "betty"), ("respond", "bob")],
)
def test_it_lets_nobody_act_for_another(world, name, who):
    case = suspended(world, world.grant())
    particulars = {"position": "说明"} if name == "respond" else {"decision": "理由"}
    with pytest.raises(NotYours):
        step(world, case, name, who, **particulars)


def test_it_is_not_decided_by_who_suspended(world):
    both = seated("both", world.cast.bureau, "reviewer")
    case = suspended(world, world.grant())
    Suspension.objects.filter(pk=case.pk).update(filed_by=both)
    with pytest.raises(OwnRequest):
        take(Suspension.objects.get(pk=case.pk), "resume", actor=Actor.of(both), seen=case.version, **REASONS)


@pytest.mark.parametrize(
    ("who", "sees"), [("alice", True), ("bob", True), ("betty", True), ("charlie", False)]
)
def test_it_is_seen_by_both_sides_and_their_authority(world, who, sees):
    case = suspended(world, world.grant())
    assert Suspension.objects.visible_to(actor(world, who)).filter(pk=case.pk).exists() is sees


def test_it_needs_few_statements(world, django_assert_max_num_queries):
    grant = world.grant()
    bob = actor(world, "bob")
    assert bob.holdings
    with django_assert_max_num_queries(27):
        suspended(world, grant)
