"""Requests across the region's border, and needs that no entry covers yet (art. 35, 36, 6(1))."""

import pytest
import time_machine

from catalog.publishing import publish_new
from delivery.models import Grant
from procedure.engine import begin
from sharing.law import State
from sharing.models import ShareRequest
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import AGREE, asked, handler_of, holders, walk

NEED = {"entry": None, "need": "跨省就医备案人员名单\n姓名、证件号码、备案地", "fields": []}
EXCHANGE = {
    "on": __import__("datetime").date(2026, 11, 23),
    "direction": "sent",
    "document": "桂数函〔2026〕8号",
    "summary": "申请",
}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.mark.article("36", "6(1)")
def test_it_applies_outside_by_the_bureau_for_all(world):
    request = asked(world, "alice", **NEED, provider=world.cast.ministry)
    assert (request.route, request.dispatch) == ("external", "6(1)")
    request = walk(world, request, ("submit", "alice", {}), ("approve", "betty", {}))
    assert holders(request) == [("outside", "GX-BUREAU", 30, "36")]
    request = walk(world, request, ("record_exchange", "betty", EXCHANGE))
    assert (request.state, len(request.exchanges)) == (State.OUTSIDE, 1)
    request = walk(
        world, request, ("obtained", "betty", {"document": "国市监函〔2026〕3号", "conditions": "不得转供"})
    )
    assert (request.state, request.answer) == (State.GRANTED, "agreed")


@pytest.mark.article("36")
def test_it_passes_the_city_authority_first_when_a_city_asks(world):
    request = asked(world, "nora", **NEED, provider=world.cast.guangdong_hr)
    assert (request.route, request.dispatch) == ("external_city", "6(6)")
    request = walk(world, request, ("submit", "nora", {}))
    assert holders(request) == [("city_review", "450100-AUTH", 2, "36")]
    request = walk(world, request, ("approve", "nina", {}))
    assert holders(request) == [("conformance_review", "GX-BUREAU", 2, "36")]


@pytest.mark.article("6(1)")
def test_it_is_registered_by_the_bureau_when_a_body_outside_asks(world):
    desk = handler_of(world.cast.bureau, "desk")
    request = begin(ShareRequest, actor=desk, entry=world.entry, requester=world.cast.ministry, **ASKED)
    assert (request.route, request.dispatch) == ("external_in", "6(1)")
    from procedure.engine import take

    request = take(request, "submit", actor=desk, seen=request.version)
    request = walk(world, request, ("approve", "betty", {}), ("agree", "bob", AGREE), ("reply", "boris", {}))
    assert request.state == State.GRANTED
    assert Grant.objects.get(case=request).holder == world.cast.ministry


@pytest.mark.article("35")
def test_it_finds_a_provider_for_a_need_and_goes_on_by_the_route_between_them(world):
    request = asked(world, "alice", **NEED)
    assert request.route == "need"
    request = walk(world, request, ("submit", "alice", {}))
    assert holders(request) == [("naming", "GX-BUREAU", 3, "35")]
    request = walk(world, request, ("name_provider", "betty", {"provider": world.cast.market}))
    assert (request.route, holders(request)) == ("region", [("cataloguing", "GX-MARKET", 15, "35")])
    entry = publish_new(ENTERPRISES, world.cast.market)
    request = walk(
        world, request, ("link_entry", "stella", {"entry": entry, "fields": ["uniscid", "entname"]})
    )
    assert (request.state, request.entry) == (State.CONFORMANCE_REVIEW, entry)
    request = walk(world, request, ("approve", "betty", {}), ("agree", "bob", AGREE), ("reply", "boris", {}))
    assert Grant.objects.get(case=request).fields == ["uniscid"]


@pytest.mark.article("35")
def test_it_says_when_a_provider_cannot_supply(world):
    request = walk(
        world,
        asked(world, "alice", **NEED),
        ("submit", "alice", {}),
        ("name_provider", "betty", {"provider": world.cast.market}),
        ("cannot_supply", "stella", {"basis": "本局不采集此数据"}),
        ("reply", "betty", {}),
    )
    assert (request.state, request.ground) == (State.REFUSED, "no_data")
