"""Second returns are counted against the reviewer; a city's figures tell no answer early (art. 28, 35)."""

import pytest
import time_machine

from organizations.models import Organization
from portal.figures import questions, returns
from portal.figures.charts import FIGURES
from portal.figures.scope import Period, scope_of
from tests.procedure.doors import Pages
from tests.sharing.requests import ASKED, World, build_world
from tests.sharing.road import asked, walk
from workdays import clock

LIST = {"missing": "一、写明依据条款。", "again_because": ""}
AGAIN = LIST | {"again_because": "更正后仍缺依据"}
CORRECTED = ASKED | {"fields": ["uniscid"]}
NEED = {"entry": None, "need": "跨省就医备案人员名单", "fields": []}


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


def today() -> Period:
    return Period(clock.today(), clock.today())


@pytest.fixture
def returned(world):
    """Returned twice by the Bureau, and once by the provider."""
    return walk(
        world,
        world.draft(),
        ("submit", "alice", {}),
        ("return_for_correction", "betty", LIST),
        ("resubmit", "alice", CORRECTED),
        ("return_for_correction", "boris", AGAIN),
        ("resubmit", "alice", CORRECTED),
        ("approve", "betty", {}),
        ("return_for_correction", "bob", LIST),
    )


@pytest.mark.article("28")
def test_it_counts_second_returns_against_who_returned(world, returned):
    rows = returns.by_reviewer(scope_of(world.actor("betty")), today())
    names = {o.code: o.label for o in Organization.objects.all()}
    assert rows == [(names["GX-BUREAU"], 2, 1), (names["GX-MARKET"], 1, 0)]


@pytest.mark.article("28")
def test_the_page_of_figures_shows_the_column(world, returned):
    shown = Pages(world.cast.betty).client.get("/figures/").content.decode()
    assert "再次退回" in shown
    assert "returns" in [figure.name for figure in FIGURES]


def test_a_city_sees_its_own_reviewers_only(world, returned):
    assert returns.by_reviewer(scope_of(world.actor("nina")), today()) == []


@pytest.mark.article("29(4)", "35")
def test_a_city_s_figures_do_not_tell_that_a_provider_cannot_supply(world):
    case = walk(world, asked(world, "nora", **NEED), ("submit", "nora", {}))
    case = walk(world, case, ("name_provider", "nina", {"provider": world.cast.market}))
    city, region = scope_of(world.actor("nina")), scope_of(world.actor("betty"))
    before = questions.by_state(city, today())
    walk(world, case, ("cannot_supply", "stella", {"basis": "本局不采集此数据"}))
    assert questions.by_state(city, today()) == before
    assert questions.by_state(region, today()) != before
