"""A worker killed with SIGKILL while it sends loses no message, and repeats it under its id (art. 29(4))."""

import threading

import pytest
import time_machine

from delivery.models import Message
from delivery.subscription import pushing
from tests.delivery.factories import build_world
from tests.delivery.processes import killed_while, wait_for
from tests.delivery.receiver import receiver
from tests.delivery.test_push import load, subscribed

WORK = """
import time_machine
with time_machine.travel("2026-11-24T10:00:30+08:00"):
    from delivery.subscription.tasks import push
    push.apply()
"""


@pytest.fixture
def world(committed_db, storage, settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]
    return build_world()


def test_it_is_sent_again_with_the_same_id_after_the_worker_was_killed(world, committed_db):
    with receiver() as system:
        system.hangs = threading.Event()
        subscribed(world, system.address)
        load(world)
        killed_while(committed_db, WORK, lambda: system.heard, PUSH_NETWORKS="127.0.0.0/8")
        system.hangs.set()
        assert (Message.objects.get().status, Message.objects.get().attempts) == ("waiting", 1)
        with time_machine.travel("2026-11-24T10:02:00+08:00"):
            wait_for(lambda: pushing.send_due()["delivered"])
    assert len(system.ids) == 2
    assert len(set(system.ids)) == 1
    assert Message.objects.get().status == "delivered"


def test_it_is_sent_though_the_worker_was_killed_before_the_first_byte(world, committed_db):
    with receiver() as system:
        subscribed(world, system.address)
        load(world)
        work = WORK.replace("    push.apply()", DIES)
        killed_while(committed_db, work, lambda: Message.objects.get().attempts, PUSH_NETWORKS="127.0.0.0/8")
        assert system.heard == []
        with time_machine.travel("2026-11-24T10:02:00+08:00"):
            wait_for(lambda: pushing.send_due()["delivered"])
    assert len(system.ids) == 1


DIES = """    import time
    from delivery.subscription import posting
    posting.post = lambda *_args: time.sleep(60)
    push.apply()"""
