"""The routes of cities: to a region department, to another city, within one city (art. 30, 31)."""

import pytest
import time_machine

from catalog.publishing import publish_new
from delivery.models import Grant
from sharing.law import State
from tests.sharing.requests import ENTERPRISES
from tests.sharing.road import AGREE, FEEDBACK, asked, holders, walk


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.mark.article("28", "30(1)", "30(2)", "30(3)")
def test_it_goes_from_a_city_to_the_region_by_first_provider_and_final_review(world):
    request = asked(world, "nora")
    assert (request.route, request.dispatch) == ("city_to_region", "6(3)")
    request = walk(world, request, ("submit", "nora", {}))
    assert holders(request) == [("conformance_review", "GX-BUREAU", 2, "30(1)")]
    request = walk(world, request, ("approve", "betty", {}))
    assert holders(request) == [("provider_review", "GX-MARKET", 3, "30(2)")]
    request = walk(world, request, ("agree", "bob", AGREE))
    assert holders(request) == [("final_review", "GX-BUREAU", 2, "30(3)")]
    assert not Grant.objects.exists()
    request = walk(world, request, ("reply", "boris", {}))
    assert request.state == State.AWAITING_USE
    assert Grant.objects.get(case=request).fields == ["uniscid"]


@pytest.mark.article("30(3)")
def test_it_lets_the_bureau_refuse_in_the_final_review(world):
    request = walk(
        world,
        asked(world, "nora"),
        ("submit", "nora", {}),
        ("approve", "betty", {}),
        ("agree", "bob", AGREE),
        ("overrule", "betty", {"ground": "scope", "basis": "超出用途"}),
    )
    assert (request.state, request.answer, request.agreed_fields) == (State.REFUSED, "declined", [])
    assert not Grant.objects.exists()


@pytest.mark.article("30(4)")
def test_it_waits_for_the_use_and_then_for_the_feedback(world):
    request = walk(
        world,
        asked(world, "nora"),
        ("submit", "nora", {}),
        ("approve", "betty", {}),
        ("agree", "bob", AGREE),
        ("reply", "boris", {}),
    )
    (item,) = request.open_items()
    assert (item.stage, item.due, item.holder) == ("awaiting_use", None, world.cast.nanning_hr)
    request = walk(world, request, ("feed_back", "nora", FEEDBACK))
    assert (request.state, request.feedback_rating) == (State.GRANTED, "good")
    assert request.closed is not None


@pytest.mark.article("30(2)")
def test_it_lets_the_other_city_s_authority_decide_after_its_department_s_opinion(world):
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    request = asked(world, "lena", entry=entry)
    assert (request.route, request.dispatch) == ("city_to_city", "6(4)")
    request = walk(world, request, ("submit", "lena", {}), ("approve", "betty", {}))
    assert holders(request) == [
        ("authority_review", "450100-AUTH", 3, "30(2)"),
        ("opinion", "450100-MARKET", 2, "30(2)"),
    ]
    request = walk(world, request, ("opine", "noah", {"opinion": "可以共享"}))
    assert [item.stage for item in request.open_items()] == ["authority_review"]
    request = walk(world, request, ("agree", "nina", AGREE))
    assert holders(request) == [("final_review", "GX-BUREAU", 2, "30(3)")]


@pytest.mark.article("30(2)")
def test_it_needs_no_opinion_when_the_authority_decides_first(world):
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    request = walk(
        world,
        asked(world, "lena", entry=entry),
        ("submit", "lena", {}),
        ("approve", "betty", {}),
        ("decline", "nina", {"ground": "law", "basis": "地方规定"}),
    )
    assert holders(request) == [("final_review", "GX-BUREAU", 2, "30(3)")]


@pytest.mark.article("31", "6(2)")
def test_it_follows_the_default_procedure_within_one_city(world):
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    request = asked(world, "nora", entry=entry)
    assert (request.route, request.dispatch) == ("same_city", "6(2)")
    request = walk(world, request, ("submit", "nora", {}))
    assert holders(request) == [("city_review", "450100-AUTH", 2, "31")]
    request = walk(world, request, ("approve", "nina", {}), ("agree", "noah", AGREE))
    assert holders(request) == [("reply", "450100-AUTH", 2, "31")]
    request = walk(world, request, ("reply", "nina", {}))
    assert request.state == State.GRANTED
