"""Property: nothing is ever read under a grant that is not in force or not accepted (art. 44, 45)."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Entry
from catalog.vocabulary import Status
from delivery.errors import SupplyStopped
from delivery.grants import still_in_force, while_in_force
from delivery.models import Grant, GrantStatus, Subscription
from delivery.subscription import subscribing as subscriptions
from refusals.tree import Refusal
from tests.delivery.stops import step, suspended

TODAY = date(2026, 11, 24)
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))
GRANTS = st.fixed_dictionaries({
    "status": st.sampled_from(GrantStatus.values),
    "days": st.tuples(DAYS, DAYS).map(sorted),
    "offline": st.booleans(),
    "accepted": st.sampled_from(["", "as they are", "before they changed"]),
})  # fmt: skip


@pytest.mark.article("44", "45")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=GRANTS)
def test_it_admits_exactly_when_everything_is_in_order(world, said):
    Subscription.objects.all().delete()
    grant = world.grant(accepted=bool(said["accepted"]))
    starts, ends = said["days"]
    Grant.objects.filter(pk=grant.pk).update(status=said["status"], starts=starts, ends=ends)
    Entry.objects.filter(pk=world.entry.pk).update(
        status=Status.OFFLINE if said["offline"] else Status.PUBLISHED
    )
    if said["accepted"] == "before they changed":
        Grant.objects.filter(pk=grant.pk).update(conditions="新的条件")
    in_force = said["status"] == "active" and starts <= TODAY <= ends and not said["offline"]
    assert still_in_force(grant.pk) is in_force
    assert is_admitted(grant) is (in_force and said["accepted"] == "as they are")


def is_admitted(grant) -> bool:
    try:
        subscriptions.admits(Grant.objects.select_related("entry__provider").get(pk=grant.pk))
    except Refusal:
        return False
    return True


@pytest.mark.article("45")
def test_it_breaks_a_running_answer_off(world, monkeypatch):
    monkeypatch.setattr("delivery.grants.LOOK_EVERY", 0.0)
    grant = world.grant()
    running = while_in_force(grant, (b"%d" % number for number in range(1000)))
    assert [next(running) for _ in range(3)] == [b"0", b"1", b"2"]
    case = suspended(world, grant)
    with pytest.raises(SupplyStopped):
        next(running)
    step(world, case, "withdraw", "bob", decision="误报")
    assert list(while_in_force(grant, [b"whole"])) == [b"whole"]


def test_it_asks_once_in_half_a_second(world, django_assert_num_queries):
    grant = world.grant()
    with django_assert_num_queries(1):
        assert len(list(while_in_force(grant, [b"x"] * 10_000))) == 10_000
