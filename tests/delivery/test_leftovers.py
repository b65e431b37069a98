"""What killed processes leave at the door is cleared away once nobody can want it any more (art. 23)."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from delivery.supply import incoming, leftovers
from tests.delivery.loads import bring, in_storage
from workdays import clock


@pytest.fixture(autouse=True)
def door(tmp_path_factory, monkeypatch) -> Path:
    """Where uploads of this test arrive."""
    folder = tmp_path_factory.mktemp("incoming")
    monkeypatch.setattr(incoming, "WAITING", folder)
    return folder


def kept() -> str:
    """A file that was brought, and whose load never came to be."""
    source = iter([b"serial\n1\n", b""])
    return incoming.take(lambda _size: next(source), "given.csv").file


def later(settings):
    return time_machine.travel(clock.now() + timedelta(days=4000, seconds=settings.UPLOAD_SECONDS))


def test_it_leaves_what_may_still_be_on_its_way(world, storage, settings):
    settings.UPLOAD_SECONDS = 10**9
    name = kept()
    assert leftovers.clear() == 0
    assert name in in_storage(storage)


def test_it_drops_what_no_load_names(world, storage, settings):
    name, waiting = kept(), bring(world, b"serial\n1\n")
    with later(settings):
        assert leftovers.clear() == 1
        assert leftovers.clear() == 0
    assert name not in in_storage(storage)
    assert waiting.given[0]["file"] in in_storage(storage)


def test_it_drops_what_a_load_forgot_when_it_ended(world, storage, settings):
    done = bring(world, b"serial\n1\n")
    type(done).objects.update(status="failed", reason="unexpected")
    with later(settings):
        leftovers.clear()
    assert done.given[0]["file"] not in in_storage(storage)


def test_it_drops_half_an_upload(db, door, settings):
    half = door / "half"
    half.write_bytes(b"serial\n1")
    with later(settings):
        assert leftovers.clear() == 1
    assert not half.exists()
