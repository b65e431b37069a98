"""What every test shares: PostgreSQL as in production, the portal's role, and the cast."""

import gc
import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from tests.cast import Cast, build_cast
from tests.committed import committed_db, transactional_db
from tests.delivery.mariadb import MARIADB

__all__ = ["committed_db", "transactional_db"]

PORTAL_ROLE = settings.DATABASES["default"]["USER"]

# Static files are served as they stand: nothing is collected before the tests.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--property-examples N`: how long the random tests of the clocks go on."""
    parser.addoption(
        "--property-examples",
        type=int,
        default=0,
        metavar="N",
        help="examples of each random test of the clocks, instead of the modest number of the suite",
    )


def pytest_collection_finish() -> None:
    """What was imported stays: the collector need not look at it again at every test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    """At the end the collector may have it."""
    gc.unfreeze()


def pytest_report_header() -> str:
    """Whether fetching from MariaDB is tried, so that nobody takes its absence for a success."""
    return f"MariaDB: {MARIADB or 'not installed; fetching is tried from PostgreSQL only'}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The owner creates and migrates the test database; several on one server set GUISHU_TEST_DB."""
    chosen = os.environ.get("GUISHU_TEST_DB")
    if chosen:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        connection.settings_dict["TEST"]["NAME"] = f"test_guishu_{chosen}_{worker}"
    connection.settings_dict["USER"] = settings.DATABASE_OWNER["USER"]
    connection.settings_dict["PASSWORD"] = settings.DATABASE_OWNER["PASSWORD"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """After the migrations the tests work as the portal's role, which owns no table."""
    connection.close()
    connection.settings_dict["USER"] = PORTAL_ROLE
    yield
    connection.close()
    connection.settings_dict["USER"] = settings.DATABASE_OWNER["USER"]


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, in the database."""
    return build_cast()


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """Every test starts in the portal's own language, whatever the one before spoke."""
    with translation.override("zh-hans"):
        yield
