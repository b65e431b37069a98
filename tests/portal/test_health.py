"""Whether the parts are up, as the three addresses tell."""

import json
import os

import pytest
import time_machine

from portal import parts, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def told(var):
    def write(launcher: int, **states: str) -> None:
        (var / "run").mkdir(exist_ok=True)
        described = {name: {"state": state, "restarts": 0} for name, state in states.items()}
        (var / "run" / "parts.json").write_text(json.dumps({"launcher": launcher, "parts": described}))

    return write


def test_it_lives(client) -> None:
    assert client.get("/livez").json() == {"state": "up"}


def test_it_is_ready_with_database_and_broker(client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, set(response.json()["parts"])) == (200, {"database", "broker"})


def test_it_is_healthy_when_the_launcher_says_so(client, told) -> None:
    told(os.getpid(), worker="running", beat="running")
    with time_machine.travel("2026-11-23T09:00:00+08:00"):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert {name: part["state"] for name, part in response.json()["parts"].items()} == dict.fromkeys(
        parts.PARTS, "up"
    )


def test_it_is_down_when_the_launcher_restarts_a_part(client, told) -> None:
    told(os.getpid(), worker="restarting", beat="running")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["parts"]["worker"]["state"] == "down"


def test_it_does_not_believe_a_dead_launcher(told, settings) -> None:
    told(2**22 + 1, worker="running", beat="running")
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "health"}
    }
    assert parts.state_of("beat") == {"state": "down"}
    tasks.beat()
    assert parts.state_of("beat") == {"state": "up"}


def test_it_is_down_when_today_lies_beyond_the_calendar(client) -> None:
    with time_machine.travel("2040-01-02T09:00:00+08:00"):
        assert parts.state_of("calendar") == {"state": "down", "error": "BeyondCalendar"}
