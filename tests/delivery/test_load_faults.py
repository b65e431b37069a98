"""Faults for real: a worker killed with SIGKILL, storage that is full, files cut short (art. 23, 38)."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage, default_storage

from delivery.models import Load, LoadStatus, Resource, Version
from delivery.supply import loading, tabular
from delivery.supply import sweep as load_sweep
from delivery.supply.mounting import columns_of
from tests.delivery.factories import MANY, build_world, table, trail
from tests.delivery.loads import bring, in_storage, loaded

WORKER = """
import os, signal, django
django.setup()
from django.conf import settings
settings.STORAGES["default"] = {{
    "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {{"location": "{storage}"}},
}}
from delivery.supply import {module}, loading
def die(*_args, **_given): os.kill(os.getpid(), signal.SIGKILL)
{point} = die
loading.perform({pk})
"""
POINTS = [
    ("intake", "intake.tabular.convert"),
    ("mounting", "mounting.profile.of"),
    ("switching", "switching._version"),
    ("switching", "switching.record"),
]


def killed(database: str, storage: str, pk: int, module: str, point: str) -> None:
    """A worker of its own that is gone in the middle of the load."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    program = WORKER.format(storage=storage, pk=pk, module=module, point=point)
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(("module", "point"), POINTS, ids=[point for _module, point in POINTS])
def test_a_killed_worker_leaves_nothing_behind_and_another_finishes(
    committed_db, storage, tmp_path, module, point
):
    world = build_world()
    content = tabular.write(table(5), columns_of(world.entry), tmp_path / "five.csv").read_bytes()
    load = bring(world, content)
    killed(committed_db, str(storage), load.pk, module, point)
    assert (Version.objects.count(), Resource.objects.get().rows) == (1, MANY)
    with time_machine.travel(Load.objects.get().heard + timedelta(minutes=5)):
        swept(load.pk)
    assert not list(loading.FOLDER.glob(f"{load.pk}-*"))
    loading.perform(load.pk)
    assert Load.objects.get().status == LoadStatus.DONE
    assert (Version.objects.count(), Resource.objects.get().rows) == (2, 5)
    assert len([name for name in in_storage(storage) if name.endswith(".parquet")]) == 2


def swept(pk: int) -> None:
    """As soon as PostgreSQL has noticed that the killed worker is gone and let go of its rows."""
    for _attempt in range(100):
        load_sweep.sweep()
        if Load.objects.get(pk=pk).status == LoadStatus.QUEUED:
            return
        time.sleep(0.1)
    raise AssertionError("The sweep did not find the load.")


class Full(FileSystemStorage):
    """A storage on a disk without room: what is written goes to /dev/full."""

    def _save(self, name: str, content: object) -> str:
        with Path("/dev/full").open("wb") as device:
            device.write(b"x" * 10_000)
        return name


def test_a_full_storage_is_said_so_and_replaces_nothing(world, storage, tmp_path, monkeypatch):
    content = tabular.write(table(5), columns_of(world.entry), tmp_path / "five.csv").read_bytes()
    load = bring(world, content)
    monkeypatch.setattr(default_storage, "_wrapped", Full(location=storage))
    loading.perform(load.pk)
    load.refresh_from_db()
    assert (load.status, load.reason) == (LoadStatus.FAILED, "storage_full")
    assert trail("delivery.load_failed")[0].tells == ["GX-MARKET"]
    assert Resource.objects.get().rows == MANY


def test_a_spill_without_room_is_said_so(world, settings, tmp_path):
    settings.LOAD_MEMORY, settings.LOAD_SPILL = "10MB", "1KB"
    rows = ({**row, "hidden_idno": f"{row['serial']:040d}"} for row in table(60_000))
    content = tabular.write(rows, columns_of(world.entry), tmp_path / "many.csv").read_bytes()
    load = loaded(world, content, mode="upsert", key=("serial", "hidden_idno"))
    assert load.reason in {"storage_full", "out_of_time"}
    assert Resource.objects.get().rows == MANY


def test_a_parquet_file_cut_short_is_said_so(world, storage):
    whole = (storage / world.resource.file).read_bytes()
    load = loaded(world, whole[: len(whole) // 2] + b"PAR1", "given.parquet")
    assert (load.status, load.reason) == (LoadStatus.FAILED, "bad_rows")
    assert load.errors[0]["code"] == "unreadable"


def test_a_fault_of_ours_is_no_secret_and_no_detail(world, monkeypatch, caplog):
    monkeypatch.setattr(loading, "run", lambda *_given: 1 / 0)
    load = loaded(world, b"serial\n1\n")
    assert (load.status, load.reason) == (LoadStatus.FAILED, "unexpected")
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in str(load.errors)
