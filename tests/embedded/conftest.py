"""Real stores in throw-away places, and programs that are started as a person would start them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from embedded.environment import BASE
from embedded.part import Part
from embedded.places import Place
from embedded.postgres import Postgres
from embedded.supervisor import Supervisor

GIVEN = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "VAR",
    "HOST",
    "PORT",
    "ALLOWED_HOSTS",
)


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    made = Place.throw_away()
    yield made
    shutil.rmtree(made.home)


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    parent = Supervisor()
    yield parent
    parent.stop()


@pytest.fixture(scope="module")
def cluster(place: Place, supervisor: Supervisor) -> Postgres:
    """A running PostgreSQL with its roles and its database."""
    postgres = Postgres(place, fast=True)
    postgres.prepare()
    supervisor.start(postgres.part())
    postgres.establish()
    return postgres


@pytest.fixture
def open_folder(tmp_path: Path) -> Iterator[Path]:
    """A short folder that everybody can reach, unlike pytest's own."""
    folder = Path("/tmp") / f"guishu-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def bare() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    return {name: value for name, value in os.environ.items() if name not in GIVEN}


@pytest.fixture
def launcher(bare: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `python -m embedded ...`; what still runs at the end is killed."""
    started = []

    def start(*words: str, **given: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "embedded", *words],
            cwd=BASE,
            env=bare | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def program(tmp_path: Path) -> Callable[..., Part]:
    """A part that runs a few words of Python."""

    def part(source: str, name: str = "child", **particulars: object) -> Part:
        command = [sys.executable, "-c", source]
        environment = {"PATH": os.defpath}
        return Part(name, command, environment, tmp_path / f"{name}.log", patience=2.0, **particulars)

    return part


def until(true: Callable[[], object], within: float = 15.0) -> None:
    """Wait until something has come true."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def descendants(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run: a zombie whose new parent has not looked yet has ended."""
    return [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
