"""A published entry of the market authority, requests for it at each stage, and rows behind it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from delivery import engine
from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from tests.sharing.requests import COLUMNS, World, build_world

ROWS = [
    {name: f"{name}{serial}" for name in (*COLUMNS, "penalty")} for serial in range(3)
]  # what the field types of the entry allow


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def storage(settings, tmp_path: Path) -> Iterator[Path]:
    """The default storage in a folder of this test."""
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    }
    yield tmp_path
    engine._pools.clear()


@pytest.fixture
def resource(storage: Path, world: World) -> Resource:
    return mount(world.entry, iter(ROWS), OPERATOR)
