"""Databases of the benchmarks' own: made on the server that is given, filled, and dropped again."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

NEAR, FAR = "guishu_bench_near", "guishu_bench_far"
TOP = Path(__file__).resolve().parent.parent
# Ids of each table begin at a number of their own, so that a recorded id names one thing.
APART = {"procedure_case": 20_000_000, "procedure_workitem": 30_000_000, "audit_entry": 40_000_000}


@contextlib.contextmanager
def own_place() -> Iterator[None]:
    """A database and a folder that go when the run ends; the environment points to them for Django."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="guishu-bench-") as folder:
        os.environ |= _environment(given, Path(folder))
        try:
            _drop(given)
            run(given, f"CREATE DATABASE {NEAR}")
            _fill()
            yield
        finally:
            _leave()
            _drop(given)


def run(url: str, *statements: str) -> None:
    """Statements, each on its own."""
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)


def owners(database: str) -> str:
    """The owner's address of one of the databases."""
    return _address(os.environ["DATABASE_OWNER_URL"], database)


def clone() -> None:
    """Make the far database as a copy of the near one, to which nobody may be connected."""
    run(owners("postgres"), f"CREATE DATABASE {FAR} TEMPLATE {NEAR}")


def _environment(owner: str, folder: Path) -> Mapping[str, str]:
    (folder / "static").mkdir()
    return {
        "DATABASE_URL": _address(os.environ["DATABASE_URL"], NEAR),
        "DATABASE_OWNER_URL": _address(owner, NEAR),
        "VAR": str(folder),
        "DEMONSTRATION": "1",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
    }


def _address(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


def _fill() -> None:
    """Let the owner migrate, and the demonstration move in."""
    _manage({"DATABASE_URL": owners(NEAR)}, "migrate", "--no-input", "--verbosity", "0")
    _manage({}, "demonstrate")
    run(owners(NEAR), *(f"ALTER SEQUENCE {table}_id_seq RESTART {first}" for table, first in APART.items()))


def _manage(changed: Mapping[str, str], *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=TOP, env={**os.environ, **changed}, check=True, stdout=subprocess.DEVNULL)


def _leave() -> None:
    """Close this process's connections, which the owner may not end."""
    from django.db import connections

    connections.close_all()


def _drop(owner: str) -> None:
    run(owner, *(f"DROP DATABASE IF EXISTS {name}" for name in (FAR, NEAR)))
