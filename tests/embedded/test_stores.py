"""Both stores start in a throw-away place, answer, and come back after a kill."""

import os
import signal
import time
from contextlib import closing

import psutil
import psycopg2
import pytest
import redis

from embedded.places import Place
from embedded.postgres import OWNER, PORTAL, Postgres
from embedded.supervisor import Supervisor
from embedded.valkey import Valkey
from tests.embedded.conftest import until


def answer(url: str, question: str) -> object:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()[0][0]


def test_it_has_a_database_that_the_owner_owns(cluster: Postgres) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    assert answer(cluster.url(PORTAL), owner) == OWNER


def test_it_lets_the_portal_own_nothing_and_create_nothing(cluster: Postgres) -> None:
    rights = "SELECT rolcreatedb OR rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert answer(cluster.url(PORTAL), rights) is False
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        answer(cluster.url(PORTAL), "CREATE TABLE mine (id int)")


def test_it_knows_chinese_letters(cluster: Postgres) -> None:
    assert answer(cluster.url(OWNER), "SELECT '政务' ~ '^[[:alpha:]]+$'") is True
    trigrams = "CREATE EXTENSION pg_trgm; SELECT cardinality(show_trgm('政务数据'))"
    assert answer(cluster.url(OWNER), trigrams) == 5


def test_it_establishes_twice_without_harm(cluster: Postgres) -> None:
    cluster.establish()
    assert answer(cluster.url(PORTAL), "SELECT current_user::text") == PORTAL


def test_it_listens_on_no_port(cluster: Postgres, supervisor: Supervisor) -> None:
    server = psutil.Process(supervisor.parts[0].pid)
    assert server.net_connections(kind="inet") == []


def test_it_is_not_root(cluster: Postgres, supervisor: Supervisor) -> None:
    assert psutil.Process(supervisor.parts[0].pid).uids().real != 0
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_it_comes_back_quickly_after_the_postmaster_was_killed(
    cluster: Postgres, supervisor: Supervisor
) -> None:
    server = supervisor.parts[0]
    with closing(cluster.connect("postgres")) as busy, busy.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        os.kill(server.pid, signal.SIGKILL)
        began = time.monotonic()
        until(lambda: supervisor.tend() or (server.restarts and server.state == "running"))
    assert time.monotonic() - began < 8
    assert answer(cluster.url(PORTAL), "SELECT 1") == 1


def test_it_ends_a_server_that_a_dead_launcher_left_behind(place: Place) -> None:
    first, second = Valkey(place).part(), Valkey(place).part()
    first.start()
    until(first.ready)
    second.start()
    until(lambda: first.ended() is not None)
    until(second.ready)
    second.stop()


def test_it_keeps_nothing_of_the_broker_on_disk(place: Place, supervisor: Supervisor) -> None:
    valkey = Valkey(place)
    supervisor.start(valkey.part())
    with closing(redis.Redis.from_url(valkey.url())) as client:
        assert client.set("one", "1")
        assert client.config_get("save") == {"save": ""}
    supervisor.parts.pop().stop()
    assert list(valkey.data.iterdir()) == []
