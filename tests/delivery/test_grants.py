"""Grants: issued in two statements, bound by constraints, seen by both sides and the Bureau."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from delivery.grants import first_read, issue
from delivery.models import Grant, GrantStatus
from organizations.actors import Actor
from tests.delivery.factories import case_of


@pytest.mark.article("29(4)")
def test_it_is_issued_in_two_statements(world):
    case = case_of(world.cast.hr, world.cast.market)
    asked = {
        "fields": ["serial", "serial"],
        "purpose": "核验",
        "system": "社保",
        "mode": "api",
        "conditions": "",
    }
    with CaptureQueriesContext(connection) as told:
        grant = issue(
            case=case,
            version=world.entry.current,
            organization=world.cast.hr,
            ends=date(2027, 11, 23),
            **asked,
        )
    assert len(told) == 2
    assert grant.number == "GX-GR-2026-000001"
    assert (grant.fields, grant.starts, grant.days_left) == (["serial"], date(2026, 11, 24), 365)
    assert list(case.grants.all()) == [grant]


@pytest.mark.parametrize("wrong", [{"ends": date(2026, 11, 23)}, {"mode": "paper"}])
def test_it_is_never_false(world, wrong):
    with pytest.raises(IntegrityError):
        world.grant(**wrong)


def test_it_always_has_fields(world):
    with pytest.raises(IntegrityError):
        Grant.objects.filter(pk=world.grant().pk).update(fields=[])


def test_it_is_in_force_on_its_first_and_last_day(world):
    grant = world.grant(ends=date(2026, 11, 24))
    assert list(Grant.objects.in_force(date(2026, 11, 24))) == [grant]
    assert not Grant.objects.in_force(date(2026, 11, 23)).exists()
    assert not Grant.objects.in_force(date(2026, 11, 25)).exists()
    Grant.objects.update(status=GrantStatus.SUSPENDED)
    assert not Grant.objects.in_force(date(2026, 11, 24)).exists()


@pytest.mark.parametrize(
    ("who", "sees"), [("alice", True), ("bob", True), ("audrey", True), ("charlie", False), ("nora", False)]
)
def test_it_is_seen_by_both_sides_and_the_bureau(world, who, sees):
    world.grant()
    assert Grant.objects.visible_to(Actor.of(getattr(world.cast, who))).exists() is sees


def test_it_tells_of_the_first_read_once(world):
    heard = []
    world.grant()
    first_read.connect(listener := (lambda grant, **_rest: heard.append(grant.number)))
    try:
        world.get("alice")
        world.get("alice")
    finally:
        first_read.disconnect(listener)
    assert heard == ["GX-GR-2026-000001"]


def test_it_is_told_to_programs(world):
    grant = world.grant("entname", "serial", conditions="仅供核验")
    told = world.client("alice").get(f"/api/v1/delivery/grants/{grant.number}/").json()
    assert told["case"] == grant.case.number
    assert [field["name"] for field in told["fields_granted"]] == ["serial", "entname"]
    assert (told["days_left"], told["in_force"], told["conditions"]) == (365, True, "仅供核验")
    assert told["rows"] == [f"http://testserver/api/v1/data/{world.resource.code}/rows/?grant={grant.number}"]
    assert told["provider"]["code"] == "GX-MARKET"


@pytest.mark.parametrize("who", ["charlie", "cindy"])
def test_it_is_not_there_for_strangers(world, who):
    number = world.grant().number
    assert world.client(who).get(f"/api/v1/delivery/grants/{number}/").status_code == 404
    assert world.client(who).get("/api/v1/delivery/grants/").json()["results"] == []


def test_it_is_listed_by_side(world):
    world.grant()
    counts = {
        (who, side): len(world.client(who).get(f"/api/v1/delivery/grants/?side={side}").json()["results"])
        for who in ("alice", "bob", "sue")
        for side in ("holder", "provider", "all")
    }
    assert {key for key, count in counts.items() if count} == {
        ("alice", "holder"),
        ("alice", "all"),
        ("bob", "provider"),
        ("bob", "all"),
        ("sue", "all"),
    }
    assert world.client("bob").get("/api/v1/delivery/grants/?side=x").status_code == 400


def test_it_is_listed_in_a_fixed_number_of_statements(world):
    def statements():
        with CaptureQueriesContext(connection) as told:
            world.client("alice").get("/api/v1/delivery/grants/")
        return len(told)

    world.grant()
    one = statements()
    for _number in range(4):
        world.grant()
    assert statements() == one


def test_it_tells_what_is_mounted_behind_an_entry(world):
    address = f"/api/v1/catalog/entries/{world.entry.code}/resources/"
    (told,) = world.client("charlie").get(address).json()
    assert (told["code"], told["rows"], told["columns"][0]["title"]) == (world.resource.code, 57, "序号")
    assert world.client("cindy").get(address).status_code == 404
