"""A database of one's own for tests that commit: a clone of the test database, dropped and never flushed."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.utils import CursorWrapper


@contextmanager
def owner_cursor() -> Iterator[CursorWrapper]:
    """The owner, in the maintenance database, outside any transaction."""
    owner = connections["default"].copy()
    owner.settings_dict |= {
        "USER": settings.DATABASE_OWNER["USER"],
        "PASSWORD": settings.DATABASE_OWNER["PASSWORD"],
    }
    with owner._nodb_cursor() as cursor:  # as Django itself creates its test databases
        yield cursor


def clone(template: str, name: str) -> None:
    """A copy of a database, data and rights included; nobody may be connected to the template."""
    with owner_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    """Drop a clone, whoever is still connected; a session that comes late is ended at the next attempt."""
    for last in (False, False, False, False, True):
        end_own_sessions(name)
        try:
            with owner_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except DatabaseError:
            if last:
                raise
            time.sleep(0.5)
        else:
            return


def end_own_sessions(name: str) -> None:
    """Each role may end only its own sessions: here those of the portal."""
    with connections["default"].copy()._nodb_cursor() as cursor:
        ours = "datname = %s AND usename = current_user"
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {ours}", [name])


@contextmanager
def committed(template: str = "") -> Iterator[str]:
    """Point the default connection at a clone of the test database, or of another; yields its name."""
    usual = str(connection.settings_dict["NAME"])
    assert usual.startswith("test_"), f"{usual} is not a test database"
    name = f"{usual}_{uuid.uuid4().hex[:8]}"
    connections.close_all()
    clone(template or usual, name)
    connection.settings_dict["NAME"] = name
    try:
        yield name
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = usual
        drop(name)


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """Stands for pytest-django's fixture, which would flush; not to be combined with `db`."""
    with django_db_blocker.unblock(), committed() as name:
        yield name


@pytest.fixture
def committed_db(transactional_db: str) -> str:
    """Real commits for this test alone, seen by every thread that connects; the name of the database."""
    return transactional_db
