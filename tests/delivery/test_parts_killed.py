"""Worker and web killed while they load, export and send: the old version stands, nothing half (art. 23, 29, 42)."""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import Request, urlopen

import duckdb
import pytest
from django.conf import settings
from django.db import connections
from django.db.models import F
from django.test import override_settings

from audit.trail import Snapshot
from delivery import engine
from delivery.models import Delivery, Load, LoadStatus, Message, Version
from delivery.mounting import OPERATOR, mount
from organizations import tokens
from tests.committed import committed
from tests.delivery.factories import MANY, World, build_world, table, trail
from tests.delivery.loads import in_storage
from tests.delivery.receiver import receiver
from tests.delivery.test_push import subscribed
from tests.procedure.test_faults import who_waits
from tests.running import Portal, portal

LARGE = 300_000
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
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    networks = ["127.0.0.0/8"]
    with override_settings(STORAGES=settings.STORAGES | {"default": backend}, PUSH_NETWORKS=networks):
        yield folder
    engine._pools.clear()


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, storage) -> Iterator[World]:
    with django_db_blocker.unblock(), committed():
        yield build_world()


@pytest.fixture(scope="module")
def house(world, tmp_path_factory) -> Iterator[Portal]:
    name = str(connections["default"].settings_dict["NAME"])
    with portal(name, tmp_path_factory.mktemp("var"), **GIVEN) as running:
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


def call(house: Portal, who: str, path: str, body: bytes | None = None) -> "object":
    """The answer of the web to this person's program."""
    request = Request(f"{house.address}/api/v1/{path}", data=body, headers={"Authorization": f"Bearer {who}"})
    request.add_header("Content-Type", "application/octet-stream")
    return urlopen(request, timeout=30)
