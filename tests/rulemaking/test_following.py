"""Requests follow the procedure of their city that is in force when they are opened (art. 10, 31)."""

from dataclasses import replace

import pytest
import time_machine

from catalog.publishing import publish_new
from delivery.models import Grant
from procedure.models import WorkItem
from procedure.rules import shipped_measures
from sharing.law import State
from tests.rulemaking.desk import FULL, TUESDAY, WEDNESDAY, today
from tests.sharing.requests import ENTERPRISES, FIELDS
from tests.sharing.road import AGREE, asked, holders, walk

DECLINE = {"ground": "law", "basis": "《统计法》第九条"}
SUBMIT = ("submit", "nora", {})


@pytest.mark.article("31")
def test_it_goes_by_the_stages_that_the_city_has_chosen(desk):
    desk.enact(**FULL, **today())
    request = walk(desk.world, desk.ask(), SUBMIT)
    assert holders(request) == [("city_review", "450100-AUTH", 1, "31")]
    request = walk(desk.world, request, ("approve", "nina", {}))
    assert holders(request) == [("provider_review", "450100-MARKET", 2, "31")]
    request = walk(desk.world, request, ("agree", "noah", AGREE))
    assert holders(request) == [("reply", "450100-AUTH", 1, "31")]
    request = walk(desk.world, request, ("reply", "nina", {}))
    assert (request.state, Grant.objects.get(case=request).fields) == (State.GRANTED, ["uniscid"])


@pytest.mark.article("31")
def test_it_lets_the_answer_be_the_end_where_the_city_passes_nothing_on(desk):
    desk.enact(**today())
    request = walk(desk.world, desk.ask(), SUBMIT)
    assert holders(request) == [("provider_review", "450100-MARKET", 2, "31")]
    request = walk(desk.world, request, ("agree", "noah", AGREE))
    assert (request.state, request.open_items()) == (State.GRANTED, [])
    assert Grant.objects.get(case=request).holder == desk.world.cast.nanning_hr


@pytest.mark.article("31")
def test_it_refuses_at_once_where_the_city_passes_nothing_on(desk):
    desk.enact(**today())
    request = walk(desk.world, desk.ask(), SUBMIT, ("decline", "noah", DECLINE))
    assert (request.state, request.knows_the_answer(desk.actor("nora"))) == (State.REFUSED, True)
    assert not Grant.objects.exists()


@pytest.mark.article("31", "51")
def test_it_keeps_the_set_of_a_running_case_while_a_new_one_starts_under_the_new(desk):
    running = walk(desk.world, desk.ask(), SUBMIT)
    desk.enact(provider_review_days=4)
    with time_machine.travel("2026-11-24T00:00:30+08:00", tick=False):
        new = walk(desk.world, desk.ask(system="另一系统"), SUBMIT)
        running = walk(desk.world, running, ("approve", "nina", {}))
    assert holders(running) == [("provider_review", "450100-MARKET", 3, "31")]
    assert holders(new) == [("provider_review", "450100-MARKET", 4, "31")]
    assert {item.source for item in WorkItem.objects.filter(case=new.pk)} == {"city"}


@pytest.mark.article("31")
def test_it_takes_the_set_of_the_day(desk):
    desk.enact(provider_review_days=1)
    desk.enact(provider_review_days=5, in_force=WEDNESDAY.isoformat())
    found = []
    for day in ("23T23:59:59", "24T00:00:01", "25T00:00:01"):
        with time_machine.travel(f"2026-11-{day}+08:00", tick=False):
            found.append(desk.ask(system=day).laid_by)
    assert [book.version for book in found] == [0, 1, 2]
    assert found[0] == shipped_measures()


@pytest.mark.article("31")
def test_it_goes_back_to_the_default(desk):
    desk.enact(**today())
    desk.repeal(in_force=TUESDAY.isoformat())
    assert desk.ask().laid_by.version == 1
    with time_machine.travel("2026-11-24T09:00:00+08:00", tick=False):
        assert desk.ask(system="二").laid_by == shipped_measures()


@pytest.mark.article("10(4)", "30(1)")
@pytest.mark.parametrize("provider", ["market", "liuzhou_housing"])
def test_it_reviews_before_article_30_where_the_city_says_so(desk, provider):
    desk.enact(region_review_days=2, other_city_review_days=2, **today())
    entry = desk.world.entry if provider == "market" else _entry_of(desk, provider)
    request = walk(desk.world, asked(desk.world, "nora", entry=entry), SUBMIT)
    assert holders(request) == [("city_review", "450100-AUTH", 2, "10(4)")]
    request = walk(desk.world, request, ("approve", "nina", {}))
    assert holders(request) == [("conformance_review", "GX-BUREAU", 2, "30(1)")]
    assert request.rule.stage("final_review").source == "measures"


@pytest.mark.article("16", "31")
def test_it_holds_for_counties_and_for_no_other_city(desk):
    desk.enact(**today())
    assert desk.ask("bin").laid_by.city == "450100"
    other = asked(desk.world, "lena", entry=_entry_of(desk, "liuzhou"))
    assert other.laid_by == shipped_measures()
    assert asked(desk.world, "alice").laid_by == shipped_measures()


@pytest.mark.article("31")
def test_it_rules_no_other_route(desk):
    desk.enact(**today())
    to_region = asked(desk.world, "nora")
    assert (to_region.laid_by, to_region.rule.order[0].stage) == (shipped_measures(), "conformance_review")


@pytest.mark.article("31", "35")
def test_it_follows_a_need_that_turns_out_to_stay_in_the_city(desk):
    desk.enact(**today())
    request = desk.ask(entry=None, need="跨部门联合检查名单", fields=[])
    request = walk(desk.world, request, SUBMIT)
    request = walk(
        desk.world, request, ("name_provider", "nina", {"provider": desk.world.cast.nanning_market})
    )
    assert (request.route, request.laid_by.city) == ("same_city", "450100")
    assert request.next_stage().stage == "provider_review"
    assert request.next_stage().source == "city"


@pytest.mark.article("31")
def test_it_gives_unconditional_data_at_once(desk):
    desk.enact(**today())
    plain = tuple(replace(field, share_type="unconditional") for field in ENTERPRISES.fields[:3])
    stated = replace(ENTERPRISES, share_type="unconditional", fields=plain)
    entry = publish_new(stated, desk.world.cast.nanning_market)
    request = walk(desk.world, desk.ask(entry=entry), SUBMIT)
    assert (request.state, Grant.objects.get(case=request).fields) == (State.GRANTED, FIELDS)


def _entry_of(desk, provider):
    return publish_new(ENTERPRISES, getattr(desk.world.cast, provider))
