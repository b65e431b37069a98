"""The figures of the authorities: whose they are, how they are counted, the tables behind (art. 9, 10)."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from organizations.actors import Actor
from portal.figures import questions
from portal.figures.scope import Period, scope_of
from refusals.tree import Forbidden
from sharing.law import State
from tests.sharing.requests import World, build_world

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
WHOLE = "/figures/?since=2026-01-01&until=2026-12-31"


def at(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def year(world):
    """One request granted in time, one answered late by the provider, one overdue before the Bureau."""
    with at("2026-11-02"):
        world.bring_to(State.GRANTED)
        late = world.bring_to(State.PROVIDER_REVIEW)
        world.bring_to(State.CONFORMANCE_REVIEW)
    with at("2026-11-12"):
        world.step(late, "decline", "bob", ground="law", basis="《统计法》第九条")
        yield world


def scope(world: World, who: str):
    return scope_of(world.actor(who))


def page(user, address: str = WHOLE) -> str:
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("who", ["betty", "boris", "sue", "nina", "lily"])
def test_it_is_for_reviewers_and_supervisors_of_authorities(world, who):
    assert scope(world, who).is_region is (who not in {"nina", "lily"})
    assert 'href="/figures/"' in page(getattr(world.cast, who))


@pytest.mark.parametrize("who", ["alice", "bob", "audrey", "nora", "cindy", "adam"])
def test_it_is_for_nobody_else(world, client, who):
    with pytest.raises(Forbidden):
        scope_of(Actor.of(getattr(world.cast, who)))
    client.force_login(getattr(world.cast, who))
    assert client.get("/figures/").status_code == 403


def test_it_counts_requests_by_route_and_state(year):
    found = questions.by_state(scope(year, "betty"), YEAR)
    assert found == {
        ("region", "granted"): 1,
        ("region", "conformance_review"): 1,
        ("region", "reply"): 1,
    }
    assert questions.by_dispatch(scope(year, "betty"), YEAR) == {"6(2)": 3}


@pytest.mark.article("9")
def test_it_counts_who_answers_in_time(year):
    rows = questions.in_time(scope(year, "betty"), YEAR)
    found = {name: (early, late) for name, early, late in rows}
    assert found == {year.cast.bureau.label: (3, 1), year.cast.market.label: (1, 1)}


def test_it_counts_the_median_of_working_days(year):
    found = {row[0]: row[1:] for row in questions.median_days(scope(year, "betty"), YEAR)}
    assert found["提供部门审核"] == (4.0, 8, 2)
    assert found["规范性审查"] == (0.0, 0, 2)


def test_it_counts_grants_in_force(year):
    assert questions.grants_in_force(scope(year, "betty")) == [(year.cast.market.label, 1, 1)]


def test_it_leaves_out_other_days(year):
    before = Period(date(2026, 1, 1), date(2026, 10, 31))
    assert questions.by_state(scope(year, "betty"), before) == {}
    assert questions.in_time(scope(year, "betty"), before) == []
    assert questions.median_days(scope(year, "betty"), before) == []


@pytest.mark.article("10")
def test_it_shows_a_city_nothing_of_others(year):
    nanning = scope(year, "nina")
    assert year.cast.binyang.pk in nanning.organizations
    assert year.cast.liuzhou.pk not in nanning.organizations
    counted = [questions.by_state, questions.in_time, questions.median_days, questions.reads_a_day]
    assert [bool(question(nanning, YEAR)) for question in counted] == [False] * 4
    assert questions.grants_in_force(nanning) == []


def test_it_shows_the_table_behind_each_chart(year):
    shown = page(year.cast.betty)
    data = re.findall(r'<script id="(data-[a-z-]+)" type="application/json">(.*?)</script>', shown)
    drawn = {name: json.loads(text) for name, text in data}
    assert list(drawn) == ["data-states", "data-dispatch", "data-in-time", "data-days", "data-grants"]
    assert drawn["data-in-time"]["series"][1] == {"name": "逾期", "tone": "late", "values": [1, 1]}
    assert shown.count("<table>") == len(drawn)
    assert "所选日期内没有可统计的内容" in shown


def test_it_says_how_each_is_counted(year):
    assert "按时率 = 按时 ÷（按时 + 逾期）" in page(year.cast.betty)


@pytest.mark.parametrize("name", ["states", "dispatch", "in-time", "days", "grants", "reads"])
def test_it_gives_each_as_a_spreadsheet(year, client, name):
    client.force_login(year.cast.betty)
    response = client.get(f"{WHOLE}&figure={name}&format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert (sheet.max_row > 1) is (name != "reads")


@pytest.mark.parametrize("query", ["since=x", "since=2026-12-01&until=2026-01-01", "since=2020-01-01"])
def test_it_names_days_that_cannot_be_counted(world, client, query):
    client.force_login(world.cast.betty)
    response = client.get(f"/figures/?{query}")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_it_knows_no_other_figure(world, client):
    client.force_login(world.cast.betty)
    assert client.get("/figures/?figure=x&format=xlsx").status_code == 404


def test_it_asks_a_bounded_number_of_questions(year, client, django_assert_max_num_queries):
    client.force_login(year.cast.betty)
    with django_assert_max_num_queries(15):
        client.get(WHOLE)
