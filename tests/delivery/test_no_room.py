"""No room for what is written, by the kernel's word: said so, told, and nothing is replaced (art. 23, 38)."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from delivery.models import Load, LoadStatus, Resource, Version
from delivery.supply import incoming, loading, tabular
from delivery.supply.mounting import OPERATOR, columns_of, mount
from tests.delivery.factories import MANY, table, trail
from tests.delivery.loads import bring, in_storage

MANY_ROWS = 4_000


@contextmanager
def room_for(many: int) -> Iterator[None]:
    """No file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (many, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def rows(many: int) -> list[dict[str, object]]:
    """Rows that do not shrink in a Parquet file."""
    chance = Random(1)
    return [row | {"hidden_idno": f"{chance.getrandbits(128):032x}"} for row in table(many)]


def written(world, many: int, folder: Path) -> bytes:
    return tabular.write(rows(many), columns_of(world.entry), folder / "rows.csv").read_bytes()


def assert_refused(load: Load) -> None:
    load.refresh_from_db()
    assert (load.status, load.reason) == (LoadStatus.FAILED, "storage_full")
    assert trail("delivery.load_failed")[0].tells == ["GX-MARKET"]
    assert not list(loading.FOLDER.glob(f"{load.pk}-*"))


@pytest.mark.parametrize("many", [20, MANY_ROWS], ids=["when it is complete", "while it arrives"])
def test_it_refuses_at_the_door_what_it_cannot_keep(world, storage, tmp_path, many):
    address = f"/api/v1/delivery/entries/{world.entry.code}/loads/?name=rows.csv"
    content, before = written(world, many, tmp_path), in_storage(storage)
    with room_for(1_000):
        answer = world.client("stella").post(address, content, content_type="application/octet-stream")
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert (Load.objects.count(), in_storage(storage)) == (0, before)
    assert not list(incoming.WAITING.iterdir())


def test_it_keeps_the_old_version_when_there_is_no_room_to_read_the_new_one(world, storage, tmp_path):
    load = bring(world, written(world, MANY_ROWS, tmp_path))
    with room_for(100_000):
        loading.perform(load.pk)
    assert_refused(load)
    assert (Resource.objects.get().rows, Version.objects.count()) == (MANY, 1)


def test_it_keeps_the_old_version_when_there_is_no_room_to_write_the_new_one(world, storage, tmp_path):
    mount(world.entry, rows(MANY_ROWS), OPERATOR)
    load = bring(world, written(world, 100, tmp_path), mode="append")
    before = in_storage(storage)
    with room_for(50_000):
        loading.perform(load.pk)
    assert_refused(load)
    assert (Resource.objects.get().rows, Version.objects.count()) == (MANY_ROWS, 2)
    assert in_storage(storage) == before - {load.given[0]["file"]}
