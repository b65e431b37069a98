"""The sealer: every entry once, in an order that never changes, whatever happens meanwhile (art. 42)."""

import os
import signal
import subprocess
import sys
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from audit import canonical, sealing, tree
from audit.models import Entry, Leaf, Pending, Subtree
from tests.audit.acts import act, acts
from tests.audit.test_merkle import naive
from tests.procedure.threads import at_once
from verifier.merkle import leaf_hash

KILLED = """
import os, signal, django
django.setup()
from audit import sealing
def die(*_args, **_given): os.kill(os.getpid(), signal.SIGKILL)
{death} = die
sealing.seal()
"""


def hashes() -> list[bytes]:
    return [bytes(found) for found in Leaf.objects.values_list("hash", flat=True)]


@pytest.mark.article("42")
def test_it_seals_each_entry_once_and_leaves_nothing_pending(entries):
    assert sealing.seal() == 2
    assert list(Leaf.objects.values_list("position", "entry_id")) == [(0, entries[0].pk), (1, entries[1].pk)]
    assert not Pending.objects.filter(purpose="seal").exists()
    assert sealing.seal() == 0


def test_it_leaves_what_is_to_be_told(db, cast):
    from audit.trail import record
    from tests.audit.conftest import BOB

    record("a.b", actor=BOB, tells=["GX-HR"])
    sealing.seal()
    assert list(Pending.objects.values_list("purpose", flat=True)) == ["notify"]


def test_it_hashes_the_text_with_every_column(entries):
    sealing.seal()
    named = {field.attname for field in Entry._meta.concrete_fields}
    assert set(canonical.COLUMNS) == named
    position, entry, found, text = canonical.sealed(0, 1)[0]
    assert (position, entry, found) == (0, entries[0].pk, leaf_hash(text.encode()))
    assert '"act": "sharing.submit"' in text


def test_it_seals_digests_and_never_personal_texts(db):
    from audit.trail import record
    from tests.audit.conftest import BOB

    entry = record("opening.apply", actor=BOB, personal={"phone": "13800000000"})
    sealing.seal()
    text = canonical.sealed(0, 1)[0][3]
    assert "13800000000" not in text
    assert entry.personal["phone"] in text


def test_it_writes_moments_in_utc_whatever_the_session_says(entries):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'America/New_York'; SET LOCAL DateStyle = 'German'")
        there = canonical.waiting(1)
        cursor.execute("SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'")
    assert there == canonical.waiting(1)


def test_it_grows_over_batches_as_one_tree(db, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 300)
    acts(1000)
    assert sealing.seal() == 1000
    assert tree.root(1000) == naive(hashes())
    assert sorted(Subtree.objects.values_list("level", "place")) == [(8, 0), (8, 1), (8, 2)]


@pytest.mark.parametrize("many", [1, 700, 2000])
def test_it_takes_the_same_few_statements_however_many(db, django_assert_max_num_queries, many):
    acts(300)
    sealing.seal()
    acts(many)
    with django_assert_max_num_queries(12):  # with both savepoints of the test
        sealing.seal_batch()


def test_it_gives_late_commits_a_later_place(committed_db):
    began, sealed, late = Event(), Event(), []

    def slow() -> None:
        with transaction.atomic():
            late.append(act("test.late").pk)
            began.set()
            sealed.wait(30)
        connection.close()

    thread = Thread(target=slow)
    thread.start()
    began.wait(30)
    quick = act("test.quick")
    assert (quick.pk > late[0], sealing.seal()) == (True, 1)
    sealed.set()
    thread.join(30)
    assert sealing.seal() == 1
    assert list(Leaf.objects.values_list("entry_id", flat=True)) == [quick.pk, late[0]]


def test_it_goes_away_while_another_seals(committed_db):
    acts(3)
    held, done = Event(), Event()

    def other() -> None:
        with transaction.atomic():
            sealing.hold(wait=False)
            held.set()
            done.wait(30)
        connection.close()

    thread = Thread(target=other)
    thread.start()
    held.wait(30)
    assert sealing.seal() == 0
    done.set()
    thread.join(30)
    assert sealing.seal() == 3


def test_it_seals_once_though_many_sealers_start(committed_db, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 50)
    acts(600)
    outcomes = at_once([lambda: sealing.seal(wait=True)] * 4)
    assert sum(outcomes) == 600
    assert tree.root(600) == naive(hashes())


@pytest.mark.parametrize(
    "death",
    ["sealing.Pending.objects.filter(pk__in=[]).__class__.delete", "sealing.Subtree.objects.bulk_create"],
)
def test_it_leaves_nothing_half_when_it_is_killed(committed_db, death):
    acts(400)
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{committed_db}").geturl()
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    command = [sys.executable, "-c", KILLED.format(death=death)]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (Leaf.objects.count(), Pending.objects.filter(purpose="seal").count()) == (0, 400)
    assert sealing.seal(wait=True) == 400
    assert tree.root(400) == naive(hashes())
