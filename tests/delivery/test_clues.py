"""Unusual use becomes a clue once; silent services are told once; cut-off deliveries are closed."""

from datetime import date, timedelta

import pytest
import time_machine

from delivery.gateway import clues, deliveries, probes, usage
from delivery.gateway.probes import Probe
from delivery.gateway.tasks import close_deliveries, look_for_clues
from delivery.gateway.usage import Period
from delivery.models import ApiSource, Clue, Delivery, Grant, Outage, Resource, ResourceKind
from tests.delivery.factories import trail
from tests.delivery.test_exports import take
from tests.delivery.upstream import running
from workdays import clock

TODAY = date(2026, 11, 24)


@pytest.mark.article("42")
def test_it_finds_far_more_than_usual(world, monkeypatch):
    world.grant("serial")
    Grant.objects.update(starts="2026-11-01")
    for day in range(1, 7):
        with time_machine.travel(f"2026-11-{16 + day}T10:00:00+08:00"):
            world.get("alice", "page_size=2")
    monkeypatch.setattr(clues, "FEWEST_ROWS", 20)
    assert clues.look(TODAY) == []
    world.get("alice", "page_size=30")
    (found,) = clues.look(TODAY)
    assert (found.kind, found.figures) == ("volume", {"rows": 30, "reads": 1, "median": 2})
    assert clues.look(TODAY) == []
    (entry,) = trail("delivery.clue")
    assert (entry.particulars["kind"], entry.tells) == ("volume", ["GX-MARKET"])


@pytest.mark.parametrize(
    ("moment", "many"),
    [("2026-11-24T23:10:00+08:00", 1), ("2026-11-22T10:00:00+08:00", 1), ("2026-11-24T10:00:00+08:00", 0)],
)
def test_it_finds_bulk_outside_working_time(world, monkeypatch, moment, many):
    world.grant("serial")
    Grant.objects.update(starts="2026-11-01")
    monkeypatch.setattr(clues, "FEWEST_READS", 3)
    monkeypatch.setattr(clues, "FEWEST_ROWS", 100)
    with time_machine.travel(moment):
        for _read in range(3):
            world.get("alice")
        assert [clue.kind for clue in clues.look(clock.today())] == ["hours"] * many


def test_it_finds_keys_tried_one_after_another(world, monkeypatch):
    world.grant("serial", "uniscid")
    monkeypatch.setattr(clues, "FEWEST_LOOKUPS", 10)
    for number in range(12):
        world.get("alice", f"uniscid=9145{number:014d}")
    (found,) = clues.look(TODAY)
    assert found.figures == {"field": "uniscid", "values": 12, "in_sequence": 11, "reads": 12}


def test_it_lets_scattered_keys_pass(world, monkeypatch):
    world.grant("serial", "uniscid")
    monkeypatch.setattr(clues, "FEWEST_LOOKUPS", 10)
    for number in range(12):
        world.get("alice", f"uniscid=9145{number * 37 % 50:014d}")
    assert look_for_clues() == 0


@pytest.mark.article("47(5)")
def test_it_tells_once_that_a_service_is_silent(world):
    resource = Resource.objects.create(
        code="silent-1", entry=world.entry, kind=ResourceKind.API, loaded_at=clock.now()
    )
    for _probe in range(4):
        probes.note(Probe(resource, "too_slow"))
    (told,) = trail("delivery.silence")
    assert "GX-MARKET" in told.tells
    assert len(told.tells) == 2
    assert Clue.objects.get().kind == "silence"
    probes.note(Probe(resource, ""))
    assert Outage.objects.get().until is not None
    assert len(trail("delivery.answers")) == 1


def test_it_probes_every_service(world, socket_enabled):
    resource = Resource.objects.create(
        code="api-1", entry=world.entry, kind=ResourceKind.API, loaded_at=clock.now()
    )
    with running() as server:
        source = ApiSource.objects.create(
            resource=resource,
            base_url=f"http://localhost:{server.server_port}/",
            paths=["/*"],
            methods=["GET"],
            timeout=1,
            allow_private=True,
        )
        assert (probes.probe_all(), probes.ask(source)) == (0, "")
    assert probes.probe_all() == 1
    assert Outage.objects.get().reason in {"broke_off", "too_slow"}


def test_it_closes_what_was_cut_off(world):
    world.grant("serial", mode="file")
    take(world, "csv")
    assert close_deliveries() == 0
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert close_deliveries() == 1
        assert deliveries.give_up() == 0
    assert Delivery.objects.get().state == "broken"


@pytest.mark.article("42")
def test_it_tells_who_took_how_much(world):
    grant = world.grant("serial")
    world.get("alice", "page_size=10")
    world.get("alice", "page_size=5")
    found = usage.of(Grant.objects.all(), Period())
    assert [(use.what, use.reads, use.rows) for use in found.by_grant] == [(grant.number, 2, 15)]
    assert [(use.what, use.rows) for use in found.by_day] == [(TODAY, 15)]
    assert found.by_person[0].what["person"] == "alice"
    assert found.total.rows == 15
