"""`python -m embedded run`: refuses in words, starts everything, leaves nothing."""

import fcntl
import json
import signal
import socket
from pathlib import Path

import pytest

from tests.embedded.conftest import alive, descendants


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_refuses_a_place_in_use(launcher, tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = launcher("run", VAR=str(tmp_path))
        said, _ = process.communicate(timeout=30)
    assert "is in use by process 4711" in said
    assert process.returncode == 1


def test_it_refuses_a_port_in_use(launcher, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = launcher("run", VAR=str(tmp_path), PORT=str(taken.getsockname()[1]))
        said, _ = process.communicate(timeout=30)
    assert "choose another: make run PORT=" in said
    assert process.returncode == 1


def test_it_refuses_a_port_that_is_no_number(launcher) -> None:
    said, _ = launcher("run", PORT="http").communicate(timeout=30)
    assert said.strip() == "PORT must be a number from 1 to 65535, not 'http'."


def test_it_starts_everything_and_leaves_nothing(launcher, open_folder: Path, port: int) -> None:
    process = launcher("run", VAR=str(open_folder), PORT=str(port), DEMONSTRATION="0")
    said = iter(process.stdout.readline, "")
    assert any(f"http://127.0.0.1:{port}/" in line for line in said)
    parts = json.loads((open_folder / "run" / "parts.json").read_text())["parts"]
    assert {name: part["state"] for name, part in parts.items()} == dict.fromkeys(
        ("postgres", "valkey", "worker", "web", "beat"), "running"
    )
    running = descendants(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    assert alive(running) == []
    assert (open_folder / "secret").stat().st_mode & 0o777 == 0o600
