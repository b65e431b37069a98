"""Subscribing: duties accepted in writing, ways of supply, networks (art. 29(4), 44, 46)."""

import pytest

from delivery.models import Grant, Subscription
from delivery.subscription import duties
from tests.delivery.factories import trail
from tests.delivery.stops import actor, suspended

AGREED = {"version": duties.VERSION, "agreed": True}


def address(grant):
    return f"/api/v1/delivery/grants/{grant.number}/subscription/"


def subscribe(world, grant, who="alice", changed=None):
    return world.client(who).post(address(grant), AGREED | (changed or {}), format="json")


def code(answer):
    return answer.status_code, answer.json().get("code")


@pytest.mark.article("44", "46")
def test_it_supplies_nothing_before_the_duties_are_accepted(world):
    grant = world.grant(accepted=False)
    assert code(world.get("alice")) == (403, "duties_not_accepted")
    assert trail("delivery.denied")[0].particulars["reason"] == "duties_not_accepted"
    assert subscribe(world, grant).status_code == 201
    assert world.get("alice").status_code == 200


@pytest.mark.article("44")
def test_it_writes_down_who_accepted_what(world):
    grant = world.grant(accepted=False, conditions="仅供核验")
    told = subscribe(world, grant, "rita").json()
    assert (told["accepted_by"], told["accepted_post"], told["duties"]) == (
        "rita",
        "reviewer",
        duties.VERSION,
    )
    (entry,) = trail("delivery.accept_duties")
    assert (entry.person, entry.organization, entry.case) == ("rita", "GX-HR", grant.case.number)
    assert entry.particulars["conditions"] == "仅供核验"
    assert len(entry.particulars["digest"]) == 64


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("betty", 403), ("charlie", 404), ("cindy", 404)])
def test_it_is_accepted_by_the_user_only(world, who, status):
    grant = world.grant(accepted=False)
    assert subscribe(world, grant, who).status_code == status
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"agreed": False}, 422),
        ({"agreed": "yes"}, 422),
        ({"agreed": None}, 422),
        ({"version": "2020-1"}, 403),
        ({"version": ""}, 422),
        ({"version": 1}, 422),
        ({"more": "x"}, 422),
    ],
)
def test_it_takes_no_acceptance_that_is_none(world, wrong, expected):
    grant = world.grant(accepted=False)
    assert subscribe(world, grant, changed=wrong).status_code == expected
    assert not Subscription.objects.exists()


def test_it_is_accepted_twice_without_harm(world):
    grant = world.grant(accepted=False)
    assert [subscribe(world, grant).status_code for _ in range(2)] == [201, 201]
    assert Subscription.objects.count() == 1
    assert len(trail("delivery.accept_duties")) == 2


@pytest.mark.article("44")
@pytest.mark.parametrize(
    ("networks", "caller", "expected"),
    [
        ("10.1.2.0/24", "10.1.2.77", 200),
        ("10.1.2.0/24", "10.1.3.1", 403),
        ("10.1.2.3", "10.1.2.3", 200),
        ("10.1.2.3", "10.1.2.4", 403),
        ("2001:db8::/48", "2001:db8::7", 200),
        ("2001:db8::/48", "2001:db9::7", 403),
        ("10.1.2.0/24", "::ffff:10.1.2.9", 200),
        ("10.0.0.0/8, 2001:db8::/48", "2001:db8::1", 200),
        ("", "203.0.113.9", 200),
    ],
)
def test_it_keeps_to_the_networks_named(world, networks, caller, expected):
    grant = world.grant()
    body = {"way": "on_demand", "networks": networks}
    assert world.client("alice").put(address(grant), body, format="json").status_code == 200
    answer = world.get("alice", REMOTE_ADDR=caller)
    assert answer.status_code == expected
    assert expected == 200 or answer.json()["code"] == "address_not_allowed"


def test_it_believes_the_proxy_that_the_operator_trusts_and_no_other(world, settings):
    grant = world.grant()
    body = {"way": "on_demand", "networks": "10.1.2.0/24"}
    world.client("alice").put(address(grant), body, format="json")
    behind = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "10.1.2.9"}
    assert world.get("alice", **behind).status_code == 403
    settings.TRUSTED_PROXIES = 1
    assert world.get("alice", **behind).status_code == 200
    behind["HTTP_X_FORWARDED_FOR"] = "10.1.2.9, 198.51.100.7"
    assert world.get("alice", **behind).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"networks": "10.1.2.3/24"},
        {"networks": "somewhere"},
        {"networks": "10.0.0.0/33"},
        {"networks": " ".join(f"10.0.{n}.0/24" for n in range(60))},
        {"networks": "1" * 4000},
        {"way": "carrier pigeon"},
        {"way": "download"},
        {"way": None},
    ],
)
def test_it_takes_no_arrangement_that_makes_no_sense(world, wrong):
    grant = world.grant()
    body = {"way": "on_demand", "networks": ""} | wrong
    answer = world.client("alice").put(address(grant), body, format="json")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) >= 1


def test_it_offers_the_ways_of_the_mode_granted(world):
    assert (
        world.client("alice")
        .put(address(world.grant(mode="file")), {"way": "download"}, format="json")
        .status_code
        == 200
    )


def test_it_is_seen_by_the_provider_without_keys(world):
    grant = world.grant()
    world.client("alice").post(f"{address(grant)}keys/", {"days": 5}, format="json")
    assert len(world.client("alice").get(address(grant)).json()["keys"]) == 1
    assert world.client("bob").get(address(grant)).json()["keys"] == []
    assert world.client("charlie").get(address(grant)).status_code == 404


def test_it_cannot_be_changed_by_others(world):
    grant = world.grant()
    for who in ("bob", "betty"):
        body = {"way": "push", "networks": ""}
        assert world.client(who).put(address(grant), body, format="json").status_code == 403
        assert world.client(who).post(f"{address(grant)}keys/", {"days": 5}, format="json").status_code == 403


@pytest.mark.article("44", "45")
def test_it_never_admits_under_a_grant_that_is_not_in_force(world):
    grant = world.grant()
    suspended(world, grant)
    assert subscribe(world, grant).status_code == 201
    assert code(world.get("alice")) == (403, "grant_suspended")
    assert Grant.objects.get(pk=grant.pk).subscription.accepted_by == actor(world, "alice").user.username
