"""Keys of subscribed systems: bound to grant and system, for data only, replaced with overlap (art. 44)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from delivery.models import Grant, Subscription, SubscriptionKey
from delivery.subscription import keys
from delivery.supply.mounting import OPERATOR, mount
from sharing.models import ShareRequest
from tests.catalog.factories import publish_entry
from tests.delivery.factories import trail
from tests.delivery.stops import actor, suspended


def keyed(world, grant, days=30):
    key, secret = keys.issue(grant.subscription, actor=actor(world, "alice"), days=days)
    return key, secret


def read(world, secret, query="", resource=None):
    code = (resource or world.resource).code
    headers = {"Authorization": f"Bearer {secret}"}
    return Client().get(f"/api/v1/data/{code}/rows/{query}", headers=headers)


def code(answer):
    return answer.status_code, answer.json().get("code")


@pytest.mark.article("44")
def test_it_reads_for_the_user_and_stands_in_the_trail(world):
    key, secret = keyed(world, world.grant("serial"))
    assert read(world, secret).json()["results"][0] == {"serial": 0}
    (entry,) = trail("delivery.read")
    assert (entry.person, entry.person_name, entry.organization, entry.post) == (
        key.prefix,
        "社保经办系统",
        "GX-HR",
        "system",
    )
    assert SubscriptionKey.objects.get().last_used_on is not None


@pytest.mark.article("44")
def test_it_opens_its_own_grant_and_no_other(world):
    _key, secret = keyed(world, world.grant("serial"))
    other = world.grant("entname")
    assert list(read(world, secret).json()["results"][0]) == ["serial"]
    assert code(read(world, secret, f"?grant={other.number}")) == (403, "no_grant")
    resource = mount(publish_entry(world.cast.market, name="另一目录"), [], OPERATOR)
    Grant.objects.filter(pk=other.pk).update(entry=resource.entry, entry_version=resource.entry.current)
    assert code(read(world, secret, resource=resource))[0] in {403, 404}


@pytest.mark.article("44")
def test_it_is_for_the_system_granted(world):
    grant = world.grant()
    _key, secret = keyed(world, grant)
    Grant.objects.filter(pk=grant.pk).update(system="考勤系统")
    assert code(read(world, secret)) == (403, "wrong_system")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/sharing/requests/",
        "/api/v1/delivery/grants/",
        "/api/v1/work-items/",
        "/api/v1/me/",
        "/api/v1/delivery/suspensions/",
    ],
)
def test_it_opens_nothing_but_data(world, path):
    _key, secret = keyed(world, world.grant())
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().get(path, headers=headers).status_code == 401
    assert Client().post(path, {}, "application/json", headers=headers).status_code in {401, 405}
    assert not ShareRequest.objects.exists()


@pytest.mark.parametrize("wrong", ["gsk_", "gsk_unknown", "gsk_" + "a" * 5000, "gsk_%00", "gsk_桂"])
def test_it_does_not_know_a_key_that_nobody_issued(world, wrong):
    world.grant()
    headers = {"HTTP_AUTHORIZATION": f"Bearer {wrong}".encode().decode("latin-1")}
    assert Client().get(f"/api/v1/data/{world.resource.code}/rows/", **headers).status_code == 401


def test_it_is_kept_as_a_digest(world):
    key, secret = keyed(world, world.grant())
    assert secret.startswith(key.prefix)
    assert secret not in str(SubscriptionKey.objects.values())
    assert secret not in str([entry.particulars for entry in trail("delivery.issue_key")])


@pytest.mark.article("44")
def test_it_comes_to_an_end(world):
    _key, secret = keyed(world, world.grant(), days=2)
    with time_machine.travel("2026-11-25T23:59:00+08:00"):
        assert read(world, secret).status_code == 200
    with time_machine.travel("2026-11-26T00:01:00+08:00"):
        assert code(read(world, secret)) == (403, "key_over")


def test_it_is_revoked_at_once(world):
    key, secret = keyed(world, world.grant())
    keys.revoke(key, actor=actor(world, "rita"))
    assert code(read(world, secret)) == (403, "key_over")


def test_it_is_replaced_with_overlap(world):
    key, secret = keyed(world, world.grant())
    _new, second = keys.replace(key, actor=actor(world, "alice"), days=30, hours=2)
    assert {read(world, one).status_code for one in (secret, second)} == {200}
    with time_machine.travel("2026-11-24T12:01:00+08:00"):
        assert code(read(world, secret)) == (403, "key_over")
        assert read(world, second).status_code == 200


@pytest.mark.article("45")
def test_it_is_stopped_with_its_grant(world):
    grant = world.grant()
    _key, secret = keyed(world, grant)
    suspended(world, grant)
    assert code(read(world, secret)) == (403, "grant_suspended")


def test_it_fits_the_way_of_the_subscription(world):
    _key, secret = keyed(world, world.grant())
    Subscription.objects.update(way="download")
    assert code(read(world, secret)) == (403, "way_does_not_fit")
    Subscription.objects.update(way="push")
    assert read(world, secret).status_code == 200


@pytest.mark.parametrize(("body", "expected"), [
    ({"days": 0}, 422), ({"days": 366}, 422), ({"days": "x"}, 422), ({}, 422), ({"days": True}, 422),
    ({"days": 7, "x": 1}, 422), ({"days": 365}, 201),
])  # fmt: skip
def test_it_is_issued_for_days_that_make_sense(world, body, expected):
    address = f"/api/v1/delivery/grants/{world.grant().number}/subscription/keys/"
    answer = world.client("alice").post(address, body, format="json")
    assert answer.status_code == expected
    assert SubscriptionKey.objects.exists() is (expected == 201)


def test_there_are_five_at_most(world):
    grant = world.grant()
    address = f"/api/v1/delivery/grants/{grant.number}/subscription/keys/"
    told = [world.client("alice").post(address, {"days": 5}, format="json").status_code for _ in range(6)]
    assert told == [201] * 5 + [409]


def test_it_outlasts_the_person_who_issued_it(world):
    _key, secret = keyed(world, world.grant())
    world.cast.alice.is_active = False
    world.cast.alice.save()
    assert read(world, secret).status_code == 200


def test_it_starts_the_term_for_feedback_like_any_read(world):
    grant = world.grant()
    _key, secret = keyed(world, grant)
    read(world, secret)
    assert Grant.objects.get(pk=grant.pk).first_read_at is not None


def test_it_ends_no_later_than_it_says(world):
    key, _secret = keyed(world, world.grant(), days=1)
    assert key.ends_at - key.issued_at <= timedelta(days=1)
