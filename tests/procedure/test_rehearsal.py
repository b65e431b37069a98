"""A dry run answers what would happen and stores nothing (art. 28)."""

import pytest
import time_machine

from audit.models import Pending
from audit.trail import Entry
from delivery.models import Grant
from procedure.engine import rehearse, take
from procedure.errors import NotYours, WrongState
from procedure.models import NumberSeries, WorkItem
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import Rest, duties
from tests.sharing.requests import ASKED, FIELDS, ROAD

VARYING = {"work_items", "dry_run"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def stored() -> tuple[int, ...]:
    counted = (ShareRequest, WorkItem, Entry, Pending, Grant, NumberSeries)
    return tuple(model.objects.count() for model in counted)


def test_it_returns_the_case_as_it_would_be(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    before = stored()
    would_be = rehearse(lambda: take(case, "approve", actor=world.actor("betty"), seen=case.version))
    assert (would_be.state, would_be.open_items()[0].due.isoformat()) == (State.PROVIDER_REVIEW, "2026-11-30")
    assert stored() == before
    assert ShareRequest.objects.get().version == case.version


def test_it_refuses_what_the_act_itself_would_refuse(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    with pytest.raises(NotYours):
        rehearse(lambda: take(case, "approve", actor=world.actor("bob"), seen=case.version))
    with pytest.raises(WrongState):
        rehearse(lambda: take(case, "approve", actor=world.actor("betty"), seen=case.version))


@pytest.mark.parametrize(("step", "who", "particulars"), ROAD)
def test_it_answers_as_the_step_would_and_stores_nothing(world, step, who, particulars):
    case = world.before(step)
    door, before, owed = Rest(getattr(world.cast, who)), stored(), duties(case)
    dry = door.take(case, step, query="?dry_run=1", **particulars)
    assert (dry.status_code, dry.json()["dry_run"], "ETag" in dry) == (200, True, False)
    assert (stored()[:2], stored()[4:], duties(case)) == (before[:2], before[4:], owed)
    wet = door.take(case, step, **particulars)
    same = {name: value for name, value in wet.json().items() if name not in VARYING}
    assert same == {name: value for name, value in dry.json().items() if name not in VARYING}
    assert [i | {"id": 0} for i in wet.json()["work_items"]] == [
        i | {"id": 0} for i in dry.json()["work_items"]
    ]


def test_it_uses_no_number_for_a_dry_draft(world):
    door, told = Rest(world.cast.alice), ASKED | {"entry": world.entry}
    dry = door.draft("?dry_run=1", **told)
    assert (dry.status_code, dry.json()["number"], "Location" in dry) == (200, "GX-SR-2026-000001", False)
    assert not ShareRequest.objects.exists()
    assert not NumberSeries.objects.exists()
    wet = door.draft(**told)
    assert (wet.status_code, wet.json()["number"]) == (201, "GX-SR-2026-000001")


def test_it_grants_nothing_by_a_dry_reply(world):
    case = world.bring_to(State.REPLY)
    assert Rest(world.cast.betty).take(case, "reply", query="?dry_run=true").json()["state"] == "granted"
    assert not Grant.objects.exists()


@pytest.mark.parametrize("typo", ["yes", "01", "", "2", "ture", "1;", "dry"])
def test_it_never_acts_on_a_typo(world, typo):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    answer = Rest(world.cast.betty).take(case, "approve", query=f"?dry_run={typo}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "dry_run")
    assert ShareRequest.objects.get().state == State.CONFORMANCE_REVIEW


@pytest.mark.parametrize("said", ["0", "false", "False"])
def test_it_acts_when_no_dry_run_is_asked_for(world, said):
    case = world.bring_to(State.PROVIDER_REVIEW)
    answer = Rest(world.cast.bob).take(case, "agree", query=f"?dry_run={said}", fields=FIELDS)
    assert "dry_run" not in answer.json()
    assert ShareRequest.objects.get().state == State.REPLY


def test_it_refuses_wrong_particulars_of_a_dry_run(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    answer = Rest(world.cast.bob).take(case, "decline", query="?dry_run=1", ground="law")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "basis")
