"""PostgreSQL is killed in the middle of a step: restarted, the case is before or after it (art. 5, 42)."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections

from embedded.orphans import kill_session
from embedded.places import Place
from embedded.postgres import DATABASE, OWNER, PORTAL, Postgres
from embedded.supervisor import Supervisor
from procedure.engine import take
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS
from tests.procedure.test_faults import cut_off, standing, who_waits
from tests.sharing.requests import build_world


@pytest.fixture
def server() -> Iterator[Supervisor]:
    """A PostgreSQL of one's own, durable as in production."""
    place, supervisor = Place.throw_away(), Supervisor()
    try:
        postgres = Postgres(place)
        postgres.prepare()
        supervisor.start(postgres.part())
        postgres.establish()
        yield supervisor
    finally:
        supervisor.stop()
        shutil.rmtree(place.home, ignore_errors=True)
        shutil.rmtree(place.sockets, ignore_errors=True)


@pytest.fixture
def migrated(server: Supervisor, django_db_blocker) -> Iterator[None]:
    """The default connection leads there, first as the owner who migrates, then as the portal's role."""
    usual = dict(connection.settings_dict)
    sockets = server.parts[0].command[4]
    with django_db_blocker.unblock():
        connections.close_all()
        connection.settings_dict |= {"HOST": sockets, "NAME": DATABASE, "USER": OWNER, "PASSWORD": ""}
        try:
            call_command("migrate", verbosity=0)
            connections.close_all()
            connection.settings_dict["USER"] = PORTAL
            yield
        finally:
            connections.close_all()
            connection.settings_dict |= usual


def killed(server: Supervisor) -> None:
    """As when the power goes: the server and all its backends at once. Then it starts again."""
    (postgres,) = server.parts
    assert postgres.pid
    kill_session(postgres.pid)
    while postgres.restarts == 0 or postgres.state != "running":
        server.tend()
    postgres.restarts = 0


def struck_by(server: Supervisor) -> Callable[[], None]:
    def strike() -> None:
        who_waits()
        connection.close()
        killed(server)

    return strike


def test_it_is_before_a_step_cut_off_and_after_a_step_that_was_done(server, migrated, capsys):
    world = build_world()
    request = world.bring_to(State.REPLY)
    before, betty = standing(request), world.actor("betty")
    act = lambda: take(request, "reply", actor=betty, seen=request.version)  # noqa: E731
    assert isinstance(cut_off(act, "audit_pending", struck_by(server)), OperationalError)
    assert standing(request) == before
    act()
    after = standing(request)
    connection.close()
    killed(server)
    assert standing(request) == after
    assert (after[0], after[-1], ShareRequest.objects.count()) == (State.GRANTED, 1, 1)


@pytest.mark.parametrize("door", DOORS)
def test_it_asks_to_try_again_when_the_server_restarts_during_a_request(server, migrated, door, capsys):
    world = build_world()
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    before, knocking = standing(request), DOORS[door](world.cast.betty)
    answer = cut_off(lambda: knocking.take(request, "approve"), "audit_pending", struck_by(server))
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert standing(request) == before
    assert knocking.take(request, "approve").status_code == knocking.done
    assert ShareRequest.objects.get().state == State.PROVIDER_REVIEW
