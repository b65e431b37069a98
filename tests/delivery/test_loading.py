"""Loads from the queue to the switch: done, refused, cancelled, lost with their worker (art. 23, 38)."""

from datetime import timedelta

import pytest
import time_machine

from audit.models import Pending
from delivery.errors import Cancelled
from delivery.models import Load, LoadStatus, Resource, Version
from delivery.supply import loading, tabular
from delivery.supply import sweep as load_sweep
from delivery.supply.keeping import restore
from delivery.supply.mounting import columns_of, mount
from delivery.supply.watcher import Watcher
from organizations.actors import Actor
from refusals.tree import Forbidden
from tests.delivery.factories import MANY, table, trail
from tests.delivery.loads import bring, in_storage, loaded
from workdays import clock


@pytest.fixture
def content(world, tmp_path) -> bytes:
    return tabular.write(table(5), columns_of(world.entry), tmp_path / "five.csv").read_bytes()


@pytest.mark.article("23", "38")
def test_it_becomes_a_version(world, storage, content):
    load = loaded(world, content)
    resource = Resource.objects.get()
    assert (load.status, load.percent, load.version) == (LoadStatus.DONE, 100, resource.current)
    assert (resource.rows, resource.current.number, resource.current.loaded_by) == (5, 2, "Stella")
    assert resource.digest == resource.current.digest == trail("delivery.mount")[-1].particulars["digest"]
    assert trail("delivery.mount")[-1].person == "stella"
    assert not [name for name in in_storage(storage) if "incoming" in name]


def test_it_keeps_the_version_before_and_can_put_it_back(world, storage, content):
    loaded(world, content)
    assert {version.number: version.rows for version in Version.objects.all()} == {1: MANY, 2: 5}
    restore(Resource.objects.get(), 1, Actor.of(world.cast.stella))
    resource = Resource.objects.get()
    assert (resource.rows, resource.current.number, resource.loads) == (MANY, 1, 3)
    assert resource.digest == world.resource.digest
    (entry,) = trail("delivery.restore")
    assert entry.particulars["replaces"] == Version.objects.get(number=2).digest


@pytest.mark.article("23")
def test_a_bad_load_never_replaces_a_good_one(world, storage, content):
    before = in_storage(storage)
    load = loaded(world, content.replace(b"2020-01-02", b"soon"))
    assert (load.status, load.reason) == (LoadStatus.FAILED, "bad_rows")
    assert load.errors[0]["field"] == "estdate"
    assert load.rejected == [[2, "estdate"]]
    assert "soon" not in str(load.errors)
    assert in_storage(storage) == before
    assert Resource.objects.get().digest == world.resource.digest


def test_the_provider_is_told(world, content):
    loaded(world, b"serial\n1\n")
    (entry,) = trail("delivery.load_failed")
    assert (entry.tells, entry.particulars["reason"]) == ([world.cast.market.code], "drift")
    assert Pending.objects.filter(entry=entry, purpose="notify").exists()


@pytest.mark.parametrize("who", ["bob", "alice", "betty"])
def test_only_the_provider_brings(world, content, who):
    with pytest.raises(Forbidden):
        bring(world, content, who=who)


def test_it_is_made_once(world, content):
    load = bring(world, content)
    loading.perform(load.pk)
    loading.perform(load.pk)
    assert Version.objects.count() == 2


def test_a_waiting_load_can_be_cancelled(world, storage, content):
    load = bring(world, content)
    loading.cancel(load, Actor.of(world.cast.hank))
    loading.perform(load.pk)
    assert Load.objects.get().status == LoadStatus.CANCELLED
    assert Version.objects.count() == 1


def test_a_running_load_ends_at_its_next_breath(world, storage, content, monkeypatch):
    load = bring(world, content)
    staged = Watcher.stage

    def cancelled_on_the_way(self, name):
        loading.cancel(load, Actor.of(world.cast.hank))
        staged(self, name)

    monkeypatch.setattr(Watcher, "stage", cancelled_on_the_way)
    before = in_storage(storage)
    loading.perform(load.pk)
    assert Load.objects.get().status == LoadStatus.CANCELLED
    assert len(in_storage(storage)) <= len(before)
    with pytest.raises(Cancelled):
        loading.cancel(load, Actor.of(world.cast.hank))


def test_a_worker_that_is_no_longer_heard_of_switches_nothing(world, storage, content):
    load = bring(world, content)
    lost = loading.take_up(load.pk)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        assert load_sweep.sweep() == 1
        assert Load.objects.get().status == LoadStatus.QUEUED
    with loading.folder_of(lost) as folder, Watcher(lost) as watch, pytest.raises(Cancelled):
        loading.run(lost, folder, watch)
    assert Version.objects.count() == 1


def test_a_load_that_loses_its_worker_again_and_again_fails(world, content, settings):
    settings.LOAD_ATTEMPTS = 1
    load = bring(world, content)
    loading.take_up(load.pk)
    with time_machine.travel(clock.now() + timedelta(minutes=5)):
        load_sweep.sweep()
    load.refresh_from_db()
    assert (load.status, load.reason) == (LoadStatus.FAILED, "worker_lost")


def test_it_appends_and_upserts(world, tmp_path, content):
    loaded(world, content, mode="append")
    assert Resource.objects.get().rows == MANY + 5
    rows = [row | {"entname": "新名"} for row in table(7)]
    changed = tabular.write(rows, columns_of(world.entry), tmp_path / "changed.csv").read_bytes()
    mount(world.entry, table(5), Actor.of(world.cast.hank))
    load = loaded(world, changed, mode="upsert", key=("serial",))
    resource = Resource.objects.get()
    assert (load.status, resource.rows, resource.key) == (LoadStatus.DONE, 7, ["serial"])
    assert resource.current.profile["columns"]["entname"]["top"] == [["新名", 7]]


def test_an_upsert_needs_keys_that_tell_rows_apart(world, content):
    assert loaded(world, content, mode="upsert").reason == "bad_key"
    assert (
        loaded(world, content + content.splitlines()[1], mode="upsert", key=("serial",)).reason == "bad_key"
    )


def test_it_forgets_versions_beyond_those_kept(
    world, storage, content, settings, django_capture_on_commit_callbacks
):
    settings.VERSIONS_KEPT = 1
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(3):
            loaded(world, content)
    assert {v.number for v in Version.objects.filter(kept=True)} == {3, 4}
    assert len([name for name in in_storage(storage) if name.endswith(".parquet")]) == 2


def test_it_counts_its_statements(world, content, django_assert_max_num_queries):
    load = bring(world, content)
    with django_assert_max_num_queries(40):
        loading.perform(load.pk)
