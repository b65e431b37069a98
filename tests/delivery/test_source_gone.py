"""A department's server is killed while its table is fetched: told, and fetched when it is back (art. 38)."""

from threading import Thread

import pytest
import sqlalchemy
from django.db import connection

from delivery.models import Load, LoadStatus, Resource, Source
from delivery.supply import loading, schedule
from delivery.supply.mounting import OPERATOR
from embedded.postgres import DATABASE, OWNER, PORTAL
from embedded.supervisor import Supervisor
from tests.delivery.factories import MANY, World, build_world, trail
from tests.delivery.processes import wait_for
from tests.delivery.servers import Server
from tests.procedure.test_crash import killed, server

__all__ = ["server"]

ROWS = 2_000
SLOWLY = "SELECT * FROM enterprises WHERE pg_sleep(0.01) IS NOT NULL"
READING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@pytest.fixture
def world(committed_db, storage) -> World:
    return build_world()


def as_account(name: str, server: Supervisor) -> sqlalchemy.Engine:
    query = {"host": server.parts[0].command[4]}
    address = sqlalchemy.URL.create("postgresql+psycopg2", name, database=DATABASE, query=query)
    return sqlalchemy.create_engine(address, poolclass=sqlalchemy.pool.NullPool)


@pytest.fixture
def department(server: Supervisor) -> Server:
    """A server of its own, with the table of the department."""
    engine = as_account(OWNER, server)
    made = Server("postgresql", server.parts[0].command[4], 5432, DATABASE, PORTAL, "", engine)
    made.fill(ROWS)
    return made


@pytest.fixture
def source(world, department, settings) -> Source:
    settings.PULL_HOSTS = [f"{department.host}#{department.database}"]
    made = Source(entry=world.entry, code=world.resource.code, title="登记库", statement=SLOWLY)
    for name in ("driver", "host", "port", "database", "account"):
        setattr(made, name, getattr(department, name))
    made.actor = {"person": "stella"}
    made.save()
    return made


def is_read(server: Supervisor) -> bool:
    """Whether the reading account is in the middle of its statement."""
    with as_account(PORTAL, server).connect() as line:
        return bool(line.exec_driver_sql(READING).scalar())


def fetch(source: Source) -> Thread:
    """A worker that fetches in a thread of its own."""
    load = schedule.ask(source, OPERATOR)
    assert load is not None

    def work() -> None:
        loading.perform(load.pk)
        connection.close()

    working = Thread(target=work, daemon=True)
    working.start()
    return working


@pytest.mark.article("38")
def test_it_keeps_what_was_there_and_fetches_when_the_server_is_back(world, server, department, source):
    fetching = fetch(source)
    wait_for(lambda: is_read(server))
    killed(server)
    fetching.join(20)
    load = Load.objects.get()
    assert (load.status, load.reason) == (LoadStatus.FAILED, "source_gone")
    assert trail("delivery.load_failed")[0].tells == ["GX-MARKET"]
    assert (Resource.objects.get().rows, Resource.objects.get().versions.count()) == (MANY, 1)
    assert not list(loading.FOLDER.glob(f"{load.pk}-*"))
    Source.objects.update(relation="enterprises", statement="")
    source.refresh_from_db()
    fetch(source).join(20)
    assert Resource.objects.get().rows == ROWS
