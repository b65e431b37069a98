"""Signed heads of the trail leave the house for the platforms of cities, once an hour (art. 12, 42)."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings

from audit import heads as signed
from audit import sealing
from audit.models import Entry, Key
from audit.signing import made
from audit.trail import Snapshot, record
from delivery.heads import platforms as heads
from delivery.models import HeadTarget
from delivery.subscription import webhooks
from tests.delivery.receiver import is_signed, receiver
from tests.procedure.doors import Pages, Rest
from verifier.notes import Note
from workdays import clock

PAGE, API = "/delivery/heads/", "/api/v1/delivery/heads/"
MONDAY = "2026-11-23T10:00:00+08:00"
BOTH = pytest.mark.parametrize("door", ["pages", "rest"])


@pytest.fixture(autouse=True)
def _registered(settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]
    settings.AUDIT_SIGNING_KEY = made()


@pytest.fixture
def travel():
    with time_machine.travel(MONDAY, tick=False) as travelled:
        yield travelled


def name(door: str, user, address: str) -> int:
    if door == "rest":
        client = Rest(user).client
        return client.put(API, {"address": address}, content_type="application/json").status_code
    return Pages(user).client.post(PAGE, {"address": address}).status_code


def head():
    """One more act, sealed under a head of its own."""
    record("a.b", actor=Snapshot.clock())
    sealing.seal()
    return signed.sign(asked=True)


@pytest.mark.article("42")
@BOTH
def test_it_sends_the_newest_head_to_the_platform(world, travel, door):
    with receiver() as platform:
        assert name(door, world.cast.nina, platform.address) == {"pages": 302, "rest": 200}[door]
        newest = head()
        assert heads.send_due() == {"delivered": 1, "failed": 0}
    (heard,) = platform.heard
    target = HeadTarget.objects.get()
    assert is_signed(heard, webhooks.secret_of(target.salt))
    assert heard["said"]["type"] == "audit.head"
    assert (heard["said"]["data"]["size"], target.told) == (newest.size, newest.size)
    assert Key.objects.get().known.signed(Note.parse(heard["said"]["data"]["note"]))


def test_it_sends_one_an_hour_and_none_twice(world, travel):
    with receiver() as platform:
        name("rest", world.cast.nina, platform.address)
        for minutes, delivered in ((0, 1), (30, 0), (61, 1)):
            travel.move_to(clock.now() + timedelta(minutes=minutes))
            head()
            assert heads.send_due()["delivered"] == delivered
        travel.shift(timedelta(hours=2))
        assert heads.send_due()["delivered"] == 0  # nothing is new
    assert len(set(platform.ids)) == 2


@pytest.mark.parametrize("status", [500, 302, 404])
def test_it_tries_again_under_the_same_id(world, travel, status):
    with receiver(status) as platform:
        name("rest", world.cast.nina, platform.address)
        head()
        assert heads.send_due() == {"delivered": 0, "failed": 1}
        assert heads.send_due() == {"delivered": 0, "failed": 0}
        platform.status = 204
        travel.shift(timedelta(minutes=2))
        assert heads.send_due()["delivered"] == 1
    assert len(platform.ids) == 2
    assert len(set(platform.ids)) == 1


def test_it_gives_up_and_tells_the_authority(world, travel):
    with receiver(410) as platform:
        name("rest", world.cast.nina, platform.address)
        head()
        heads.send_due()
        travel.shift(timedelta(days=1))
        assert heads.send_due()["failed"] == 0
        assert "停止发送" in Pages(world.cast.nina).client.get(PAGE).content.decode()
        platform.status = 200
        name("pages", world.cast.nina, platform.address)
        assert heads.send_due()["delivered"] == 1
    told = Entry.objects.get(act="delivery.head_target_disabled")
    assert told.tells == [world.cast.nanning.code]


@BOTH
def test_it_is_switched_off(world, door):
    name(door, world.cast.nina, "https://platform.example.org/heads")
    if door == "rest":
        assert Rest(world.cast.nina).client.delete(API).status_code == 204
    else:
        assert Pages(world.cast.nina).client.post(f"{PAGE}drop/").status_code == 302
    assert not HeadTarget.objects.exists()
    assert Entry.objects.get(act="delivery.drop_head_target").person == "nina"


@BOTH
@pytest.mark.parametrize("address", ["", "ftp://x", "http://a@b/", "http://192.168.1.1/", "x" * 501])
def test_it_refuses_an_address_that_may_not_be_called(world, door, address):
    assert name(door, world.cast.nina, address) == 422
    assert not HeadTarget.objects.exists()


@BOTH
@pytest.mark.parametrize("who", ["alice", "betty", "nora", "audrey"])
def test_it_is_for_city_authorities_alone(world, door, who):
    assert name(door, getattr(world.cast, who), "https://platform.example.org/") == 403
    client = Rest(getattr(world.cast, who)).client
    assert (client.get(API).status_code, client.delete(API).status_code) == (403, 403)


def test_it_keeps_the_secret_of_an_address_and_of_no_other(world):
    rest = Rest(world.cast.nina)
    assert rest.client.get(API).status_code == 404
    secrets = []
    for address in ("https://a.example.org/", "https://a.example.org/", "https://b.example.org/"):
        rest.client.put(API, json.dumps({"address": address}), content_type="application/json")
        secrets.append(rest.client.get(API).json()["secret"])
    assert secrets[0] == secrets[1] != secrets[2]


def test_it_sends_nothing_before_anything_is_sealed(world):
    with override_settings(AUDIT_SIGNING_KEY=""):
        name("rest", world.cast.nina, "https://platform.example.org/heads")
        assert heads.send_due() == {"delivered": 0, "failed": 0}
