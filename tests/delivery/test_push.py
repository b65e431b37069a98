"""Messages about new versions: stored with the load, signed, sent until answered, one id (art. 29(4))."""

from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from delivery.models import Grant, Message, PushTarget, Subscription
from delivery.subscription import posting, pushing, targets, webhooks
from delivery.supply.mounting import OPERATOR, mount
from refusals.tree import Invalid
from tests.delivery.factories import table, trail
from tests.delivery.receiver import is_signed, receiver
from tests.delivery.stops import actor, suspended


@pytest.fixture(autouse=True)
def _registered(settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]


def subscribed(world, address):
    grant = world.grant()
    Subscription.objects.filter(grant=grant).update(way="push")
    grant.subscription.refresh_from_db()
    return targets.name(grant.subscription, actor=actor(world, "alice"), address=address)


def load(world, rows=3):
    return mount(world.entry, table(rows), OPERATOR)


@pytest.mark.article("29(4)")
def test_it_tells_the_system_of_a_new_version(world):
    with receiver() as system:
        target = subscribed(world, system.address)
        resource = load(world)
        assert pushing.send_due() == {"delivered": 1, "failed": 0}
    (heard,) = system.heard
    assert is_signed(heard, webhooks.secret_of(target.salt))
    assert not is_signed(heard, webhooks.secret_of("another"))
    assert heard["said"]["type"] == "resource.new_version"
    assert heard["said"]["data"]["digest"] == resource.digest
    assert heard["said"]["data"]["version"] == 2
    assert Message.objects.get().status == "delivered"
    assert trail("delivery.pushed")[0].subject == target.subscription.grant.number


def test_it_tells_each_version_once(world):
    with receiver() as system:
        subscribed(world, system.address)
        resource = load(world)
        assert pushing.new_version(resource, 2, resource.digest) == 1
        assert pushing.send_due()["delivered"] == 1
        assert pushing.send_due()["delivered"] == 0


def test_it_tells_only_those_who_chose_it(world):
    world.grant()
    load(world)
    assert not Message.objects.exists()


@pytest.mark.parametrize("status", [500, 404, 302, 429])
def test_it_tries_again_later_with_the_same_id(world, status):
    with receiver(status) as system:
        subscribed(world, system.address)
        load(world)
        assert pushing.send_due() == {"delivered": 0, "failed": 1}
        assert pushing.send_due() == {"delivered": 0, "failed": 0}
        system.status = 204
        with time_machine.travel(Message.objects.get().next_at, tick=False):
            assert pushing.send_due() == {"delivered": 1, "failed": 0}
    assert len(system.ids) == 2
    assert len(set(system.ids)) == 1
    assert Message.objects.get().answer == "HTTP 204"


def test_it_waits_longer_each_time_and_gives_up_at_last(world, monkeypatch):
    monkeypatch.setattr(posting, "MOST_FAILURES", 1000)
    subscribed(world, "http://127.0.0.1:9/closed")
    load(world)
    waits = []
    for _number in range(len(pushing.BACKOFF) + 1):
        message = Message.objects.get()
        waits.append(message.next_at)
        with time_machine.travel(message.next_at, tick=False):
            pushing.send_due()
    message = Message.objects.get()
    assert (message.status, message.attempts) == ("given_up", len(pushing.BACKOFF) + 1)
    between = [later - earlier for earlier, later in pairwise(waits)]
    assert between == sorted(between)


def test_it_is_switched_off_after_failures_and_says_so(world, monkeypatch):
    monkeypatch.setattr(posting, "MOST_FAILURES", 2)
    target = subscribed(world, "http://127.0.0.1:9/closed")
    load(world, 3)
    load(world, 4)
    assert pushing.send_due()["failed"] == 2
    assert PushTarget.objects.get().disabled_at is not None
    (entry,) = trail("delivery.push_disabled")
    assert (entry.tells, entry.particulars["posts_told"]) == (["GX-HR"], ["handler"])
    with receiver() as system, time_machine.travel("2026-11-24T10:10:00+08:00"):
        assert pushing.send_due()["delivered"] == 0
        targets.name(target.subscription, actor=actor(world, "alice"), address=system.address)
        assert pushing.send_due()["delivered"] == 2


def test_it_is_switched_off_by_410_at_once(world):
    with receiver(410) as system:
        subscribed(world, system.address)
        load(world)
        pushing.send_due()
    assert PushTarget.objects.get().disabled_at is not None


@pytest.mark.article("45")
def test_it_keeps_silent_while_the_supply_is_suspended(world):
    with receiver() as system:
        target = subscribed(world, system.address)
        load(world)
        suspended(world, target.subscription.grant)
        assert pushing.send_due() == {"delivered": 0, "failed": 0}
    assert system.heard == []


def test_it_gives_up_when_the_grant_is_over(world):
    with receiver() as system:
        target = subscribed(world, system.address)
        load(world)
        Grant.objects.filter(pk=target.subscription.grant_id).update(ends="2026-11-23", starts="2026-11-01")
        pushing.send_due()
    assert (system.heard, Message.objects.get().answer) == ([], "grant not in force")


def test_it_is_sent_again_by_hand_under_the_same_id(world):
    with receiver() as system:
        target = subscribed(world, system.address)
        load(world)
        pushing.send_due()
        address = f"/api/v1/delivery/grants/{target.subscription.grant.number}/subscription/messages/"
        (told,) = world.client("alice").get(address).json()["results"]
        assert world.client("bob").post(f"{address}{told['id']}/again/").status_code == 403
        assert world.client("alice").post(f"{address}msg_none/again/").status_code == 404
        assert world.client("alice").post(f"{address}{told['id']}/again/").status_code == 200
        pushing.send_due()
    assert system.ids == [told["id"]] * 2


@pytest.mark.parametrize("wrong", [
    "ftp://example.org/x", "http://", "https://user:secret@example.org/", "http://a b/", "http://[::1",
    "http://127.0.0.1:70000/", "http://example.org/#part", "javascript:alert(1)", "http://桂.example/", "",
    "http://10.1.2.3/hook", "http://169.254.169.254/latest/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
    "http://0.0.0.0/", "http://2130706433/", "https://192.168.0.9:8443/", "http://224.0.0.1/", "http://\x00/",
])  # fmt: skip
def test_it_takes_no_address_that_is_none_or_private(world, settings, wrong):
    settings.PUSH_NETWORKS = []
    number = world.grant().number
    address = f"/api/v1/delivery/grants/{number}/subscription/target/"
    assert world.client("alice").put(address, {"address": wrong}, format="json").status_code in {400, 422}
    assert not PushTarget.objects.exists()


def test_it_checks_the_address_again_when_it_sends(world, settings):
    with receiver() as system:
        subscribed(world, system.address)
        load(world)
        settings.PUSH_NETWORKS = []
        assert pushing.send_due()["failed"] == 1
    assert (system.heard, Message.objects.get().answer) == ([], "private address")


def test_it_follows_no_redirect(world):
    with receiver(307) as system:
        subscribed(world, system.address)
        load(world)
        pushing.send_due()
    assert len(system.heard) == 1


def test_it_signs_under_both_keys_while_the_portal_s_key_is_replaced(settings):
    old = webhooks.secret_of("salt")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    told = webhooks.headers("msg_1", 1_700_000_000, b"{}", "salt")
    message = {"id": "msg_1", "timestamp": "1700000000", "body": b"{}"}
    for secret in (old, webhooks.secret_of("salt")):
        assert is_signed(message | {"signature": told["webhook-signature"]}, secret)


def test_it_leases_a_message_so_that_no_other_sends_it_meanwhile(world):
    subscribed(world, "http://127.0.0.1:9/closed")
    load(world)
    assert pushing._leased() is not None
    assert pushing._leased() is None
    with time_machine.travel(pushing.clock.now() + posting.LEASE + timedelta(seconds=1)):
        assert pushing._leased() is not None


def test_it_does_not_take_a_broken_address_for_a_fault_of_ours():
    with pytest.raises(Invalid):
        pushing.posting.checked("http://[bad/")
    assert pushing.posting.post("nonsense", b"{}", {}).status == 0
