"""Tables fetched from a department's database, PostgreSQL and MariaDB for real (art. 24, 38)."""

import gc
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
import time_machine

from delivery import networks
from delivery.models import Cycle, Load, LoadStatus, Resource, Source
from delivery.supply import loading, pulling, schedule
from delivery.supply.mounting import OPERATOR
from refusals.tree import Invalid
from tests.delivery import servers
from tests.delivery.factories import MANY, trail
from tests.delivery.servers import Server
from workdays import clock


@pytest.fixture(scope="session")
def started(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Callable[[str], Server]]:
    """Each kind of server, begun when it is first asked for."""
    running: dict[str, Server] = {}
    with django_db_blocker.unblock(), ExitStack() as stack:

        def of(kind: str) -> Server:
            if kind not in running:
                starting = servers.mariadb(tmp_path_factory.mktemp("m"))
                running[kind] = stack.enter_context(starting if kind == "mariadb" else servers.postgresql())
            return running[kind]

        yield of


@pytest.fixture(params=servers.KINDS)
def server(request, started) -> Server:
    return started(request.param)


@pytest.fixture
def source(world, server, settings) -> Source:
    settings.PULL_HOSTS = [f"{server.host}#{server.database}"]
    server.fill(20)
    made = Source(entry=world.entry, code=world.resource.code, title="登记库", relation="enterprises")
    for name in ("driver", "host", "port", "database", "account"):
        setattr(made, name, getattr(server, name))
    made.secret = server.password
    made.actor = {"person": "stella"}
    made.save()
    return made


def pulled(source: Source) -> Load:
    load = schedule.ask(source, OPERATOR)
    loading.perform(load.pk)
    load.refresh_from_db()
    return load


@pytest.mark.article("24", "38")
def test_it_fetches_a_table(source):
    load = pulled(source)
    assert (load.status, load.errors) == (LoadStatus.DONE, [])
    resource = Resource.objects.get()
    assert (resource.rows, resource.current.origin, resource.current.source) == (20, "pull", "登记库")


def test_it_fetches_what_a_select_says(source):
    source.relation, source.statement = (
        "",
        "SELECT * FROM enterprises WHERE serial < 3 AND entname <> ':name'",
    )
    source.save()
    assert pulled(source).version.rows == 3


@pytest.mark.parametrize("statement", ["DELETE FROM enterprises", "SELECT 1; DROP TABLE enterprises", ""])
def test_it_takes_one_select_only(statement):
    with pytest.raises(Invalid):
        pulling.check_statement(statement)


def test_it_cannot_write(source, server):
    writes = {
        "postgresql": "WITH gone AS (DELETE FROM enterprises RETURNING *) SELECT * FROM gone",
        "mariadb": "SELECT * FROM enterprises FOR UPDATE",
    }
    source.relation, source.statement = "", writes[server.driver]
    source.save()
    pulled(source)
    with server.engine.connect() as department:
        assert department.exec_driver_sql("SELECT count(*) FROM enterprises").scalar() == 20


def test_it_is_refused_a_table_that_is_not_there(source):
    source.relation = "nowhere"
    source.save()
    assert pulled(source).reason == "source_refuses"


@pytest.mark.parametrize(("name", "value"), [("database", "nowhere"), ("account", "nobody")])
def test_it_says_when_it_is_not_let_in(source, server, settings, caplog, name, value):
    settings.PULL_HOSTS = [server.host]
    setattr(source, name, value)
    source.save()
    with caplog.at_level(logging.DEBUG):
        load = pulled(source)
    assert load.reason in {"source_gone", "source_refuses"}
    assert servers.PASSWORD not in caplog.text + str(load.errors) + str(trail("delivery.load_failed"))
    assert Resource.objects.get().rows == MANY
    assert trail("delivery.load_failed")[0].tells == ["GX-MARKET"]


def test_it_says_when_the_server_is_gone(source, server, settings, tmp_path):
    source.host = str(tmp_path / "gone")
    settings.PULL_HOSTS = [source.host]
    source.save()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # PyMySQL leaves its socket to the collector
        assert pulled(source).reason == "source_gone"
        gc.collect()


def test_it_ends_what_takes_too_long(source, server):
    sleep = {"postgresql": "pg_sleep(9)", "mariadb": "sleep(9)"}[server.driver]
    source.relation, source.statement, source.seconds = (
        "",
        f"SELECT e.*, {sleep} AS nap FROM enterprises e",
        1,
    )
    source.save()
    assert pulled(source).reason == "out_of_time"


def test_it_holds_few_rows_at_once(source, server):
    server.fill(60_000)
    assert pulled(source).version.rows == 60_000


def test_the_password_is_encrypted(source, server):
    assert not source.password or server.password not in source.password
    assert Source.objects.get().secret == (server.password or "")


@pytest.mark.parametrize(
    ("cycle", "hours"),
    [(Cycle.HOURLY, 1), (Cycle.DAILY, 16), (Cycle.WEEKLY, 6 * 24 + 16), (Cycle.BY_HAND, None)],
)
def test_it_is_due_again(cycle, hours):
    now = clock.now().replace(microsecond=0)
    due = schedule.next_after(Source(cycle=cycle, hour=2), now)
    assert due == (None if hours is None else now + timedelta(hours=hours))


def test_it_is_queued_once_when_its_time_has_come(source):
    Source.objects.update(next_at=clock.now() + timedelta(hours=1))
    assert schedule.queue_due() == 0
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        assert (schedule.queue_due(), schedule.queue_due()) == (1, 0)
        assert Source.objects.get().next_at > clock.now()
    assert Load.objects.get().source == source


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "/var/run/postgresql", "8.8.8.8", "::1"])
def test_it_calls_registered_networks_only(host):
    with pytest.raises(Invalid):
        networks.database_address(host, 5432, "department")


def test_it_calls_a_registered_network():
    assert networks.database_address("10.1.2.3", 5432, "department") == "10.1.2.3"
