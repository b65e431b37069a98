"""Worker and web killed while they load, export and push: the old version stands, nothing half (art. 23)."""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import duckdb
import pytest
from django.conf import settings
from django.db.models import F
from django.test import override_settings

from audit.trail import Snapshot
from delivery import engine
from delivery.models import Delivery, DeliveryState, Load, LoadStatus, Message, MessageStatus, Stage
from delivery.supply.mounting import OPERATOR, mount
from organizations import tokens
from tests.browser.world import stored_in, transactional_db
from tests.catalog.factories import publish_entry
from tests.delivery.factories import MANY, NAMES, World, build_world, fields, table, trail
from tests.delivery.loads import in_storage
from tests.delivery.processes import wait_for
from tests.delivery.receiver import receiver
from tests.delivery.test_push import subscribed
from tests.procedure.test_faults import held, who_waits
from tests.running import Portal, portal
from workdays import clock

__all__ = ["transactional_db"]

LARGE = 200_000
GIVEN = {
    "PUSH_NETWORKS": "127.0.0.0/8",
    "LOAD_SILENT_SECONDS": "2",
    "CELERY_SKIP_CHECKS": "true",
    "DATABASE_LOCK_TIMEOUT_MS": "60000",
}


@pytest.fixture(scope="module", autouse=True)
def _tuesday() -> None:
    """The processes know no other time than the real one: so do these tests."""


@pytest.fixture(scope="module", autouse=True)
def storage(tmp_path_factory) -> Iterator[Path]:
    """One storage for all of this module, for the processes as for the tests."""
    folder = tmp_path_factory.mktemp("storage")
    with stored_in(folder), override_settings(PUSH_NETWORKS=[GIVEN["PUSH_NETWORKS"]]):
        yield folder
    engine._pools.clear()


@pytest.fixture(scope="module")
def world(transactional_db: str, storage: Path) -> World:
    return build_world()


@pytest.fixture(scope="module")
def house(world: World, transactional_db: str, tmp_path_factory) -> Iterator[Portal]:
    with portal(transactional_db, tmp_path_factory.mktemp("var"), **GIVEN) as running:
        running.start("valkey", "worker", "web")
        yield running


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """A table as the market authority brings it, too large to be loaded in a moment."""
    path = tmp_path_factory.mktemp("large") / "large.csv"
    duckdb.execute(
        f"COPY (SELECT i AS serial, '9145' || lpad(i::VARCHAR, 14, '0') AS uniscid, '桂林米粉' AS entname,"
        " 1.5 AS regcap, DATE '2020-01-01' AS estdate, '2026-01-01 08:30:00' AS changed, true AS active,"
        f" NULL AS hidden_idno FROM range({LARGE}) r(i)) TO '{path}' (HEADER)"
    )
    return path


def behind_another_entry(world: World) -> World:
    """The same people, with an entry of this test alone and a small table behind it."""
    entry = publish_entry(world.cast.market, fields=fields())
    return World(world.cast, entry, mount(entry, table(), OPERATOR))


def token(world: World, who: str) -> str:
    return tokens.issue(getattr(world.cast, who), name="test", days=1, actor=Snapshot(person="console"))[1]


def call(house: Portal, secret: str, path: str, body: bytes | None = None) -> Any:
    """What the web answers to a program."""
    head = {"Authorization": f"Bearer {secret}", "Content-Type": "application/octet-stream"}
    return urlopen(Request(f"{house.address}/api/v1/{path}", data=body, headers=head), timeout=30)


def brought(house: Portal, world: World, large: Path) -> Load:
    """The load of the large table, which a worker takes up as soon as it hears of it."""
    path = f"delivery/entries/{world.entry.code}/loads/?name=large.csv"
    answer = json.load(call(house, token(world, "stella"), path, large.read_bytes()))
    return Load.objects.get(entry=world.entry, pk=answer["id"])


def served(house: Portal, world: World) -> int:
    """How many rows the web hands out."""
    path = f"data/{world.resource.code}/rows/?page_size=500&fields=serial"
    return len(json.load(call(house, token(world, "alice"), path))["results"])


def of_resource(world: World, folder: Path) -> int:
    """How many files the storage holds of it, finished or not; none are left at the door."""
    names = in_storage(folder)
    assert not [name for name in names if "incoming" in name]
    return len([name for name in names if world.resource.code in name])


@pytest.mark.article("23")
def test_it_serves_the_old_version_while_the_worker_is_dead_and_finishes_the_load(
    house, world, storage, large
):
    own = behind_another_entry(world)
    own.grant("serial")
    load = brought(house, own, large)
    wait_for(lambda: Load.objects.get(pk=load.pk).stage == Stage.CONVERTING)
    house.kill("worker")
    assert (Load.objects.get(pk=load.pk).status, served(house, own)) == (LoadStatus.RUNNING, MANY)
    house.until_asked("delivery.sweep_loads", lambda: Load.objects.get(pk=load.pk).status == LoadStatus.DONE)
    own.resource.refresh_from_db()
    assert (own.resource.rows, own.resource.versions.count(), served(house, own)) == (LARGE, 2, 500)
    assert Load.objects.get(pk=load.pk).attempts == 2
    wait_for(lambda: not list((house.choices.var / "loads").iterdir()))
    assert of_resource(own, storage) == 2


@pytest.mark.article("23")
def test_it_tells_the_provider_when_workers_die_again_and_again(house, world, storage, large):
    own = behind_another_entry(world)
    own.grant("serial")
    with held("delivery_resource"):
        load = brought(house, own, large)
        who_waits()
        house.kill("worker")
    Load.objects.filter(pk=load.pk).update(attempts=settings.LOAD_ATTEMPTS)
    lost = {"status": LoadStatus.FAILED, "reason": "worker_lost"}
    house.until_asked("delivery.sweep_loads", Load.objects.filter(pk=load.pk, **lost).exists)
    [told] = [entry for entry in trail("delivery.load_failed") if entry.particulars["load"] == load.pk]
    assert told.tells == ["GX-MARKET"]
    assert (own.resource.versions.count(), served(house, own)) == (1, MANY)
    assert of_resource(own, storage) == 1


@pytest.mark.article("23")
def test_it_takes_half_an_upload_for_nothing_when_the_web_is_killed(house, world, large):
    own = behind_another_entry(world)
    own.grant("serial")
    line = half_brought(house, own, large)
    door = house.choices.var / "incoming"
    wait_for(lambda: [path for path in door.glob("*") if path.stat().st_size])
    house.kill("web")
    line.close()
    house.until(house.up)
    assert (Load.objects.filter(entry=own.entry).count(), served(house, own)) == (0, MANY)
    for path in door.iterdir():
        os.utime(path, (0, 0))
    house.until_asked("delivery.sweep_loads", lambda: not list(door.iterdir()))


def half_brought(house: Portal, world: World, large: Path) -> HTTPConnection:
    """A program of the provider that is in the middle of its upload."""
    content, line = large.read_bytes(), HTTPConnection("127.0.0.1", house.choices.port, timeout=30)
    line.putrequest("POST", f"/api/v1/delivery/entries/{world.entry.code}/loads/?name=large.csv")
    line.putheader("Authorization", f"Bearer {token(world, 'stella')}")
    line.putheader("Content-Type", "application/octet-stream")
    line.putheader("Content-Length", str(len(content)))
    line.endheaders(content[: len(content) // 2])
    return line


@pytest.mark.article("42")
def test_it_says_that_an_export_was_broken_off_when_the_web_is_killed(house, world, large):
    own = behind_another_entry(world)
    mount(own.entry, large, OPERATOR)
    own.grant(*NAMES[:7], mode="file")
    export = partial(call, house, token(own, "alice"), f"data/{own.resource.code}/export/csv/")
    answer = export()
    answer.read(1000)
    house.kill("web")
    with pytest.raises((OSError, HTTPException)):
        answer.read()
    sent = Delivery.objects.filter(number=answer.headers["X-Delivery"])
    assert sent.get().state == DeliveryState.SENDING
    a_day_later(house, sent)
    house.until_asked("delivery.close_deliveries", sent.filter(state=DeliveryState.BROKEN).exists)
    assert pipes(house) == []
    answer = export()
    digest = hashlib.sha256(answer.read()).hexdigest()
    whole = Delivery.objects.filter(number=answer.headers["X-Delivery"], digest=digest, rows=LARGE)
    wait_for(whole.filter(state=DeliveryState.DELIVERED).exists)


def pipes(house: Portal) -> list[Path]:
    return list((house.choices.var / "spill" / "pipes").iterdir())


def a_day_later(house: Portal, sent: Any) -> None:
    """Once the web is there again: all that is left of the delivery is a day old."""
    house.until(house.up)
    sent.update(started_at=F("started_at") - timedelta(days=1))
    assert len(pipes(house)) == 1
    for pipe in pipes(house):
        os.utime(pipe, (0, 0))


@pytest.mark.article("29(4)")
def test_it_sends_a_message_again_under_its_id_when_the_worker_is_killed(house, world):
    own = behind_another_entry(world)
    with receiver() as system:
        system.hangs = threading.Event()
        target = subscribed(own, system.address)
        mount(own.entry, table(3), OPERATOR)
        message = Message.objects.filter(target=target)
        house.send("delivery.push")
        wait_for(lambda: system.heard)
        house.kill("worker")
        system.hangs.set()
        assert (message.get().status, message.get().attempts) == (MessageStatus.WAITING, 1)
        message.update(next_at=clock.now())  # the lease has ended
        house.until_asked("delivery.push", message.filter(status=MessageStatus.DELIVERED).exists)
    assert system.ids == [message.get().number] * 2
