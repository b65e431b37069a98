"""A day in November, a storage of one's own, and the world of a mounted table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from config.celery import app
from delivery import engine
from tests.delivery.factories import World, build_world

app.conf.broker_url = "memory://"  # what these tests send stays in their own process


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel("2026-11-24T10:00:00+08:00"):
        yield


@pytest.fixture(autouse=True)
def storage(settings, tmp_path: Path) -> Iterator[Path]:
    """The default storage in a folder of this test."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    yield tmp_path
    engine._pools.clear()


@pytest.fixture
def world(db: None, storage: Path) -> World:
    return build_world()
