"""The answer stays with provider and Bureau until the reply, for cities as well (30(2), 30(3), 31)."""

import pytest
import time_machine

from tests.procedure.doors import Pages, Rest
from tests.sharing.scenes import Scene, scene
from tests.sharing.test_secrecy_of_the_answer import everything_read

YES = {"fields": ["uniscid"], "conditions": "仅供窗口核验", "basis": "注册资本无须核验"}
NO = {"ground": "safety", "basis": "等级保护测评未通过"}
SECRETS = [
    "仅供窗口核验",
    "注册资本无须核验",
    "等级保护测评未通过",
    "safety",
    "declined",
    "partly",
    "部分同意",
]
ANSWERS = [("agree", YES), ("decline", NO)]
PLACES = {  # route: who answers at which stage, who may not know, who knows
    "city_to_region": ("provider_review", "bob", "nora nick nina", "bob hank betty"),
    "city_to_city": ("authority_review", "nina", "lena leo lily", "nina noah betty"),
    "same_city": ("provider_review", "noah", "nora nick", "noah nina betty"),
    "external_in": ("provider_review", "bob", "", "bob betty"),
}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.fixture(
    params=[(r, a) for r in PLACES for a in ANSWERS], ids=lambda param: f"{param[0]}-{param[1][0]}"
)
def answered(request, world) -> Scene:
    route, (step, told) = request.param
    stage, who, _, _ = PLACES[route]
    found = scene(world, route, stage)
    found.request = world.step(found.request, step, who, **told)
    return found


def betrayals(found: Scene, who: str) -> list[str]:
    read = everything_read(getattr(found.world.cast, who), found.request)
    return [word for text in read for word in SECRETS if word in text]


@pytest.mark.article("30(2)", "30(3)", "31")
def test_it_tells_the_side_that_asks_nothing_before_the_reply(answered):
    for who in PLACES[answered.request.route][2].split():
        assert betrayals(answered, who) == [], who


@pytest.mark.article("30(2)")
def test_it_is_known_to_provider_its_authority_and_the_bureau(answered):
    for who in PLACES[answered.request.route][3].split():
        told = Rest(getattr(answered.world.cast, who)).read(answered.request).json()["particulars"]
        assert told["answer"] == answered.request.answer, who


@pytest.mark.article("30(3)", "30(4)")
def test_it_tells_everything_by_the_reply(answered):
    route = answered.request.route
    last = "nina" if route == "same_city" else "betty"
    answered.request = answered.world.step(answered.request, "reply", last)
    for who in PLACES[route][2].split()[:1]:
        assert Rest(getattr(answered.world.cast, who)).read(answered.request).json()["particulars"]["basis"]


@pytest.mark.article("30(2)")
def test_it_shows_the_department_s_opinion_to_its_authority_and_not_to_who_asks(world):
    found = scene(world, "city_to_city", "authority_review")
    found.request = world.step(found.request, "opine", "noah", opinion="本局建议仅供核验")
    for who in ("lena", "leo", "lily"):
        read = everything_read(getattr(world.cast, who), found.request)
        assert not any("本局建议仅供核验" in text for text in read), who
    for who in ("nina", "noah", "betty"):
        assert "本局建议仅供核验" in Pages(getattr(world.cast, who)).read(found.request).content.decode(), who


@pytest.mark.article("30(3)")
def test_it_tells_the_requester_the_bureau_s_ground_and_no_longer_the_provider_s_yes(world):
    found = scene(world, "city_to_region", "provider_review")
    request = world.step(found.request, "agree", "bob", **YES)
    request = world.step(request, "overrule", "betty", ground="scope", basis="超出用途")
    told = Rest(world.cast.nora).read(request).json()["particulars"]
    assert (told["answer"], told["agreed_fields"], told["ground"]) == ("declined", [], "scope")
    assert told["conditions"] == ""


def test_it_does_not_tell_the_requester_that_the_provider_cannot_supply_before_the_reply(world):
    found = scene(world, "need", "cataloguing")
    request = world.step(found.request, "cannot_supply", "stella", basis="本局不采集此数据")
    assert not any("本局不采集此数据" in text for text in everything_read(world.cast.alice, request))
    request = world.step(request, "reply", "betty")
    assert Rest(world.cast.alice).read(request).json()["particulars"]["ground"] == "no_data"
