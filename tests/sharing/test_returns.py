"""Return for correction, lapse, answers by rule (art. 28; "Where the Measures are silent")."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine

from audit.trail import Entry as TrailEntry
from catalog.publishing import publish_new
from organizations.actors import CLOCK
from procedure.engine import offered, take
from procedure.errors import AlreadyDone, NotYours
from procedure.particulars import form_of
from sharing.law import State
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import asked, holders, walk

LIST = {"missing": "一、写明依据条款。二、删去注册资本。", "again_because": ""}
CORRECTED = ASKED | {"fields": ["uniscid"]}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        yield clock


def returned(world):
    return walk(world, world.draft(), ("submit", "alice", {}), ("return_for_correction", "betty", LIST))


def test_it_closes_the_reviewer_s_clock_and_opens_the_requester_s(world):
    request = returned(world)
    assert holders(request) == [("returned", "GX-HR", 5, "28")]
    assert request.open_items()[0].due == date(2026, 11, 30)


def test_it_starts_the_reviewer_s_clock_afresh_on_resubmission(world, monday):
    request = returned(world)
    monday.move_to("2026-11-26T10:00:00+08:00")
    request = walk(world, request, ("resubmit", "alice", CORRECTED))
    assert holders(request) == [("conformance_review", "GX-BUREAU", 2, "29(2)")]
    assert request.open_items()[0].due == date(2026, 11, 30)
    assert request.fields == ["uniscid"]


def test_it_returns_to_the_stage_that_returned_it(world):
    request = walk(
        world,
        world.draft(),
        ("submit", "alice", {}),
        ("approve", "betty", {}),
        ("return_for_correction", "bob", LIST),
        ("resubmit", "alice", CORRECTED),
    )
    assert request.state == State.PROVIDER_REVIEW


@pytest.mark.parametrize(("because", "valid"), [("", False), ("更正后仍缺依据", True)])
def test_it_asks_for_a_reason_the_second_time_and_counts(world, because, valid):
    request = walk(world, returned(world), ("resubmit", "alice", CORRECTED))
    form = form_of("share_request", "return_for_correction")(
        LIST | {"again_because": because}, case=request, actor=world.actor("betty")
    )
    assert form.is_valid() is valid
    assert request.returns == ["conformance_review"]


def test_it_cannot_be_returned_once_the_term_has_passed(world, monday):
    request = walk(world, world.draft(), ("submit", "alice", {}))
    monday.move_to("2026-11-26T10:00:00+08:00")
    form = form_of("share_request", "return_for_correction")(LIST, case=request, actor=world.actor("betty"))
    assert not form.is_valid()
    assert form.non_field_errors().as_data()[0].code == "too_late"


@pytest.mark.parametrize("make", [returned, lambda world: world.draft()])
def test_it_lapses_by_the_clock_alone(world, make):
    request = make(world)
    with pytest.raises(NotYours):
        take(request, "lapse", actor=world.actor("alice"), seen=request.version)
    request = take(request, "lapse", actor=CLOCK, seen=None)
    assert (request.state, request.open_items()) == (State.LAPSED, [])


def test_it_answers_by_rule_for_unconditional_entries_and_records_it(world):
    free = tuple(replace(f, share_type="unconditional") for f in ENTERPRISES.fields[:3])
    entry = publish_new(
        replace(ENTERPRISES, name="公开名录", share_type="unconditional", fields=free), world.cast.market
    )
    request = walk(
        world, asked(world, "alice", entry=entry), ("submit", "alice", {}), ("approve", "betty", {})
    )
    assert (request.state, request.answer) == (State.REPLY, "agreed")
    acts = TrailEntry.objects.of_case(request.number).order_by("-id").values_list("act", "post")
    assert acts[0] == ("share_request.agree_by_rule", "clock")


@pytest.mark.article("28")
def test_it_may_be_withdrawn_after_a_correction(world):
    request = walk(world, returned(world), ("resubmit", "alice", CORRECTED))
    assert "withdraw" in {offer.name for offer in offered(request, world.actor("alice"))}
    request = walk(world, request, ("withdraw", "alice", {"reason": "不再需要"}))
    assert request.state == State.WITHDRAWN


@pytest.mark.article("30(2)")
def test_it_asks_for_an_opinion_once(world):
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    request = walk(world, asked(world, "lena", entry=entry), ("submit", "lena", {}), ("approve", "betty", {}))
    assert "opine" in {offer.name for offer in offered(request, world.actor("noah"))}
    request = walk(world, request, ("opine", "noah", {"opinion": "可以共享"}))
    assert offered(request, world.actor("noah")) == []


def test_it_is_returned_only_by_whose_turn_it_is(world):
    request = walk(world, world.draft(), ("submit", "alice", {}), ("approve", "betty", {}))
    assert offered(request, world.actor("betty")) == offered(request, world.actor("boris")) == []
    with pytest.raises(AlreadyDone):
        walk(world, request, ("return_for_correction", "boris", LIST))


@pytest.mark.article("35")
def test_the_provider_of_a_need_decides_after_a_correction_that_it_asked_for(world):
    request = walk(
        world,
        asked(world, "alice", entry=None, need="企业存续情况", fields=[]),
        ("submit", "alice", {}),
        ("name_provider", "betty", {"provider": world.cast.market}),
        ("link_entry", "stella", {"entry": world.entry, "fields": ["uniscid"]}),
        ("approve", "betty", {}),
        ("return_for_correction", "bob", LIST),
        ("resubmit", "alice", CORRECTED),
        ("agree", "bob", {"fields": ["uniscid"]}),
    )
    assert request.state == State.REPLY
