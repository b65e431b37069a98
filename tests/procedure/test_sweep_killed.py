"""A sweeping process killed with SIGKILL, then two at once: everything is said once (art. 9, 10)."""

import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from audit.models import Pending
from procedure.reminders import Escalation
from tests.procedure.test_faults import held, who_waits
from tests.procedure.test_sweep_faults import MANY, assert_said_once, overdue
from tests.sharing.requests import World, build_world

SWEEP = """
import time_machine, django
with time_machine.travel("2026-12-09T09:00:00+08:00"):
    django.setup()
    from procedure.tasks import sweep
    sweep()
"""


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


def sweeping(database: str) -> subprocess.Popen[bytes]:
    """A process of its own that runs the task of the worker on this database, long after every due date."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    return subprocess.Popen([sys.executable, "-c", SWEEP], env=environment, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("table", ["procedure_escalation", "audit_pending"])
def test_it_says_all_of_ten_thousand_once_after_a_kill_and_two_at_once(world, committed_db, table):
    overdue(world, MANY)
    before = Pending.objects.count()
    with held(table):
        victim = sweeping(committed_db)
        who_waits()
        victim.kill()
        assert victim.wait(20) == -signal.SIGKILL
    assert (Escalation.objects.count(), Pending.objects.count()) == (0, before)
    both = [sweeping(committed_db), sweeping(committed_db)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert_said_once(MANY)
