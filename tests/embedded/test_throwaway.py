"""`python -m embedded with`: stores for one command, and nothing left."""

import signal
import sys
from pathlib import Path

import pytest

from tests.embedded.conftest import alive, descendants

ASK = "import os, psycopg2, redis; psycopg2.connect(os.environ['DATABASE_URL']).close();"
ASK += "redis.Redis.from_url(os.environ['REDIS_URL']).ping(); print('both', os.environ['VAR'])"


def test_it_runs_a_command_with_both_stores_and_removes_the_place(launcher) -> None:
    process = launcher("with", "--fast", "--", sys.executable, "-c", ASK)
    said, _ = process.communicate(timeout=30)
    both, var = said.splitlines()[-1].split()
    assert (both, process.returncode) == ("both", 0)
    assert not Path(var).parent.exists()


def test_it_ends_with_the_code_of_the_command(launcher) -> None:
    process = launcher(
        "with", "--fast", "--", "sh", "-c", "exit 7", REDIS_URL="unix:///none", DATABASE_URL="postgres://x"
    )
    assert process.wait(30) == 7


@pytest.mark.parametrize(
    ("given", "address"), [("DATABASE_URL", "postgres://me@far/db"), ("REDIS_URL", "redis://far/1")]
)
def test_it_respects_a_store_that_is_given(launcher, given: str, address: str) -> None:
    process = launcher("with", "--fast", "--", "sh", "-c", f"echo ${given}", **{given: address})
    said, _ = process.communicate(timeout=30)
    assert said.strip() == address


def test_it_takes_the_database_for_its_owner_when_only_one_is_given(launcher) -> None:
    told = {"DATABASE_URL": "postgres://me@far/db", "REDIS_URL": "redis://far/1"}
    process = launcher("with", "--", "sh", "-c", "echo $DATABASE_OWNER_URL", **told)
    said, _ = process.communicate(timeout=30)
    assert said.strip() == told["DATABASE_URL"]


def test_it_hands_a_request_to_stop_on_and_leaves_nothing(launcher) -> None:
    process = launcher("with", "--fast", "--", "sh", "-c", "echo $VAR; exec sleep 60")
    var = Path(process.stdout.readline().strip())
    running = descendants(process)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 128 + signal.SIGTERM
    assert alive(running) == []
    assert not var.parent.exists()


def test_it_asks_for_a_command(launcher) -> None:
    process = launcher("with")
    said, _ = process.communicate(timeout=30)
    assert "Say which command to run" in said
    assert process.returncode == 1
