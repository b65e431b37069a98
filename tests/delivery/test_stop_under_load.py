"""One second after a suspension no further byte goes out, in pages or running answers (art. 45)."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest

from delivery.models import Grant
from delivery.subscription import keys
from tests.delivery.factories import build_world
from tests.delivery.processes import server
from tests.delivery.stops import actor, stopped, suspended

CLIENTS = 8
BEFORE, AFTER = 2.0, 2.5
AT_MOST = 1.0


@dataclass
class Client(threading.Thread):
    """Reads until it is told to stop; notes when each byte of data came, and each refusal."""

    address: str
    path: str
    secret: str
    data: list[float] = field(default_factory=list)
    refused: list[tuple[int, float]] = field(default_factory=list)
    done: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.done:
            try:
                self.read()
            except (OSError, http.client.HTTPException):
                self.refused.append((0, time.monotonic()))

    def read(self) -> None:
        line = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=10)
        line.request("GET", self.path, headers={"Authorization": f"Bearer {self.secret}"})
        answer = line.getresponse()
        if answer.status != 200:
            self.refused.append((answer.status, time.monotonic()))
            time.sleep(0.05)
        while answer.read1(4096):
            if answer.status == 200:
                self.data.append(time.monotonic())
        line.close()


@pytest.fixture
def world(committed_db, storage):
    return build_world()


@pytest.fixture
def grant(world) -> Grant:
    """In force whatever day the server's own clock shows."""
    grant = world.grant()
    Grant.objects.filter(pk=grant.pk).update(starts="2020-01-01", ends="2099-12-31")
    return grant


def reading(world, grant, address) -> list[Client]:
    """Six clients on pages of rows, two on an answer that never ends."""
    _key, secret = keys.issue(grant.subscription, actor=actor(world, "alice"), days=365)
    rows = f"/api/v1/data/{world.resource.code}/rows/"
    paths = [rows] * (CLIENTS - 2) + [f"/endless/{grant.number}/"] * 2
    clients = [Client(address, path, secret) for path in paths]
    for client in clients:
        client.start()
    time.sleep(BEFORE)
    assert all(client.data for client in clients), [client.refused for client in clients]
    return clients


@pytest.mark.article("45")
@pytest.mark.parametrize("stop", [suspended, stopped])
def test_it_hands_out_nothing_a_second_after_the_step(world, grant, committed_db, stop):
    with server(committed_db) as address:
        clients = reading(world, grant, address)
        stop(world, grant)
        at = time.monotonic()
        time.sleep(AFTER)
        for client in clients:
            client.done = True
        late = [moment - at for client in clients for moment in client.data if moment > at]
        assert max(late, default=0.0) < AT_MOST
        assert all(client.refused for client in clients)
        print(f"reads: {sum(len(c.data) for c in clients)}, last byte after {max(late, default=0.0):.3f} s")
