"""Drafts that nobody submits lapse, on the day after their rule set's days, and once (art. 28)."""

import pytest
import time_machine

from audit.trail import Entry
from procedure.errors import WrongState
from sharing.law import State
from sharing.models import ShareRequest
from sharing.tasks import is_too_old, lapse_drafts
from tests.sharing.road import walk

OPENED = "2026-10-12T10:00:00+08:00"
THIRTIETH = "2026-11-23T23:59:00+08:00"  # 30 working days after the day of opening
NEXT = "2026-11-24T00:01:00+08:00"


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel(OPENED, tick=False) as clock:
        yield clock


@pytest.mark.article("28")
@pytest.mark.parametrize(("moment", "lapsed"), [(THIRTIETH, 0), (NEXT, 1)])
def test_it_lapses_on_the_day_after_the_last_one(world, monday, moment, lapsed):
    draft = world.draft()
    monday.move_to(moment)
    assert is_too_old(draft) is bool(lapsed)
    assert lapse_drafts() == lapsed
    assert ShareRequest.objects.get().state == (State.LAPSED if lapsed else State.DRAFT)


def test_it_lapses_once(world, monday):
    draft = world.draft()
    monday.move_to(NEXT)
    assert (lapse_drafts(), lapse_drafts()) == (1, 0)
    acts = list(Entry.objects.of_case(draft.number).order_by("id").values_list("act", "post", "tells"))
    assert acts == [("share_request.draft", "handler", []), ("share_request.lapse", "clock", [])]
    assert ShareRequest.objects.get().closed is not None


def test_it_leaves_what_was_submitted(world, monday):
    request = walk(world, world.draft(), ("submit", "alice", {}))
    monday.move_to("2027-01-12T10:00:00+08:00")
    assert lapse_drafts() == 0
    assert ShareRequest.objects.get().state == request.state


def test_it_lets_only_the_old_ones_lapse(world, monday):
    old = world.draft()
    monday.move_to(NEXT)
    young = world.draft()
    assert lapse_drafts() == 1
    states = dict(ShareRequest.objects.values_list("pk", "state"))
    assert states == {old.pk: State.LAPSED, young.pk: State.DRAFT}


def test_it_cannot_be_submitted_any_more(world, monday):
    draft = world.draft()
    monday.move_to(NEXT)
    lapse_drafts()
    with pytest.raises(WrongState):
        walk(world, ShareRequest.objects.get(pk=draft.pk), ("submit", "alice", {}))
