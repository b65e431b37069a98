"""begin and take: numbers, versions, rule sets, duties, the trail, and what they refuse (art. 5, 49-51)."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.trail import Entry
from organizations.actors import CLOCK
from procedure.engine import begin, offered, take
from procedure.errors import AlreadyDone, NotYours, Stale, UnknownStep, VersionMissing, WrongState
from procedure.models import Case, NumberSeries, WorkItem, kinds
from procedure.policy import the_clock
from procedure.rules import NoRules, shipped_measures
from sharing.law import State
from sharing.models import ShareRequest
from tests.sharing.requests import ASKED


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def test_it_opens_a_case_with_number_rules_and_filer(world):
    case = world.draft()
    assert (case.number, case.version, case.kind) == ("GX-SR-2026-000001", 1, "share_request")
    assert case.rules_id == shipped_measures().digest
    assert case.filed_by == world.cast.alice
    assert (case.submitted, case.closed, case.open_items()) == (None, None, [])


def test_it_starts_its_numbers_anew_each_year(world):
    world.draft()
    with time_machine.travel("2027-01-04T09:00:00+08:00", tick=False):
        assert [world.draft(until=date(2028, 1, 1)).number[-11:] for _ in range(2)] == [
            "2027-000001",
            "2027-000002",
        ]


def test_it_uses_no_number_for_a_refused_opening(world):
    with pytest.raises(NotYours):
        begin(ShareRequest, actor=world.actor("rita"), entry=world.entry, **ASKED)
    with pytest.raises(IntegrityError), transaction.atomic():
        world.draft(fields=[])
    assert not NumberSeries.objects.exists()
    assert world.draft().number.endswith("-000001")


@pytest.mark.article("51")
def test_it_opens_no_case_before_the_measures_are_in_force(world):
    with time_machine.travel("2025-12-31T23:59:59+08:00", tick=False), pytest.raises(NoRules) as refused:
        world.draft()
    assert (refused.value.article, refused.value.status) == ("51", 409)
    with time_machine.travel("2026-01-01T00:00:00+08:00", tick=False):
        assert world.draft().pk


def test_it_raises_the_version_by_one_at_every_step(world):
    case = world.draft()
    seen = [case.version]
    for step, who, told in [("amend", "alice", ASKED), ("submit", "alice", {}), ("approve", "betty", {})]:
        case = world.step(case, step, who, **told)
        seen.append(case.version)
    assert seen == [1, 2, 3, 4]
    assert ShareRequest.objects.get().version == 4


def test_it_refuses_a_step_without_the_version_read(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(VersionMissing):
        take(case, "approve", actor=world.actor("betty"), seen=None)


def test_it_refuses_a_stale_version_though_the_state_looks_the_same(world):
    case = world.draft()
    world.step(case, "amend", "alice", **ASKED)
    with pytest.raises(Stale):
        take(case, "submit", actor=world.actor("alice"), seen=1)


def test_it_calls_a_double_click_a_conflict_never_forbidden(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    world.step(case, "approve", "betty")
    for who in ("betty", "boris"):
        with pytest.raises(WrongState):
            take(case, "approve", actor=world.actor(who), seen=case.version)
    assert Entry.objects.filter(act="share_request.approve").count() == 1


@pytest.mark.parametrize("name", ["steal", "", "__class__", "reply ", "draft", "save"])
def test_it_refuses_an_unknown_step(world, name):
    with pytest.raises(UnknownStep) as refused:
        take(world.draft(), name, actor=world.actor("alice"), seen=1)
    assert refused.value.status == 404


def test_it_asks_no_version_of_the_clock_which_is_no_person(world):
    case = take(world.bring_to(State.CONFORMANCE_REVIEW), "approve", actor=CLOCK, seen=None)
    entry = Entry.objects.of_case(case.number).latest("id")
    assert (case.state, entry.post, entry.person, entry.organization) == (
        State.PROVIDER_REVIEW,
        "clock",
        "",
        "",
    )
    with pytest.raises(WrongState):
        take(case, "approve", actor=CLOCK, seen=None)


def test_it_leaves_nothing_of_a_step_that_breaks(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    before = Entry.objects.count(), WorkItem.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        world.step(case, "agree", "bob", fields=["penalty"])
    assert (Entry.objects.count(), WorkItem.objects.count()) == before
    assert ShareRequest.objects.get().version == case.version


@pytest.mark.article("5")
def test_it_writes_who_acted_for_whom_from_what_to_what(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    entry = Entry.objects.of_case(case.number).latest("id")
    assert (entry.act, entry.article, entry.person, entry.organization) == (
        "share_request.approve", "29(2)", "betty", "GX-BUREAU",
    )  # fmt: skip
    assert entry.before == {"state": "conformance_review", "version": 2}
    assert entry.after == {"state": "provider_review", "version": 3, "holders": ["GX-MARKET"]}
    assert entry.tells == ["GX-HR", "GX-MARKET"]


def test_it_offers_what_can_be_taken(world):
    for state in (State.DRAFT, State.CONFORMANCE_REVIEW, State.PROVIDER_REVIEW, State.REPLY, State.GRANTED):
        case = ShareRequest.objects.get(pk=world.bring_to(state).pk)
        offers = {
            who: {o.name for o in offered(case, world.actor(who))}
            for who in ("alice", "betty", "bob", "charlie")
        }
        lawful = {s.name for s in ShareRequest.steps() if state in s.sources and s.by is not the_clock}
        assert set.union(*offers.values()) == lawful
        assert offers["charlie"] == set()


def test_it_offers_nothing_on_account_of_a_duty_that_was_done_in_an_earlier_stage(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    step = {"missing": "请写明用途。", "again_because": ""}
    assert "return_for_correction" in {offer.name for offer in offered(case, world.actor("betty"))}
    case = world.step(case, "approve", "betty")
    assert offered(case, world.actor("betty")) == []
    with pytest.raises(AlreadyDone):
        take(case, "return_for_correction", actor=world.actor("betty"), seen=case.version, **step)


def test_it_locks_the_case_without_blocking_those_who_refer_to_it(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    with CaptureQueriesContext(connection) as queries:
        world.step(case, "approve", "betty")
    locking = [query["sql"] for query in queries if " UPDATE" in query["sql"] and " FOR " in query["sql"]]
    assert len(locking) == 1
    assert "FOR NO KEY UPDATE" in locking[0]
    assert '"procedure_case"' in locking[0]


def test_it_locks_the_root_of_the_chain_first(world):
    root = world.bring_to(State.GRANTED)
    child = begin(ShareRequest, actor=world.actor("alice"), origin=root, entry=world.entry, **ASKED)
    grandchild = begin(ShareRequest, actor=world.actor("alice"), origin=child, entry=world.entry, **ASKED)
    assert (child.root_id, grandchild.root_id, grandchild.origin_id) == (root.pk, root.pk, child.pk)
    with CaptureQueriesContext(connection) as queries:
        world.step(grandchild, "submit", "alice")
    locking = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert [f"= {root.pk} " in locking[0], f"= {grandchild.pk} " in locking[1]] == [True, True]


def test_it_knows_the_kinds_by_name(world):
    assert kinds()["share_request"] is ShareRequest
    assert all(issubclass(kind, Case) for kind in kinds().values())


def test_it_keeps_parties_apart_in_the_table_too(world):
    case = world.draft()
    with pytest.raises(IntegrityError, match="case_parties_differ"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(requester=world.cast.market)
