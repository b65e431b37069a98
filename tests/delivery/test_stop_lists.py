"""The lists of suspensions and emergency stops: who sees which, narrowed and taken home (art. 45)."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.delivery.stops import stopped, suspended

PAGES = {"suspensions": "/delivery/suspensions/", "stops": "/delivery/emergency-stops/"}
REST = {name: f"/api/v1{address}" for name, address in PAGES.items()}


def shown(world, who, name, query=""):
    answer = world.client(who).get(f"{PAGES[name]}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def told(world, who, name, query=""):
    answer = world.client(who).get(f"{REST[name]}?{query}")
    assert answer.status_code == 200, answer.content
    return [case["number"] for case in answer.json()["results"]]


def in_chinese(world, who, name):
    return world.client(who).get(PAGES[name], HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode()


@pytest.fixture
def cases(world):
    return {"suspensions": suspended(world, world.grant()), "stops": stopped(world)}


@pytest.mark.article("45")
@pytest.mark.parametrize("name", ["suspensions", "stops"])
@pytest.mark.parametrize("who", ["bob", "betty"])
def test_it_is_seen_by_the_provider_and_the_authority(world, cases, name, who):
    number = cases[name].number
    assert number in shown(world, who, name)
    assert told(world, who, name) == [number]


@pytest.mark.article("45")
def test_it_is_seen_by_the_users_whose_supply_stops(world, cases):
    assert told(world, "alice", "suspensions") == [cases["suspensions"].number]
    assert told(world, "alice", "stops") == [cases["stops"].number]
    assert cases["stops"].number in shown(world, "alice", "stops", "side=user")


@pytest.mark.parametrize("name", ["suspensions", "stops"])
def test_it_shows_nothing_to_strangers(world, cases, name):
    assert told(world, "charlie", name) == []
    assert "这里没有暂停的供数" in in_chinese(world, "charlie", name)
    assert world.client("charlie").get(f"/cases/{cases[name].number}/").status_code == 404


@pytest.mark.parametrize(("query", "expected"), [
    ("side=provider", 0), ("side=user", 1), ("state=authority_review", 1), ("state=resumed", 0),
    ("ground=system", 1), ("ground=risk", 0), ("organization=GX-MARKET", 1), ("organization=GX-EDU", 0),
    ("q=企业登记", 1), ("q=GX-GR-2026", 1), ("q=none", 0),
])  # fmt: skip
def test_it_is_narrowed_alike_at_both_doors(world, cases, query, expected):
    number = cases["suspensions"].number
    assert told(world, "alice", "suspensions", query) == [number] * expected
    assert (number in shown(world, "alice", "suspensions", query)) is bool(expected)


def test_it_is_found_by_no_grant_of_others(world):
    world.grant()
    theirs = world.grant(holder=world.cast.edu)
    case = stopped(world)
    assert told(world, "alice", "stops") == [case.number]
    assert told(world, "alice", "stops", f"q={theirs.number}") == []
    assert told(world, "bob", "stops", f"q={theirs.number}") == [case.number]


@pytest.mark.parametrize("query", ["state=none", "side=x", "ground=rain"])
def test_it_refuses_other_words_over_rest(world, query):
    assert world.client("alice").get(f"{REST['suspensions']}?{query}").status_code == 400


@pytest.mark.article("42", "45")
def test_it_is_taken_home_as_a_spreadsheet(world, cases):
    answer = world.client("bob").get(f"{PAGES['stops']}?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    number, _data, _provider, user = [cell.value for cell in sheet[2]][:4]
    assert (number, user) == (cases["stops"].number, "All users of the entry")


@pytest.mark.parametrize("address", [PAGES["suspensions"], REST["suspensions"]])
def test_it_asks_the_database_the_same_however_many_there_are(world, address, django_assert_num_queries):
    client = world.client("betty")
    suspended(world, world.grant())
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _number in range(3):
        suspended(world, world.grant())
    with django_assert_num_queries(len(one)):
        assert "GX-SU-2026-000004" in client.get(address).content.decode()
    assert len(one) < 16
