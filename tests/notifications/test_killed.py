"""A worker killed with SIGKILL loses no notice and no mail, and repeats one only under its name (art. 5)."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from audit.models import Pending
from notifications import drain, sending
from notifications.digests import gather
from notifications.models import Digest, Notice, Outcome
from tests.notifications.acts import MONDAY, act, told
from tests.notifications.postbox import Postbox, delivered_to, free_port, listening

WORKER = f"""
import os, signal, time_machine
from config.environment import env
import django
with time_machine.travel("{MONDAY}", tick=False):
    django.setup()
    from django.conf import settings
    from notifications import drain, sending
    from notifications.models import Digest
    def die(*_args, **_given): os.kill(os.getpid(), signal.SIGKILL)
    {{work}}
"""
STORING = "drain.transaction.on_commit = die; drain.store()"
SENDING = "Digest.conclude = die; sending.send()"


def killed(work: str, database: str, **given: str) -> None:
    """A worker of its own that kills itself in the middle of this work."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url, **given}
    command = [sys.executable, "-c", WORKER.format(work=work)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def store_at_last() -> int:
    """Drain as soon as PostgreSQL has noticed that the killed worker is gone and let go of its rows."""
    for _attempt in range(100):
        if stored := drain.store():
            return stored
        time.sleep(0.1)
    return 0


def test_killed_before_the_commit_it_has_told_nobody_and_forgotten_nothing(committed_world, committed_db):
    entry = act(tells=["GX-HR"])
    killed(STORING, committed_db)
    assert (Notice.objects.count(), Pending.objects.filter(purpose="notify").count()) == (0, 1)
    assert store_at_last() == 1
    assert told(entry) == ["alice", "rita"]


@pytest.fixture
def port() -> int:
    return free_port()


def test_killed_after_sending_it_sends_once_more_under_the_same_name(
    committed_world, committed_db, port, monday
):
    postbox = Postbox()
    act(tells=["GX-EDU"])
    drain.store()
    gather()
    with listening(postbox, port), delivered_to(port):
        killed(SENDING, committed_db, EMAIL_URL=f"smtp://127.0.0.1:{port}")
        assert (len(postbox.kept), Digest.objects.get().outcome) == (1, Outcome.WAITING)
        assert sending.send() == 0
        monday.shift(sending.TAKEN_FOR)
        assert sending.send() == 1
    assert [message["Message-ID"] for _to, message in postbox.kept] == [Digest.objects.get().message_id] * 2
